import Events
import Tables

/// Writes a mapping as people read it, with what proves each line beside it.
struct MappingText {
  let guess: Guess
  let file: String
  let name: String
  let terms: TableTerms
  let key: [GuessedColumn]
  /// The day on which it is written.
  let today: PartialDate
  /// What names of entities were taken for.
  var names: [NameDecision] = []
  /// What could not be read under these guesses.
  var faults: [ImportFaults.Group] = []

  static func quoted(_ text: String) -> String { JSON.string(text).canonical }

  /// The value of a column.
  func value(_ column: GuessedColumn) -> String {
    ValueRule.braces(column.name).map(Self.quoted) ?? "{column: \(Self.quoted(column.name))}"
  }

  /// The value of a party: that of its column, or the name that it has in all rows.
  func party(_ role: ColumnRole) -> String {
    guess.column(role).map(value)
      ?? Self.quoted(
        (guess.constants[role] ?? "").replacing("{", with: "{{").replacing("}", with: "}}"))
  }

  /// The value of a column of money. One that counts otherwise than the rest says so.
  func money(_ column: GuessedColumn) -> String {
    let unit = Unit(of: column.name)
    var own = ""
    var beside: String?
    // The currency beside what was paid is none of what a company is worth, where that has its own.
    let isApart = unit.currency != nil && ColumnRole.isValuation(name: column.name)
    if !isApart, let currency = guess.column(.currency), let amount = ValueRule.braces(column.name),
      let code = ValueRule.braces(currency.name)
    {
      beside = "\(amount) \(code)"
    }
    if beside == nil, let currency = unit.currency, currency != guess.writing.currency {
      own += ", currency: \(currency)"
    }
    if let scale = unit.scale, scale != guess.writing.scale ?? .units {
      own += ", scale: \(scale.rawValue)"
    }
    let remark = countedAs(column, unit)
    if let beside {
      let both = Self.quoted(beside)
      return (own.isEmpty ? both : "{value: \(both)\(own)}") + remark
    }
    return (own.isEmpty ? value(column) : "{column: \(Self.quoted(column.name))\(own)}") + remark
  }

  /// A remark on what the bare numbers of a column are counted in that only the name of another one tells.
  private func countedAs(_ column: GuessedColumn, _ unit: Unit) -> String {
    guard unit.scale == nil, unit.currency == nil, let scale = guess.writing.scale, scale != .units,
      let proof = guess.proofs["scale"], proof != column.name,
      guess.columns.contains(where: { $0.name == proof }),
      column.cells.contains(where: { Double($0.text) != nil })
    else { return "" }
    return "  # bare numbers are counted in \(scale.rawValue), as in \(Self.quoted(proof))"
  }

  /// The whole text.
  var text: String {
    """
    # How `stakebook import` reads \(file.split(separator: "/").last ?? "the table").
    # Look it through, then: stakebook import \(file) --map THIS-FILE -n
    # What may stand here: the article Spreadsheets, and its JSON Schema.
    name: \(Self.quoted(name))
    \(table)\(writing)
    \(rows)
    \(parties)
    events:
    \(events)\(unused)
    """ + "\n"
  }

  private var table: String {
    (terms.sheet.map { "sheet: \(Self.quoted($0))\n" } ?? "")
      + (terms.encoding.map { "encoding: \($0.rawValue)\n" } ?? "")
      + (terms.separator.map { "separator: \(Self.quoted(String($0)))\n" } ?? "")
      + header
  }

  private var header: String {
    let (first, last) = (guess.header.lowerBound, guess.header.upperBound)
    if first < last { return "header: [\(first), \(last)]  # groups of columns, and their names\n" }
    return first == 1 ? "" : "header: \(first)\n"
  }

  private var unused: String {
    let unused = guess.unused.filter { column in !key.contains { $0.place == column.place } }
    guard !unused.isEmpty else { return "" }
    return "\n# not read: \(unused.map { Self.quoted($0.name) }.joined(separator: ", "))"
      + guess.remarks.map { "\n# \($0)" }.joined()
  }

  /// What an amount of which the name does not tell enough may be otherwise.
  func open(_ committed: GuessedColumn) -> String {
    let isWorth = ColumnRole.mayBeWorth(name: committed.name)
    guard guess.kind != .debt else { return "" }
    if guess.isMoneyOpen {
      return "  # or \(guess.kind.came), if that was paid already"
        + (isWorth ? "; or no event, if it is what something is worth" : "")
    }
    guard guess.isPromiseGuessed else { return "" }
    return "  # guessed: beside what was paid, \(Self.quoted(committed.name)) is what was agreed"
  }

