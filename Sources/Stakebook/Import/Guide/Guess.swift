import Events
import Tables

/// What the columns of a table seem to hold, and how its values are written.
///
/// What the cells prove is taken: an order of dates because of `22/07/2019`, a decimal point because
/// of `4.99`, a currency because the column's name tells it. What they do not prove is left open, but
/// for `1,000` in a table in English, or `1.000` in one in French or German, which says so.
public struct Guess: Sendable {
  /// The columns, in the table's order.
  public internal(set) var columns: [GuessedColumn] = []
  /// How values are written, as far as it is proved.
  public internal(set) var writing = Writing()
  /// The rows of the columns' names.
  public let header: ClosedRange<Int>
  /// What stands above them.
  let titles: [TableCell]
  /// What proves each setting of the writing, by its name in a mapping.
  var proofs: [String: String] = [:]
  /// Which of them are guessed, and how the proof then begins: most people mean it so.
  var guesses: [String: String] = [:]
  /// A share that would be a hundred times as much, if it is not counted as the others prove.
  var smallShare: String?
  /// Words of cells that say nothing.
  private(set) var blank: [String] = []
  /// Who invests or in whom, where that is the same in all rows and no column tells it.
  var constants: [ColumnRole: String] = [:]
  /// Whether nothing tells if its money is promised or paid: it is taken as promised.
  var isMoneyOpen = false
  /// Whether what is promised is taken for that because it stands beside what is paid.
  var isPromiseGuessed = false
  /// Why columns are not read which might be.
  var remarks: [String] = []
  /// What kind of deal the table lists.
  private(set) var kind = DealKind.capital

  /// The most rows that are looked at.
  private static let mostRows = 20_000

  /// Looks at a table. `said` tells who invests or in whom: a name for all rows, or `{Column}`.
  init(_ table: Table, said: [ColumnRole: String] = [:]) throws {
    var rows: [TableRow] = []
    while rows.count < Self.mostRows, let row = try table.next() { rows.append(row) }
    // A title above the table leaves most of its row blank.
    let widths = rows.prefix(20).map { row in row.cells.count { !$0.isBlank } }
    let widest = widths.max() ?? 0
    let place = widths.firstIndex { $0 > 1 && $0 * 2 > widest }
    var named = place.map { [rows[$0]] } ?? []
    if let place, rows.indices.contains(place + 1),
      ColumnNames.goesOn(rows[place + 1], below: rows[place])
    {
      named.append(rows[place + 1])
    }
    titles = rows.prefix(place ?? 0).flatMap(\.cells).filter { !$0.isBlank }
    if let place { rows.removeFirst(place + named.count) }
    guard let first = named.first, let last = named.last, !rows.isEmpty else {
      throw Rejection(
        .csvHeader, "the table has no row that names its columns and rows below it",
        hint: table.hintOfOtherSheets ?? "Give its columns names.")
    }
    header = first.number...last.number
    for (name, place) in ColumnNames(named).all {
      guard !columns.contains(where: { $0.name == name }) else { continue }
      var column = GuessedColumn(name: name, place: place)
      for row in rows where !row[place].isBlank {
        let text = row[place].text.trimmed.lowercased()
        guard !Self.blanks.contains(text) else {
          if !blank.contains(text) { blank.append(text) }
          continue
        }
        column.cells.append(row[place])
      }
      columns.append(column)
    }
    self.rows = rows
    try take(said)
    assignRoles()
    pairDayAndMoney()
    settleKind()
    settleMoney()
    settleDay()
    settleDeal()
    prove()
  }

