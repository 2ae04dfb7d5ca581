import Events

/// What became of the rows of a table, in their order.
///
/// Most rows fare as others do: a few bytes each say how. Only what is told of a row has room of its own,
/// so that a table of a million rows is reported of in little memory.
public struct RowFates: RandomAccessCollection, Sendable {
  /// The names of a row's events by what became of them.
  private struct Pattern: Hashable {
    let added, known, changed, corrected: [String]
  }

  private struct Entry {
    let row: Int32
    let pattern: Int32
    /// The place of its first event among all that were given.
    let first: Int32
  }

  private struct Told {
    let skipped: String?
    let faults: [RowFault]
  }

  private var entries: [Entry] = []
  private var patterns: [Pattern] = []
  private var places: [Pattern: Int32] = [:]
  private var told: [Int: Told] = [:]
  /// The seqs of all events that were given; 0 where one is of no row.
  private var seqs: [Seq] = []
  /// How many rows fared so.
  public private(set) var counts: [RowFate.Word: Int] = [:]

  /// Of no rows.
  init() {}

  /// Adds a row, whose first event is that one of all that are given.
  mutating func append(_ fate: RowFate, first: Int) {
    let pattern = Pattern(
      added: fate.added, known: fate.known, changed: fate.changed, corrected: fate.corrected)
    let place: Int32
    if let known = places[pattern] {
      place = known
    } else {
      place = Int32(patterns.count)
      places[pattern] = place
      patterns.append(pattern)
    }
    if fate.skipped != nil || !fate.faults.isEmpty {
      told[entries.count] = Told(skipped: fate.skipped, faults: fate.faults)
    }
    counts[fate.word, default: 0] += 1
    entries.append(Entry(row: Int32(fate.row), pattern: place, first: Int32(first)))
  }

  /// Takes where the events stand that were given; `isOfRow` says which are no introductions.
  mutating func take(_ seqs: [Seq], isOfRow: [Bool]) {
    self.seqs = seqs
    for (place, isOfRow) in zip(seqs.indices, isOfRow) where !isOfRow { self.seqs[place] = 0 }
  }

  /// What is wrong with all rows.
  var faults: [RowFault] { told.sorted { $0.key < $1.key }.flatMap(\.value.faults) }

  /// The place of the first row.
  public var startIndex: Int { 0 }
  /// The place behind the last row.
  public var endIndex: Int { entries.count }

  /// What became of the row at that place.
  public subscript(place: Int) -> RowFate {
    let entry = entries[place]
    let pattern = patterns[Int(entry.pattern)]
    var fate = RowFate(row: Int(entry.row))
    (fate.added, fate.known) = (pattern.added, pattern.known)
    (fate.changed, fate.corrected) = (pattern.changed, pattern.corrected)
    fate.skipped = told[place]?.skipped
    fate.faults = told[place]?.faults ?? []
    let end = place + 1 < entries.count ? Int(entries[place + 1].first) : seqs.count
    if Int(entry.first) < end, end <= seqs.count {
      fate.seqs = seqs[Int(entry.first)..<end].filter { $0 != 0 }
    }
    return fate
  }
}
