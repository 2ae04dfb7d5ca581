import Events

/// Columns of a row from which events come besides those of its roles.
extension Guess {
  /// The columns of what is held: that one of the role, and others whose names tell another basis.
  var stakes: [GuessedColumn] {
    guard let first = column(.stake) else { return [] }
    var bases = Set([StakeBasis.named(first.name)])
    let others = columns.filter { column in
      guard column.role == nil, ColumnRole.stake.fits(name: column.name) > 0, column.isShare,
        column.fits(.stake) >= 0.4, let basis = StakeBasis.named(column.name)
      else { return false }
      return bases.insert(basis).inserted
    }
    return [first] + others
  }

  /// The column that says on which basis each share is, where the shares' own column does not.
  var basis: GuessedColumn? {
    guard let stake = column(.stake), StakeBasis.named(stake.name) == nil else { return nil }
    return columns.first { column in
      column.role == nil && column.fits(.note) > 0.9
        && ["basis", "base"].contains(ColumnRole.everyWord(column.name).joined(separator: " "))
        && column.cells.allSatisfy { StakeBasis.ofCell($0.text) != nil }
    }
  }

  /// The columns of what the company as a whole was worth on the row's day.
  var valuations: [(column: GuessedColumn, basis: ValuationBasis?)] {
    columns.filter {
      $0.role == nil && ColumnRole.isValuation(name: $0.name) && $0.fits(.amount) >= 0.4
    }.map { ($0, ColumnRole.valuationBasis(name: $0.name)) }
  }

  /// Of a table of payments, the columns of promises whose names say for what they are, besides that of
  /// the role.
  var fees: [GuessedColumn] {
    guard kind == .payment else { return [] }
    return columns.filter {
      $0.role == nil && PaymentCategory.ofColumn($0.name) != nil && $0.fits(.amount) >= 0.4
    }
  }

  /// Of a table of payments, the column that says for what each is.
  var purpose: GuessedColumn? {
    guard kind == .payment else { return nil }
    return columns.first { column in
      column.role == nil && column.fits(.note) > 0.9
        && PaymentCategory.says(Self.purposes, ColumnRole.everyWord(column.name))
        && Set(column.cells.map(\.text)).count <= 50
    }
  }

  private static let purposes = [
    "milestone", "meilenstein", "jalon", "etape", "trigger", "category", "payment type", "purpose",
    "zweck", "kategorie", "categorie", "event",
  ]

  /// Days and amounts beside each other, besides those of the roles: of a second payment, a third.
  var further: [(date: GuessedColumn, money: GuessedColumn)] {
    guard kind == .capital, !money.isEmpty else { return [] }
    return zip(columns, columns.dropFirst()).filter { date, money in
      date.role == nil && date.fits(.date) > 0.8 && ColumnRole.date.fits(name: date.name) > 0
        && money.role == nil && money.fits(.amount) >= 0.4
        && ColumnRole.money.contains { $0.fits(name: money.name) > 0 }
    }.map { ($0, $1) }
  }

  /// The columns of which nothing is made.
  var unused: [GuessedColumn] {
    let used =
      stakes + fees + valuations.map(\.column) + [purpose, basis].compactMap(\.self)
      + further.flatMap { [$0.date, $0.money] }
    return columns.filter { column in
      (column.role == nil || column.role == .amount) && !column.cells.isEmpty
        && !used.contains { $0.place == column.place }
    }
  }

  /// The rows that name both parties, as far as columns name them.
  var deals: [TableRow] {
    let parties = [ColumnRole.investor, .issuer].compactMap { column($0) }
    return rows.filter { row in
      parties.allSatisfy { !row[$0.place].isBlank }
        && !columns.contains { Self.isTotal(row[$0.place].text.trimmed.lowercased()) }
    }
  }

  /// All columns that hold money of which something is made.
  var moneyColumns: [GuessedColumn] {
    money + fees + further.map(\.money) + valuations.map(\.column)
  }
}
