import Events
import Projections

/// A table of a report: its title, its columns, its rows, and the events behind each row.
struct Section {
  struct Row {
    let cells: [String]
    let events: [Seq]
    /// What the rows of views are called that it tells: of a sum those that it adds up.
    let rows: [String]
    /// Whether it tells what rows above it come to.
    let isSum: Bool

    init(cells: [String], events: [Seq], rows: [String] = [], isSum: Bool = false) {
      self.cells = cells
      self.events = events
      self.rows = rows
      self.isSum = isSum
    }
  }

  /// A column: its title, and what kind of thing it holds.
  struct Column {
    /// Figures stand to the right; neither they nor days are broken into lines.
    enum Kind { case text, figure, day }

    /// The key of its title in the file of each language.
    let title: String
    let kind: Kind

    static func text(_ word: Word) -> Column { Column(title: word.rawValue, kind: .text) }
    static func figure(_ word: Word) -> Column { Column(title: word.rawValue, kind: .figure) }
    static func day(_ word: Word) -> Column { Column(title: word.rawValue, kind: .day) }
  }

  let topic: View.Topic
  let title: String
  let columns: [Column]
  /// Gives the rows in their order, whenever it is asked.
  let forEachRow: (_ body: (Row) throws -> Void) throws -> Void
}

extension View.Topic {
  var title: Word {
    switch self {
    case .stakes: .stakes
    case .valuations: .valuations
    case .capital: .capital
    case .purchases: .purchases
    case .commitments: .commitments
    case .payments: .payments
    case .debts: .debts
    case .totals: .totals
    case .rounds: .rounds
    case .rights: .rights
    case .options: .options
    case .offices: .offices
    case .conditions: .conditions
    case .revenueShares: .revenueShares
    case .warrants: .warrants
    case .agreements: .agreements
    case .disputes: .disputes
    case .exposures: .exposures
    case .contradictions: .contradictions
    case .timeline: .timeline
    case .notes: .notes
    }
  }
}

extension Section {
  /// Without the columns in which no row has anything; nil where there are no rows.
  ///
  /// Few rows are made once. Of many a row without a gap is enough to see that none is empty; else it goes
  /// through all, once more than who writes them.
  func withoutEmptyColumns() throws -> Section? {
    struct Enough: Error {}
    var isFilled = columns.map { _ in false }
    var few: [Row]? = []
    do {
      try forEachRow { row in
        few?.append(row)
        if few?.count == Self.mostKept { few = nil }
        for (place, cell) in row.cells.enumerated() where !cell.isEmpty { isFilled[place] = true }
        if few == nil, !isFilled.contains(false) { throw Enough() }
      }
    } catch is Enough {}
    if few?.isEmpty == true { return nil }
    let kept = columns.indices.filter { isFilled[$0] }
    func row(_ row: Row) -> Row {
      guard kept.count < columns.count else { return row }
      return Row(
        cells: kept.map { row.cells[$0] }, events: row.events, rows: row.rows, isSum: row.isSum)
    }
    return Section(topic: topic, title: title, columns: kept.map { columns[$0] }) { [few] body in
      if let few { return try few.forEach { try body(row($0)) } }
      try forEachRow { try body(row($0)) }
    }
  }

  /// Of so many rows none is kept.
  private static let mostKept = 300
}
