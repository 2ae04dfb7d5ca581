import EventLog
import Events
import Projections
import Tables

/// The events of a table's rows, one at a time, and what became of each row.
///
/// Faults do not end it: it goes on to the last row, so that all are told at once. Where the mapping
/// refuses what cannot be read nothing is given after the first fault, and the end throws
/// ``ImportFaults``. It looks into the ledger as it was before the import, on a connection of its own.
final class MappedRows {
  private let file: String
  private let table: Table
  private let mapping: Mapping
  private let reader: RowReader
  private let names: NameBook
  private let nouns: KnownNouns
  private let log: EventLog
  private let updates: Bool
  private let today: PartialDate
  /// Whether an earlier import of this mapping recorded something.
  private let isKnown: Bool
  private var queue: [(event: Accepted, isOfRow: Bool)] = []
  private var pending: [String: Draft] = [:]
  private var seen: [RowKey.Digest: Seen] = [:]
  private var isFaulty = false
  /// For each event that was given, whether a row says it; what is introduced belongs to none.
  private(set) var given: [Bool] = []
  private(set) var report = ImportReport()

  private struct Seen {
    let row: Int32
    let content: Int
  }

  init(
    _ file: String, _ bytes: [UInt8], _ mapping: Mapping, _ log: EventLog, updates: Bool,
    today: PartialDate
  ) throws {
    (self.file, self.mapping, self.log) = (file, mapping, log)
    (self.updates, self.today) = (updates, today)
    let beginnings = try Self.beginnings(bytes, mapping, file)
    let table = try Table.read(bytes, mapping.table, file: file)
    self.table = table
    let columns = try Header(table, mapping, file).columns
    nouns = try KnownNouns(log)
    names = NameBook(log, nouns, mapping, beginnings, today: today)
    reader = RowReader(mapping, names, columns: columns)
    report.form = table.form
    report.otherSheets = table.sheets.filter { $0 != table.terms.sheet }
    let ids = try RowKey.ids(beginning: RowKey.first(of: mapping))
    let earlier = try log.read {
      try Reading($0).correlations(from: ids.first, through: ids.last)
    }
    isKnown = !earlier.isEmpty
    report.vanished = earlier.map { ($0.seq, $0.id) }
  }

  /// What a first way through the table tells; what it holds of the file is gone before the second.
  private static func beginnings(
    _ bytes: [UInt8], _ mapping: Mapping, _ file: String
  ) throws -> Beginnings {
    let table = try Table.read(bytes, mapping.table, file: file)
    return try Beginnings(table, mapping, columns: try Header(table, mapping, file).columns)
  }

  /// The next event; nil after the last.
  func next() throws -> Accepted? {
    while queue.isEmpty {
      guard let row = try table.next() else {
        try end()
        return nil
      }
      try take(row)
      if isRefused { queue = [] }
    }
    let (event, isOfRow) = queue.removeFirst()
    given.append(isOfRow)
    report.events[event.type.text, default: 0] += 1
    return event
  }

  private var isRefused: Bool { mapping.unreadable == .refuse && isFaulty }

  /// What all names were taken for, those too of which nothing was given.
  var decisions: [NameDecision] { names.decisions }

  private func end() throws {
    let introduced = Set(report.introduced)
    report.names = names.decisions.filter {
      $0.reason != .introduced || introduced.contains($0.entity)
    }
    report.vanished.removeAll { seen[RowKey.Digest(of: $0.row.lowercased())] != nil }
    seen = [:]
    guard isRefused else { return }
    throw ImportFaults(file: file, faults: report.rows.faults, rows: report.rows.count)
  }

  // MARK: - Rows

