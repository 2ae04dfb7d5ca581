import Events

/// The events of a row, as a mapping's text has them.
extension MappingText {
  var events: String {
    var text = ""
    let promised = guess.column(.committed)
    // Money that was lent is the debt itself, where nothing else tells how much it is.
    if let promised = promised ?? (guess.kind == .debt ? guess.column(.paid) : nil) {
      text += promise(promised)
    }
    for (place, fee) in guess.fees.enumerated() {
      let category = PaymentCategory.ofColumn(fee.name) ?? "other"
      let isTwice = guess.fees.prefix(place).contains {
        PaymentCategory.ofColumn($0.name) == category
      }
      let name = category.replacing("_", with: "-")
      text += promise(fee, "{key}-\(name)\(isTwice ? "-\(place + 1)" : "")")
    }
    if let paid = guess.column(.paid), guess.kind != .debt || promised != nil {
      text += came(paid, of: promised)
    }
    for (place, (date, money)) in guess.further.enumerated() {
      let isPaid = promised == nil || ColumnRole.paid.fits(name: money.name) > 0
      text +=
        isPaid
        ? came(money, of: nil, on: date) : promise(money, "{key}-\(place + 2)", on: date)
    }
    for stake in guess.stakes {
      text += """
          - type: stake.reported
            when: \(Self.quoted(stake.name))
            fields:
              holder: \(party(.investor))
              issuer: \(party(.issuer))
              percent: \(value(stake))
              basis: \(basis(of: stake))

        """ + common(stake, day)
    }
    for (column, basis) in guess.valuations {
      let told =
        basisOfCells(column, otherwise: basis ?? .headline)
        ?? basis.map { "\($0.rawValue)  # as in \(Self.quoted(String(column.name.prefix(40))))" }
        ?? "headline  # or pre_money, post_money"
      text += """
          - type: valuation.reported
            when: \(Self.quoted(column.name))
            fields:
              subject: company
              issuer: \(party(.issuer))
              amount: \(money(column))
              basis: \(told)

        """ + common(column, day)
    }
    while text.last == "\n" { text.removeLast() }
    return text
  }

  /// The basis that cells tell beside their amounts, and what is meant where one does not; nil where
  /// none does.
  private func basisOfCells(
    _ column: GuessedColumn, otherwise: ValuationBasis
  ) -> String? {
    let told = column.cells.map(\.text.trimmed).first { BasisWords.split($0).basis != nil }
    guard let told, let braces = ValueRule.braces(column.name, ":basis") else { return nil }
    return "{value: \(Self.quoted(braces)), else: \(otherwise.rawValue)}"
      + "  # as in \(Self.quoted(String(told.prefix(40))))"
  }

  /// The day on which something was so.
  private var day: GuessedColumn? {
    guess.column(.date) ?? guess.column(.due) ?? guess.column(.cameOn)
  }

  private func basis(of stake: GuessedColumn) -> String {
    guard let basis = StakeBasis.named(stake.name) else {
      if let column = guess.basis {
        var words: [String] = []
        for text in column.cells.map(\.text.trimmed) where !words.contains(text) {
          words.append(text)
        }
        let list = words.map {
          "\(Self.quoted($0)): \(StakeBasis.ofCell($0)?.rawValue ?? "unstated")"
        }
        return "{column: \(Self.quoted(column.name)), else: unstated, "
          + "words: {\(list.joined(separator: ", "))}}"
      }
      return "unstated  # or outstanding, as_converted, fully_diluted, voting"
    }
    return "\(basis.rawValue)  # as in \(Self.quoted(String(stake.name.prefix(40))))"
  }

  private func promise(
    _ column: GuessedColumn, _ slug: String = "{key}", on date: GuessedColumn? = nil
  ) -> String {
    let names = guess.kind.promise
    var fields = """
            \(names.slug): "\(slug)"
            \(names.from): \(party(.investor))
            \(names.to): \(party(.issuer))
            \(names.amount): \(money(column))

      """
    if guess.kind == .payment { fields += category(of: column) }
    if let due = guess.column(.due), let name = guess.kind.due {
      fields += "      \(name): \(self.due(due))\n"
    }
    if guess.kind == .debt, let rate = guess.column(.rate) {
      fields += "      rate: \(value(rate))\n"
    }
    return """
        - type: \(names.type)\(open(column))
          when: \(Self.quoted(column.name))
          fields:
      \(fields)
      """ + common(column, date ?? guess.column(.date), isPromise: true)
  }

