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
      date.role == nil && isDay(date) && money.role == nil && isMoney(money)
    }.map { ($0, $1) }
  }

  /// The columns without a role in which each deal has a text: what it is called, perhaps.
  var names: [GuessedColumn] {
    columns.filter { column in
      column.role == nil && column.fits(.note) > 0.9
        && deals.allSatisfy { !$0[column.place].isBlank }
    }
  }

  /// Gives the day of the role the money that stands beside it, where the money of the role has a day of its
  /// own beside it: that one is a further payment.
  mutating func pairDayAndMoney() {
    guard let day = column(.date), let beside = columns.firstIndex(where: { $0.place > day.place }),
      columns[beside].role == nil, isMoney(columns[beside])
    else { return }
    for role in [ColumnRole.amount, .committed, .paid] {
      guard let other = columns.firstIndex(where: { $0.role == role }), other > 0,
        columns[other - 1].role == nil, isDay(columns[other - 1])
      else { continue }
      columns[other].role = nil
      columns[beside].role = role
      return
    }
  }

  private func isDay(_ column: GuessedColumn) -> Bool {
    column.fits(.date) > 0.8 && ColumnRole.date.fits(name: column.name) > 0
  }

  private func isMoney(_ column: GuessedColumn) -> Bool {
    column.fits(.amount) >= 0.4 && ColumnRole.money.contains { $0.fits(name: column.name) > 0 }
  }

  /// Takes what each is to bring (`Apport`) as promised, where another column tells what came (`Versé`).
  mutating func settleContribution() {
    guard column(.committed) == nil, column(.amount) == nil, kind == .capital else { return }
    let told = columns.indices.filter {
      [nil, .paid].contains(columns[$0].role) && columns[$0].fits(.paid) >= 0.4
        && ColumnRole.paid.fits(name: columns[$0].name) > 0
    }
    guard let brought = told.first(where: { ColumnRole.isContribution(name: columns[$0].name) }),
      let came = told.first(where: { !ColumnRole.isContribution(name: columns[$0].name) })
    else { return }
    (columns[brought].role, columns[came].role) = (.committed, .paid)
    isPromiseGuessed = true
  }

  /// The column that tells what a source is called, where another one has its address; of one that is blank
  /// beside an address nothing is made.
  var sourceTitle: GuessedColumn? {
    guard let source = column(.source), source.cells.contains(where: { $0.text.contains("://") })
    else { return nil }
    return columns.first { column in
      column.role == nil && column.fits(.note) > 0.9 && Self.isCalled(Self.titles, column.name)
        && rows.allSatisfy { $0[source.place].isBlank || !$0[column.place].isBlank }
    }
  }

  /// The column that tells when the source was published.
  var published: GuessedColumn? {
    guard column(.source) != nil else { return nil }
    return columns.first {
      $0.role == nil && $0.fits(.date) > 0.8 && Self.isCalled(Self.publications, $0.name)
    }
  }

  private static func isCalled(_ names: [String], _ name: String) -> Bool {
    names.contains(ColumnRole.everyWord(name).joined(separator: " "))
  }

  private static let titles = [
    "source", "sources", "source title", "source name", "title", "headline", "document", "quelle",
    "quellen", "titel", "titre", "publisher",
  ]

  private static let publications = [
    "published", "published on", "publication date", "date published", "source date",
    "date of source", "release date", "veroffentlicht", "veroffentlicht am", "publie", "publie le",
    "date de publication",
  ]

  /// The columns of which nothing is made.
  var unused: [GuessedColumn] {
    let used =
      stakes + fees + valuations.map(\.column)
      + [purpose, basis, sourceTitle, published].compactMap(\.self)
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
