import EventLog
import Events
import Projections
import Reports

/// An append that is only tried, and what it would change.
///
/// Few events are appended to a copy of what bears on them, in TEMP tables over the ledger as it is
/// read: nothing is written, no right to write is needed and nobody is waited for, and the time
/// does not grow with the ledger. Many events, and such as bear on everything, are tried in a copy
/// of the whole file.
extension Ledger {
  /// Opens a ledger in which appends are only tried.
  public static func rehearsing(at path: String) throws -> Ledger {
    let log = try EventLog.open(at: path, for: .reading)
    let schema = try Self.schema(of: log)
    // Only a writer would run it.
    try log.read { try Schema.check($0, at: log.path, forWriting: true) }
    if schema.isCurrent { return Ledger(log: log, notices: schema.notices) }
    try log.close()
    return try trial(of: path)
  }

  /// Tries an append, and gives the receipts and what it would change.
  func rehearse(
    _ terms: AppendTerms, prepared next: () throws -> Prepared?,
    receipt: (Receipt) throws -> Void, beforeEnd: (Reading) throws -> Void
  ) throws -> (introductions: [References.Introduction], difference: Difference?) {
    var first: [Prepared] = []
    var isWhole = false
    while !isWhole, first.count < Self.fewEvents {
      if let event = try next() { first.append(event) } else { isWhole = true }
    }
    if isWhole, let seeds = try seeds(of: first) {
      return try rehearse(first, around: seeds, terms, receipt, beforeEnd)
    }
    var rest = first[...]
    let all = { try rest.popFirst() ?? (isWhole ? nil : next()) }
    guard !log.isWritable else {
      return try appendWhole(terms, all, receipt: receipt, beforeEnd: beforeEnd)
    }
    let copy = try RebuiltCopy(of: log, isCurrent: true)
    let trial = Ledger(log: try EventLog.open(at: copy.path, for: .writing), rebuilt: copy)
    defer { try? trial.close() }
    return try trial.appendWhole(terms, all, receipt: receipt, beforeEnd: beforeEnd)
  }

  /// What bears on events that are not recorded yet; nil where that is everything.
  private func seeds(of events: [Prepared]) throws -> Reading.Seeds? {
    var seeds = Reading.Seeds()
    for event in events.map(\.event) {
      guard event.kept == nil, event.type != FXRateRecorded.type else { return nil }
      if !Reading.reserved.contains(event.stream.text) { seeds.streams.insert(event.stream.text) }
      seeds.slugs.formUnion(event.references.map(\.slug))
      for id in event.events + [event.id].compactMap({ $0 }) {
        guard let known = try log.event(id) else { continue }
        guard known.type != FXRateRecorded.type.text else { return nil }
        seeds.events.insert(known.seq)
      }
      guard event.type == NoteRecorded.type,
        let finding = event.data.objectValue?["finding"]?.stringValue
      else { continue }
      let parts = finding.split { ":/".contains($0) }.map(String.init)
      seeds.slugs.formUnion(parts)
      seeds.streams.formUnion(parts)
    }
    return seeds
  }

  private func rehearse(
    _ events: [Prepared], around seeds: Reading.Seeds, _ terms: AppendTerms,
    _ receipt: (Receipt) throws -> Void, _ beforeEnd: (Reading) throws -> Void
  ) throws -> (introductions: [References.Introduction], difference: Difference?) {
    let references = References()
    var difference: Difference?
    let work = AppendWork(
      check: references.check, settle: references.settle, project: Projections.projectTrial)
    let scoped = try scopedLog()
    try scoped.session { database in
      try database.inTransaction(.deferred) {
        let reading = try Reading(database, .today, .around(seeds))
        let before = try Difference.rows(reading)
        let receipts = try scoped.rehearse(events, terms, work: work, database)
        try receipts.forEach(receipt)
        difference = try Difference(
          from: before, to: try Difference.rows(reading), eventsIn: reading)
        try beforeEnd(reading)
        return .rollback
      }
    }
    return (references.introductions, difference)
  }
}
