import Events
import Tables

/// Writes a mapping as people read it, with what proves each line beside it.
struct MappingText {
  let guess: Guess
  let file: String
  let name: String
  let terms: TableTerms
  let key: [GuessedColumn]
  /// What names of entities were taken for.
  var names: [NameDecision] = []
  /// What could not be read under these guesses.
  var faults: [ImportFaults.Group] = []

  private static func quoted(_ text: String) -> String { JSON.string(text).canonical }

  private static func braces(_ column: GuessedColumn) -> String {
    quoted("{\(column.name)}")
  }

  /// Whether a column's name can stand between braces.
  private func value(_ column: GuessedColumn) -> String {
    column.name.contains { "{}".contains($0) } || ["key", "row"].contains(column.name)
      || column.name.hasSuffix(":site")
      ? "{column: \(Self.quoted(column.name))}" : Self.braces(column)
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
    \(events)
    """ + "\n"
  }

  private var table: String {
    (terms.sheet.map { "sheet: \(Self.quoted($0))\n" } ?? "")
      + (terms.encoding.map { "encoding: \($0.rawValue)\n" } ?? "")
      + (terms.separator.map { "separator: \(Self.quoted(String($0)))\n" } ?? "")
      + (guess.header == 1 ? "" : "header: \(guess.header)\n")
  }

  private var writing: String {
    let writing = guess.writing
    func line(_ name: String, _ value: String?, open: String) -> String {
      if let value {
        let why = guess.guesses.contains(name) ? "guessed by the language, for" : "as in"
        let proof = guess.proofs[name].map { "  # \(why) \(Self.quoted($0))" } ?? ""
        return "\(name): \(value)\(proof)"
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
      line("currency", writing.currency, open: "USD  # of amounts that name none"),
      line(
        "scale", writing.scale?.rawValue,
        open: "millions  # or units, thousands, billions: of amounts without a suffix"),
      line(
        "percents", writing.percents?.rawValue,
        open: "hundredths  # or fractions: whether 0.5 is half a percent or the half"),
    ]
    return lines.joined(separator: "\n")
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
    let columns = [ColumnRole.investor, .issuer].compactMap { guess.column($0) }
      .map { Self.quoted($0.name) }.joined(separator: ", ")
    return text + "partnership:\n  parties: [\(columns)]\n"
  }

  private var events: String {
    guard let investor = guess.column(.investor), let issuer = guess.column(.issuer),
      let date = guess.column(.date)
    else { return "" }
    var common = "    effective: \(value(date))\n    status: reported\n"
    if let note = guess.column(.note) { common += "    note: \(value(note))\n" }
    if let source = guess.column(.source) {
      let isAddress = source.cells.contains { $0.text.contains("://") }
      common += "    source:\n"
      common +=
        isAddress
        ? "      title: \(Self.quoted("{\(source.name):site}"))\n      url: \(value(source))\n"
          + "      kind: press\n"
        : "      title: \(value(source))\n"
    }
    var text = ""
    if let amount = guess.column(.amount) {
      let money =
        guess.column(.currency).map { Self.quoted("{\(amount.name)} {\($0.name)}") }
        ?? value(amount)
      text += """
          - type: capital.committed
            when: \(Self.quoted(amount.name))
            fields:
              commitment: "{key}"
              investor: \(value(investor))
              issuer: \(value(issuer))
              amount: \(money)

        """ + common
    }
    if let stake = guess.column(.stake) {
      text += """
          - type: stake.reported
            when: \(Self.quoted(stake.name))
            fields:
              holder: \(value(investor))
              issuer: \(value(issuer))
              percent: \(value(stake))
              basis: unstated  # or outstanding, as_converted, fully_diluted, voting

        """ + common
    }
    while text.last == "\n" { text.removeLast() }
    return text
  }
}

extension ImportFaults.Group {
  /// Whether a setting of the mapping would tell what is meant.
  var isAmbiguous: Bool {
    [.ambiguousDate, .ambiguousNumber, .unknownCurrency].contains(code)
      || sentence.contains("has no currency")
  }
}