  /// Takes what was said of parties.
  private mutating func take(_ said: [ColumnRole: String]) throws(Rejection) {
    for (role, text) in said.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard text.first == "{", text.last == "}" else {
        constants[role] = role == .date ? try Self.day(text) : text
        continue
      }
      let name = String(text.dropFirst().dropLast())
      guard let place = columns.firstIndex(where: { $0.name == name }) else {
        throw Rejection(
          .badUsage, "the table has no column '\(name.prefix(60))'",
          hint: nearest(to: name, among: columns.map(\.name)).map { "Did you mean '\($0)'?" }
            ?? "It has \(columns.prefix(20).map { "'\($0.name)'" }.joined(separator: ", ")).")
      }
      columns[place].role = role
    }
  }

  /// A day that is said for all rows, as the ledger writes it.
  private static func day(_ text: String) throws(Rejection) -> String {
    try PartialDate(Writing.stated(text, as: .date)).text
  }

  /// The rows that were looked at.
  let rows: [TableRow]

  /// What rows are called that add up others.
  private static let totals: Set = [
    "total", "totals", "grand total", "sum", "totaux", "total general", "sous total", "subtotal",
    "total général", "sous-total", "somme",
    "summe", "gesamt", "gesamtsumme", "zwischensumme",
  ]

  /// The columns of names that say that a row is a sum, and what they say. A row that says the rest of a
  /// deal is none: there is a company of that name.
  var sums: [(column: String, texts: [String])] {
    let saying = [ColumnRole.date, .due, .investor, .issuer].compactMap { column($0) }
    return columns.compactMap { column in
      var (sums, deals): (Set<String>, Set<String>) = ([], [])
      for row in rows {
        let text = row[column.place].text.trimmed.lowercased()
        guard Self.isTotal(text) else { continue }
        let others = saying.filter { $0.place != column.place }
        let isSum = others.isEmpty || others.contains { row[$0.place].isBlank }
        if isSum { sums.insert(text) } else { deals.insert(text) }
      }
      let texts = sums.subtracting(deals)
      return texts.isEmpty ? nil : (column.name, texts.sorted())
    }
  }

  static func isTotal(_ text: String) -> Bool {
    let name = text.last == ":" ? String(text.dropLast()) : text
    return totals.contains(name) || partTotals.contains { name.hasPrefix($0 + " ") }
  }

  /// What sums of parts are called before what they add up: `Sous-total Énergie`. `Total` is a company.
  private static let partTotals = [
    "sous-total", "sous total", "subtotal", "sub-total", "sub total", "zwischensumme",
    "teilsumme",
  ]

  /// A column of a party that is blank in remarks under the table, of which one cell stands, and in no row
  /// of a deal.
  var columnOfDeals: GuessedColumn? {
    func isRemark(_ row: TableRow) -> Bool { row.cells.count { !$0.isBlank } == 1 }
    func isSum(_ row: TableRow) -> Bool {
      columns.contains { Self.isTotal(row[$0.place].text.trimmed.lowercased()) }
    }
    let remarks = rows.filter(isRemark)
    guard !remarks.isEmpty else { return nil }
    return [ColumnRole.issuer, .investor].compactMap { column($0) }.first { party in
      remarks.allSatisfy { row in row[party.place].isBlank }
        && rows.allSatisfy { !$0[party.place].isBlank || isRemark($0) || isSum($0) }
    }
  }

  /// A column that numbers or names the deals, and is another in each row.
  var numbering: GuessedColumn? {
    let deals = max(column(.investor)?.cells.count ?? 0, column(.issuer)?.cells.count ?? 0)
    return columns.first { column in
      column.role == nil && ColumnRole.isNumbering(name: column.name) && column.cells.count >= deals
        && Set(column.cells.map { $0.text.trimmed.lowercased() }).count == column.cells.count
    }
  }

  /// What people write where there is nothing to write.
  private static let blanks: Set = [
    "n/a", "na", "n.a.", "#n/a", "-", "–", "—", "--", "tbd", "tba", "none", "null", "nil", "?",
    "k.a.", "k. a.", "n/d", "nd", "n.d.", "nc", "n.c.", "keine", "aucun", "unbek.",
  ]

  // MARK: - Roles

  /// The column of a role.
  func column(_ role: ColumnRole) -> GuessedColumn? { columns.first { $0.role == role } }

  /// Gives a role to that column alone; to none where it is nil.
  mutating func assign(_ role: ColumnRole, to place: Int?) {
    for index in columns.indices {
      if columns[index].role == role { columns[index].role = nil }
      if columns[index].place == place { columns[index].role = role }
    }
  }

  /// The best pairs of role and column first, by name and then by content.
  private mutating func assignRoles() {
    var pairs: [(score: Double, role: ColumnRole, index: Int)] = []
    for role in ColumnRole.allCases
    where role != .deal && constants[role] == nil && column(role) == nil {
      for (index, column) in columns.enumerated() where !column.cells.isEmpty {
        let (name, content) = (role.fits(name: column.name), column.fits(role))
        guard name > 0, content >= 0.4 else { continue }
        // Of `Amount invested` the word that tells more.
        var more = role == .committed || role == .paid ? 0.5 : 0
        // Of `Value` and `Amount` the one that is no worth.
        if role == .amount, ColumnRole.mayBeWorth(name: column.name) { more = -0.5 }
        if role == .stake, !column.isShare { continue }
        pairs.append((Double(name) + content + more, role, index))
      }
    }
    pairs.sort { $0.score == $1.score ? $0.index < $1.index : $0.score > $1.score }
    for pair in pairs where columns[pair.index].role == nil && column(pair.role) == nil {
      columns[pair.index].role = pair.role
    }
    // What no name tells, the content may: dates, then names in the order of the columns.
    if column(.date) == nil, constants[.date] == nil,
      let place = columns.firstIndex(where: { $0.role == nil && $0.fits(.date) > 0.8 })
    {
      columns[place].role = .date
    }
    // One party alone that a name tells is left alone: what stands beside may be anything.
    let parties = constants.filter { $0.key != .date }
    guard parties.isEmpty, column(.investor) == nil, column(.issuer) == nil else { return }
    for role in [ColumnRole.investor, .issuer] {
      let place = columns.firstIndex { $0.role == nil && isParty($0, role) }
      if let place { columns[place].role = role }
    }
  }

  /// Whether a column may name parties.
  private func isParty(_ column: GuessedColumn, _ role: ColumnRole) -> Bool {
    column.fits(role) > 0.9 && column.cells.count * 2 > rows.count
      && !ColumnRole.isNoParty(name: column.name)
  }

  /// The columns that may name a party and do not yet, the likely ones first.
  func candidates(for role: ColumnRole) -> [GuessedColumn] {
    columns.filter { $0.role == nil && isParty($0, role) }
  }

  /// What kind of deal it is; days that are due, and what debts bear, are of no use in others.
  private mutating func settleKind() {
    kind = DealKind(
      parties: [ColumnRole.investor, .issuer].compactMap { column($0)?.name },
      money: ColumnRole.money.compactMap { column($0)?.name })
    if kind == .capital {
      if column(.date) == nil, constants[.date] == nil { assign(.date, to: column(.due)?.place) }
      for index in columns.indices where [.due, .rate].contains(columns[index].role) {
        columns[index].role = nil
      }
    }
    if let rate = column(.rate),
      let odd = rate.cells.first(where: { (try? Writing().percent($0.text)) == nil })
    {
      columns[columns.firstIndex { $0.place == rate.place } ?? 0].role = nil
      remarks.append(
        "\(JSON.string(rate.name).canonical) is not read: \(JSON.string(odd.text).canonical) is no "
          + "percent; fields of a debt are rate, reference and spread")
    }
  }

  /// Columns of money whose names do not tell what it is: promised beside what is paid, or alone.
  private mutating func settleMoney() {
    for column in columns where column.role == nil {
      guard let strange = Unit(of: column.name).strange else { continue }
      remarks.append(
        "\(JSON.string(column.name).canonical) is not read: what \(JSON.string(strange).canonical) counts "
          + "in is no scale of a mapping; write the amounts in units, thousands, millions or billions"
      )
    }
    // Where the only day is that of a payment, the money is what was paid.
    let isPaid = [ColumnRole.date, .due, .paid, .committed].allSatisfy { column($0) == nil }
    if let amount = column(.amount), column(.cameOn) != nil, isPaid, kind != .debt {
      return assign(.paid, to: amount.place)
    }
    settleContribution()
    guard let amount = column(.amount), column(.committed) == nil else { return }
    isMoneyOpen = column(.paid) == nil && kind != .debt
    isPromiseGuessed = !isMoneyOpen && kind != .debt
    // Beside what was paid a `Value` may as well be what the share is worth today.
    if let paid = column(.paid), ColumnRole.mayBeWorth(name: amount.name) {
      isPromiseGuessed = false
      remarks.append(
        "\(JSON.string(amount.name).canonical) may be what was promised beside "
          + "\(JSON.string(paid.name).canonical), or what it is worth: if it was promised, name it so "
          + "(Committed) and let the guide write the mapping anew")
      return
    }
    assign(.committed, to: amount.place)
  }

  /// The day of all rows, where no column tells one and the title above the table does.
  private mutating func settleDay() {
    guard column(.date) == nil, column(.due) == nil, column(.cameOn) == nil,
      constants[.date] == nil
    else { return }
    for title in titles {
      guard let day = Self.day(in: title) else { continue }
      constants[.date] = day
      proofs["day"] = String(title.text.singleSpaced.prefix(80))
      return
    }
  }

  /// The day that a title names: `as of 30 June 2024`, `zum 31. Dezember 2023`.
  private static func day(in title: TableCell) -> String? {
    if title.kind == .date { return title.text }
    let words = title.text.split { $0.isWhitespace || "(),".contains($0) }.map(String.init)
    for length in [3, 2, 1] where length <= words.count {
      for start in 0...(words.count - length) {
        let text = words[start..<start + length].joined(separator: " ")
        guard text.contains(where: \.isNumber), let day = try? Writing().date(text),
          let date = try? PartialDate(day), date.earliest != nil,
          length > 1 || text.contains(where: { "./-".contains($0) })
        else { continue }
        return day
      }
    }
    return nil
  }

  /// Notes that somebody is asked about what was left open.
  mutating func settle() { (isPromiseGuessed, remarks) = (false, []) }

  /// The columns of money that is promised or paid.
  var money: [GuessedColumn] { [ColumnRole.committed, .paid].compactMap { column($0) } }
}