  private func take(_ row: TableRow) throws {
    var fate = RowFate(row: row.number)
    let reading = try reader.read(row)
    for draft in reading.introductions { pending[Self.name(of: draft)] = draft }
    fate.skipped = reading.skipped
    fate.faults = reading.faults
    if let key = reading.key { try take(reading, key, row, &fate) }
    isFaulty = isFaulty || !fate.faults.isEmpty
    // Nothing is given as long as this row's events wait: they come next.
    report.rows.append(fate, first: given.count)
  }

  private func take(
    _ reading: RowReader.Said, _ key: RowKey, _ row: TableRow, _ fate: inout RowFate
  ) throws {
    var events: [(name: String, draft: Draft, event: Accepted)] = []
    for (name, draft) in reading.events {
      var draft = draft
      draft.id = try key.id(of: name, generation: 0).text
      draft.location = Rejection.Location(file: file, line: row.number)
      do {
        let event = try Accepted(draft)
        try nouns.take(event.references)
        events.append((name, draft, event))
      } catch var rejection as Rejection {
        rejection.location = nil
        guard !fate.faults.contains(where: { $0.rejection == rejection }) else { continue }
        fate.faults.append(
          RowFault(
            row: row.number, cell: nil, column: nil, text: nil, event: name, rejection: rejection))
      }
    }
    var hasher = Hasher()
    for (_, _, event) in events {
      hasher.combine(event.dataText)
      hasher.combine(event.effective.text)
      hasher.combine(event.status)
      hasher.combine(event.sourcesText)
      hasher.combine(event.note)
    }
    let content = hasher.finalize()
    if let earlier = seen[key.digest] {
      guard earlier.content != content || events.isEmpty else {
        fate.skipped = "it says the same as row \(earlier.row)"
        return
      }
      fate.faults.append(
        RowFault(
          row: row.number, cell: nil, column: nil, text: nil, event: nil,
          rejection: Rejection(
            .repeated, "the row has the same key as row \(earlier.row), and says something else",
            hint: "Add to the mapping's key a column that tells such rows apart.")))
      return
    }
    seen[key.digest] = Seen(row: Int32(row.number), content: content)
    for (name, draft, event) in events { try give(event, of: draft, name, key, &fate) }
    if isKnown, fate.faults.isEmpty { try takeBack(but: events.map(\.name), key, &fate) }
  }

  /// Queues an event that is new, or that is said otherwise than before.
  private func give(
    _ event: Accepted, of draft: Draft, _ name: String, _ key: RowKey, _ fate: inout RowFate
  ) throws {
    guard isKnown, let (last, generation) = try recorded(name, key) else {
      try introduce(for: event, draft.sources)
      queue.append((event, true))
      fate.added.append(name)
      return
    }
    let current = try log.read { try Reading($0).current(of: last.seq) }
    let isRepeat = log.prepare(event).isRepeat(of: last)
    // What somebody took back stays so; what the row itself did not say any more it says again.
    guard last.data != nil, try !isRepeat || current == nil && isTakenBack(last) else {
      fate.known.append(name)
      return
    }
    guard updates else {
      fate.changed.append(name)
      return
    }
    var draft = draft
    draft.id = try key.id(of: name, generation: generation + 1).text
    try introduce(for: event, draft.sources)
    fate.corrected.append(name)
    let replacement = try Accepted(draft)
    queue.append((replacement, true))
    // What was retracted is said anew; there is nothing to correct.
    guard let current, let stored = try log.event(current), let id = replacement.id else { return }
    try say(
      EventCorrected(event: try EventID(stored.id), replacement: id, reason: reason), of: stored)
  }

  /// The event of a row that was recorded last, and how many times the row said otherwise before.
  private func recorded(
    _ name: String, _ key: RowKey
  ) throws -> (last: StoredEvent, generation: Int)? {
    guard var last = try log.event(try key.id(of: name, generation: 0)) else { return nil }
    var generation = 0
    while let later = try log.event(try key.id(of: name, generation: generation + 1)) {
      last = later
      generation += 1
    }
    return (last, generation)
  }

