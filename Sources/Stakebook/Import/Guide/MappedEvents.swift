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
    if let paid = guess.column(.paid), guess.kind != .debt || promised != nil {
      text += came(paid, of: promised)
    }
    if let stake = guess.column(.stake) {
      text += """
          - type: stake.reported
            when: \(Self.quoted(stake.name))
            fields:
              holder: \(party(.investor))
              issuer: \(party(.issuer))
              percent: \(value(stake))
              basis: unstated  # or outstanding, as_converted, fully_diluted, voting

        """ + common(guess.column(.date) ?? guess.column(.due))
    }
    while text.last == "\n" { text.removeLast() }
    return text
  }

  private func promise(_ column: GuessedColumn) -> String {
    let names = guess.kind.promise
    var fields = """
            \(names.slug): "{key}"
            \(names.from): \(party(.investor))
            \(names.to): \(party(.issuer))
            \(names.amount): \(money(column))

      """
    if guess.kind == .payment { fields += Self.category }
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
      """ + common(guess.column(.date))
  }

  private static let category =
    "      category: other  # or upfront, development_milestone, regulatory_milestone, sales_milestone\n"

  private func came(_ paid: GuessedColumn, of promised: GuessedColumn?) -> String {
    let names = guess.kind.promise
    var fields = ""
    if guess.kind != .debt {
      fields += "      \(names.from): \(party(.investor))\n      \(names.to): \(party(.issuer))\n"
    }
    fields += "      amount: \(money(paid))\n"
    if let promised {
      fields += "      \(names.slug): {value: \"{key}\", when: \(Self.quoted(promised.name))}\n"
    } else if guess.kind == .payment {
      fields += Self.category
    }
    return """
        - type: \(guess.kind.came)
          when: \(Self.quoted(paid.name))
          fields:
      \(fields)
      """ + common(guess.column(.date) ?? guess.column(.due))
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
  private func common(_ date: GuessedColumn?) -> String {
    let day = date.map(value) ?? "\"?\"  # or the day of the agreement, which no column tells"
    var common = "    effective: \(day)\n    status: reported\n"
    if let note = guess.column(.note) { common += "    note: \(value(note))\n" }
    guard let source = guess.column(.source) else { return common }
    common += "    source:\n"
    let isAddress = source.cells.contains { $0.text.contains("://") }
    return common
      + (isAddress
        ? "      title: \(site(source))\n      url: \(value(source))\n"
          + "      kind: press\n"
        : "      title: \(value(source))\n")
  }
}