  private var writing: String {
    let writing = guess.writing
    func line(
      _ name: String, _ value: String?, open: String, beside: String = ""
    ) -> String {
      if let value {
        let why = guess.guesses[name] ?? "as in"
        let proof = guess.proofs[name].map { "  # \(why) \(Self.quoted($0))" } ?? ""
        return "\(name): \(value)\(proof)\(beside)"
      }
      return "# \(name): \(open)"
    }
    let lines = [
      line(
        "dates", writing.dates?.rawValue,
        open: "day-first  # or month-first: no date of the table tells"),
      line(
        "decimals", writing.decimals?.rawValue,
        open: "point  # or comma: no number of the table tells"),
      line("currency", writing.currency, open: "USD  # of amounts that name none" + unusedCurrency),
      line(
        "scale", writing.scale?.rawValue,
        open: "millions  # or units, thousands, billions: of amounts without a suffix"),
      line(
        "percents", writing.percents?.rawValue,
        open: "hundredths  # or fractions: whether 0.5 is half a percent or the half",
        beside: guess.smallShare.map { "; \(Self.quoted($0)) is then less than 1 %: look at it" }
          ?? ""),
    ]
    return lines.joined(separator: "\n")
  }

  /// A column of currencies whose name, or that of the amounts, cannot be written beside another.
  private var unusedCurrency: String {
    guard let currency = guess.column(.currency),
      let odd = ([currency] + guess.money).first(where: { ValueRule.braces($0.name) == nil })
    else { return "" }
    return "; \(Self.quoted(currency.name)) is not read, for the braces of "
      + "\(Self.quoted(odd.name)) are not in pairs: rename it"
  }

  private var rows: String {
    let blank = guess.blank.map(Self.quoted).joined(separator: ", ")
    let key = key.map { Self.quoted($0.name) }.joined(separator: ", ")
    var text = "blank: [\(blank)]\n"
    if !guess.sums.isEmpty { text += "skip:\n" }
    for (column, words) in guess.sums {
      let list = words.map(Self.quoted).joined(separator: ", ")
      text += "  - {column: \(Self.quoted(column)), is: [\(list)]}  # adds up other rows\n"
    }
    if let column = guess.columnOfDeals {
      if guess.sums.isEmpty { text += "skip:\n" }
      text += "  - {column: \(Self.quoted(column.name))}  # a remark beside the table\n"
    }
    text += "key: [\(key)]  # by which a row is known again next month\n"
    if faults.contains(where: \.isAmbiguous) {
      text += "unreadable: refuse  # say first what is open above:\n"
    } else if faults.isEmpty {
      text +=
        "unreadable: refuse  # or tell: what rests on a cell that cannot be read is left out\n"
    } else {
      text += "unreadable: tell  # what rests on these cells is left out and told, unless refuse:\n"
    }
    for group in faults {
      text += "#   \(group.sentence.split(whereSeparator: \.isNewline).joined(separator: " "))\n"
    }
    return text
  }

  private var parties: String {
    var text = "entities:\n  kind: company  # of those that are new\n  names:\n"
    for decision in names {
      text += "    \(Self.quoted(decision.name)): \(decision.entity)"
      switch decision.reason {
      case .introduced:
        text += "  # new"
        if let other = decision.other { text += ", or is it \(other.entity) (\(other.name))?" }
      case .alike, .known:
        if let other = decision.other { text += "  # known as \(other.name)" }
      case .said: break
      }
      text += "\n"
    }
    if names.isEmpty { text = "entities:\n  kind: company\n" }
    let parties = [ColumnRole.investor, .issuer].map { role in
      guess.column(role).map { Self.quoted($0.name) }
        ?? "{name: \(Self.quoted(guess.constants[role] ?? ""))}"
    }
    return text + "partnership:\n  parties: [\(parties.joined(separator: ", "))]\n"
      + (guess.column(.deal).map {
        "  name: \(Self.quoted($0.name))  # rows of one name are one partnership, of all their parties\n"
      } ?? "")
  }
}

extension ImportFaults.Group {
  /// Whether a setting of the mapping would tell what is meant.
  var isAmbiguous: Bool {
    remedy.hasPrefix("Say in the mapping") || code == .unknownCurrency
      || sentence.contains("has no currency")
  }
}