  /// Whether an event was retracted because the row did not say it any more.
  private func isTakenBack(_ event: StoredEvent) throws -> Bool {
    guard let seq = try log.read({ try Reading($0).withdrawal(of: event.seq) }),
      let retraction = try log.event(seq)?.data
    else { return false }
    return try JSON.read(retraction).objectValue?["reason"]?.stringValue == reason
  }

  private var reason: String { "the table \(mapping.name) says otherwise now" }

  /// Tells of events that the row said before and does not say any more, or retracts them.
  private func takeBack(but said: [String], _ key: RowKey, _ fate: inout RowFate) throws {
    for rule in mapping.events where !said.contains(rule.name) {
      guard let (last, _) = try recorded(rule.name, key),
        let current = try log.read({ try Reading($0).current(of: last.seq) }),
        let stored = try log.event(current)
      else { continue }
      guard updates else {
        fate.changed.append(rule.name)
        continue
      }
      try say(EventRetracted(event: try EventID(stored.id), reason: reason), of: stored)
      fate.corrected.append(rule.name)
    }
  }

  /// Queues an event about an event.
  private func say(_ event: some Event, of stored: StoredEvent) throws {
    let draft = Draft(event, stream: try StreamID(stored.stream), effective: today)
    queue.append((try Accepted(draft), true))
  }

  // MARK: - Introductions

  /// A partnership may be called as an entity is: they are told apart.
  private static func name(of draft: Draft) -> String {
    draft.stream.map { "partnership \($0)" } ?? draft.data.objectValue?["entity"]?.stringValue ?? ""
  }

  /// Queues what an event needs and what was not introduced yet: its entities, and its partnership, of
  /// which the same sources tell.
  private func introduce(for event: Accepted, _ sources: [JSON]) throws {
    guard !pending.isEmpty else { return }
    let entities = event.references.filter { $0.noun == .entity }.map(\.slug)
    for name in entities + ["partnership \(event.stream.text)"] {
      guard var draft = pending.removeValue(forKey: name) else { continue }
      if draft.stream != nil { draft.sources = sources }
      let accepted = try Accepted(draft)
      if draft.stream != nil { try introduce(for: accepted, []) }
      queue.append((accepted, false))
      report.introduced.append(draft.stream ?? name)
    }
  }
}

/// The columns of a table by their names.
private struct Header {
  private(set) var columns: [String: Int] = [:]

  /// Reads the row that names them. Throws `csv-header`.
  init(_ table: Table, _ mapping: Mapping, _ file: String) throws {
    var named: [TableRow] = []
    while let row = try table.next() {
      guard row.number >= mapping.header?.lowerBound ?? 1 else { continue }
      named.append(row)
      if row.number >= mapping.header?.upperBound ?? 1 { break }
    }
    guard let row = named.first,
      mapping.header.map({ $0.elementsEqual(named.map(\.number)) }) ?? true
    else {
      throw Rejection(
        .csvHeader, "the table has no row that names its columns",
        hint: table.hintOfOtherSheets ?? "Say in the mapping which it is: header: 3.")
    }
    for (name, place) in ColumnNames(named).all {
      guard columns[name] == nil || !mapping.columns.contains(name) else {
        throw Rejection(
          .csvHeader, "the column '\(name.prefix(60))' stands twice", hint: "Rename one of them.",
          at: .init(file: file, line: row.number))
      }
      columns[name] = columns[name] ?? place
    }
    for name in mapping.columns where columns[name] == nil {
      throw Rejection(
        .csvHeader, "the table has no column '\(name.prefix(60))', which the mapping names",
        hint: nearest(to: name, among: columns.keys.sorted()).map { "Did you mean '\($0)'?" }
          ?? (columns.count < 3 ? table.hintOfOtherSheets : nil)
            ?? "It has \(columns.keys.sorted().prefix(20).map { "'\($0)'" }.joined(separator: ", ")).",
        at: .init(file: file, line: row.number))
    }
  }
}
