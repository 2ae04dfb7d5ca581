import EventLog
import Events
import Projections

/// What became of one row of a table.
public struct RowFate: Sendable {
  /// The row, as a spreadsheet numbers it.
  public let row: Int
  /// The types of its events that were appended, and where they stand.
  public internal(set) var added: [String] = []
  /// The seqs of those, in the same order.
  public internal(set) var seqs: [Seq] = []
  /// The types of its events that were recorded before.
  public internal(set) var known: [String] = []
  /// The types of its events that the ledger has otherwise, and that were not touched.
  public internal(set) var changed: [String] = []
  /// The types of its events that were corrected.
  public internal(set) var corrected: [String] = []
  /// Why it was passed over.
  public internal(set) var skipped: String?
  /// What is wrong with it.
  public internal(set) var faults: [RowFault] = []

  /// What became of it, in a word.
  public enum Word: String, Sendable, CaseIterable {
    case added, corrected, inPart = "in part", changed, known = "already recorded"
    case leftOut = "left out", skipped
  }

  /// What became of it, in a word.
  public var word: Word {
    if !changed.isEmpty { return .changed }
    if !faults.isEmpty {
      return added.isEmpty && corrected.isEmpty && known.isEmpty ? .leftOut : .inPart
    }
    if !corrected.isEmpty { return .corrected }
    if !added.isEmpty { return .added }
    return known.isEmpty ? .skipped : .known
  }

  /// Why, where it is not simply in.
  public var reason: String {
    var reasons = faults.map { fault in
      (fault.cell.map { "\($0): " } ?? "") + fault.rejection.message
    }
    if !changed.isEmpty {
      reasons.append("the ledger has \(changed.joined(separator: ", ")) otherwise")
    }
    guard reasons.isEmpty else { return reasons.joined(separator: "; ") }
    return skipped ?? (word == .skipped ? "no event of the mapping fits it" : "")
  }
}

/// What an import of a table did, row by row.
public struct ImportReport: Sendable {
  /// How the file was read.
  public internal(set) var form = ""
  /// The sheets that were not read.
  public internal(set) var otherSheets: [String] = []
  /// What became of each row.
  public internal(set) var rows = RowFates()
  /// How many events were appended, by type.
  public internal(set) var events: [String: Int] = [:]
  /// What names of entities were taken for.
  public internal(set) var names: [NameDecision] = []
  /// The entities and partnerships that were introduced, by slug.
  public internal(set) var introduced: [String] = []
  /// What an earlier import recorded and the file does not have any more, with its first seq.
  public internal(set) var vanished: [(seq: Seq, row: String)] = []
  /// The last seq that was written, if any.
  public internal(set) var lastSeq: Seq?
  /// The first events, as sentences; only of what is tried.
  public internal(set) var sentences: [String] = []
  /// The findings that a dry run would have raised: the rule of each, and what it says.
  public internal(set) var findings: [(rule: String, sentence: String)] = []
  /// The words in which the first events and the findings are told; nil: the ledger's own.
  package internal(set) var words: PageWords?
  /// What a dry run would have changed.
  public internal(set) var difference: Difference?
  /// What waits in the outbox of a linked ledger instead of being recorded.
  public internal(set) var waiting: InOutbox?
  /// What came from the hub of a linked ledger on the way; nil where it was not asked.
  public internal(set) var meanwhile: Exchanged?
}

/// All that is wrong with a table, of which nothing was imported.
public struct ImportFaults: Error, Sendable {
  /// The file, as it was named.
  public let file: String
  /// Everything that is wrong, in the order of the rows.
  public let faults: [RowFault]
  /// How many rows were looked at.
  public let rows: Int

  /// Faults of the same kind in the same column, which one remedy mends.
  public struct Group: Sendable {
    /// What is wrong.
    public let code: Rejection.Code
    /// The column, where it is one.
    public let column: String?
    /// What all of them are.
    public let sentence: String
    /// What to do about it.
    public let remedy: String
  }

  /// The faults, by kind and column.
  public var groups: [Group] { Self.groups(faults) }

  /// Faults by kind and column: the sentence names the first places.
  static func groups(_ faults: [RowFault]) -> [Group] {
    struct Kind: Hashable {
      let code: Rejection.Code
      let column: String?
      let message: String
    }
    var order: [Kind] = []
    var byKind: [Kind: [RowFault]] = [:]
    for fault in faults {
      // Faults of cells are told apart by their column and remedy, others by what is wrong.
      let remedy = (fault.rejection.hint ?? "").filter(\.isLetter)
      let kind = Kind(
        code: fault.rejection.code, column: fault.column,
        message: fault.column == nil ? fault.rejection.message : remedy)
      if byKind[kind] == nil { order.append(kind) }
      byKind[kind, default: []].append(fault)
    }
    return order.map { kind in
      let faults = byKind[kind] ?? []
      let first = faults[0]
      var places = faults.prefix(8).map { $0.cell ?? "row \($0.row)" }.joined(separator: ", ")
      if faults.count > 8 { places += " and \(faults.count - 8) more" }
      let sentence =
        if let column = kind.column, faults.count > 1 {
          "\(faults.count) cells of '\(column)' like '\((first.text ?? "").prefix(40))' (\(places)): "
            + first.rejection.message
        } else {
          "\(places): \(first.rejection.message)"
        }
      return Group(
        code: kind.code, column: kind.column, sentence: sentence,
        remedy: remedy(for: first.rejection))
    }
  }

  private static func remedy(for rejection: Rejection) -> String {
    switch rejection.code {
    case .ambiguousDate where rejection.hint?.contains("order of dates") != true:
      rejection.hint ?? ""
    case .ambiguousDate:
      "Say in the mapping dates: day-first or dates: month-first."
    case .ambiguousNumber where rejection.message.contains("%"):
      "Say in the mapping percents: hundredths or percents: fractions."
    case .ambiguousNumber where rejection.message.contains("counts in"): rejection.hint ?? ""
    case .ambiguousNumber: "Say in the mapping decimals: point or decimals: comma."
    case .badMoney where rejection.message.hasSuffix("has no currency"):
      "Say in the mapping currency: USD, or which column names it: amount: \"{Amount} {Currency}\"."
    case .badMoney where rejection.message.contains("tells a value of the company"):
      "Mend the cells; or read them as valuation.reported, with basis: \"{Valuation:basis}\" beside "
        + "amount: \"{Valuation}\"."
    case .badDate, .badMoney, .badPercent, .badQuantity:
      "Mend the cells; or say in the mapping that they are blank (blank: […]), or that what rests on "
        + "them is left out (unreadable: tell)."
    default: rejection.hint ?? "Mend it, or pass the rows over with skip."
    }
  }
}