  /// For what a payment is: as its column is called, or as a column of the row says.
  private func category(of column: GuessedColumn) -> String {
    if let category = PaymentCategory.ofColumn(column.name) {
      return "      category: \(category)\n"
    }
    guard let purpose = guess.purpose else {
      return "      category: other  # or upfront, development_milestone, regulatory_milestone, "
        + "sales_milestone\n"
    }
    var words: [String] = []
    for cell in purpose.cells.map(\.text.trimmed) where !words.contains(cell) { words.append(cell) }
    let list = words.map { "\(Self.quoted($0)): \(PaymentCategory.ofCell($0))" }
    return "      category: {column: \(Self.quoted(purpose.name)), else: other, words: {"
      + list.joined(separator: ", ") + "}}\n"
  }

  private func came(
    _ paid: GuessedColumn, of promised: GuessedColumn?, on date: GuessedColumn? = nil
  ) -> String {
    let names = guess.kind.promise
    var fields = ""
    if guess.kind != .debt {
      fields += "      \(names.from): \(party(.investor))\n      \(names.to): \(party(.issuer))\n"
    }
    fields += "      amount: \(money(paid))\n"
    if let promised {
      fields += "      \(names.slug): {value: \"{key}\", when: \(Self.quoted(promised.name))}\n"
    } else if guess.kind == .payment {
      fields += category(of: paid)
    }
    return """
        - type: \(guess.kind.came)
          when: \(Self.quoted(paid.name))
          fields:
      \(fields)
      """
        + common(
          paid,
          date ?? guess.column(.cameOn) ?? guess.column(.date) ?? guess.column(.due))
  }

  /// A day that is due: what says that nobody tells it is a date that nobody knows.
  private func due(_ column: GuessedColumn) -> String {
    let secret = Set(
      column.cells.filter {
        $0.kind == .text && Self.secrets.contains($0.text.lowercased().trimmed)
      }
      .map { $0.text.lowercased().trimmed })
    guard !secret.isEmpty else { return value(column) }
    let words = secret.sorted().map { "\(Self.quoted($0)): \"?\"" }.joined(separator: ", ")
    return "{column: \(Self.quoted(column.name)), words: {\(words)}}"
  }

  private static let secrets: Set = [
    "undisclosed", "not disclosed", "confidential", "unknown", "unbekannt", "non divulgué",
    "inconnu",
  ]

  /// The site of an address, as far as the column's name can be written beside other words.
  private func site(_ source: GuessedColumn) -> String {
    ValueRule.braces(source.name, ":site").map(Self.quoted) ?? value(source)
  }

  /// What all events of a row have.
  private func common(
    _ money: GuessedColumn, _ date: GuessedColumn?, isPromise: Bool = false
  ) -> String {
    let day = effective(of: money, date, isPromise: isPromise)
    var common = "    effective: \(day)\n    status: reported\n"
    if let note = guess.column(.note) { common += "    note: \(value(note))\n" }
    guard let source = guess.column(.source) else { return common }
    common += "    source:\n"
    let isAddress = source.cells.contains { $0.text.contains("://") }
    let title = guess.sourceTitle.map(value) ?? (isAddress ? site(source) : value(source))
    return common + "      title: \(title)\n" + (isAddress ? "      url: \(value(source))\n" : "")
      + (guess.published.map { "      published: \(value($0))\n" } ?? "") + kind(of: source)
  }

  /// The kinds of sources, where a cell tells one.
  private func kind(of source: GuessedColumn) -> String {
    let kinds = Set(source.cells.compactMap { SourceWords.kind(of: $0.text)?.rawValue }).sorted()
    guard !kinds.isEmpty, let braces = ValueRule.braces(source.name, ":kind") else { return "" }
    return "      kind: \(Self.quoted(braces))  # \(kinds.joined(separator: ", "))\n"
  }

  /// The day of an event. What is promised without a day was so at the latest when it was paid, or on
  /// the day on which the table was looked at: from a day that nobody knows on it would count for nothing.
  private func effective(
    of money: GuessedColumn, _ date: GuessedColumn?, isPromise: Bool
  ) -> String {
    let today = "..\(today)"
    if let date {
      let isWhole = guess.deals.allSatisfy { row in
        row[money.place].isBlank || !row[date.place].isBlank
      }
      guard !isWhole else { return value(date) }
      let otherwise = "{column: \(Self.quoted(date.name)), else: \(Self.quoted(today))}"
      return isPromise && guess.kind != .capital
        ? otherwise + "  # where no day stands, by then at the latest"
        : value(date) + "  # where it is blank the event is left out; or \(otherwise)"
    }
    if let day = guess.constants[.date] {
      let proof = guess.proofs["day"].map { "  # as in \(Self.quoted($0))" } ?? ""
      return Self.quoted(day) + proof
    }
    let remark = "  # by then at the latest; or the day of the agreement, which no column tells"
    if let came = guess.column(.cameOn), let braces = ValueRule.braces(came.name) {
      return "{value: \(Self.quoted(".." + braces)), else: \(Self.quoted(today))}\(remark)"
    }
    return Self.quoted(today) + remark
  }
}
