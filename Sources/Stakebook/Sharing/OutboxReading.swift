import EventLog
import Events
import Hub
import Projections

/// What waits in the outbox of a linked ledger.
extension Ledger {
  /// The batches, in the order in which they were made.
  public func outbox() throws -> [Outbox.Batch] { try log.read { try Outbox.batches($0) } }

  /// The drafts of a batch, in order. Throws `unknown-row`.
  public func forEachDraft(of batch: Int64, _ body: (Outbox.Waiting) throws -> Void) throws {
    try log.read { database in
      try Self.require(batch, database)
      var place: Int64 = 0
      while true {
        let page = try Outbox.drafts(of: batch, after: place, most: 1_000, database)
        guard let last = page.last else { return }
        for draft in page { try body(draft) }
        place = last.place
      }
    }
  }

  /// The first draft of a batch.
  public func firstDraft(of batch: Int64) throws -> Outbox.Waiting? {
    try log.read { try Outbox.drafts(of: batch, most: 1, $0).first }
  }

  /// Takes a batch out of the outbox; it is never recorded. Throws `unknown-row`.
  public func dropFromOutbox(_ batch: Int64, wait: Wait = .seconds(60)) throws {
    try log.write(wait: wait) { database in
      try Self.require(batch, database)
      try Outbox.remove(batch, database)
    }
  }

  private static func require(_ batch: Int64, _ database: LedgerTransaction) throws {
    let numbers = try Outbox.batches(database).map(\.number)
    guard !numbers.contains(batch) else { return }
    throw Rejection(
      .unknownRow, "the outbox has no batch \(batch)",
      hint: numbers.isEmpty
        ? "It is empty." : "It has \(numbers.prefix(20).map(String.init).joined(separator: ", ")).")
  }

  /// The draft of an id, or of the only one of a batch. Throws `unknown-row`.
  public func draft(_ name: String) throws -> Outbox.Waiting {
    try log.read { database in
      if let number = Int64(name) {
        try Self.require(number, database)
        let drafts = try Outbox.drafts(of: number, most: 2, database)
        if drafts.count == 1 { return drafts[0] }
        throw Rejection(
          .unknownRow, "the batch \(number) has several drafts",
          hint: "`stakebook outbox show \(number)` shows their ids.")
      }
      if let draft = try Outbox.draft(name, database) { return draft }
      throw Rejection(
        .unknownRow, "the outbox has no draft \(name.prefix(60))",
        hint: "`stakebook outbox list` shows what waits.")
    }
  }

  /// Says a draft otherwise, and has its batch tried again. `expecting` changes where its streams must
  /// stand; nil leaves that as it was.
  public func editDraft(
    _ name: String, _ correction: Correction, wait: Wait = .seconds(60)
  ) throws -> Outbox.Waiting {
    let waiting = try draft(name)
    var draft = try Draft(line: waiting.line, restoring: false)
    let shape = try Catalogue.shape(of: draft.type).shape
    if case .object(let earlier) = draft.data {
      draft.data = .object(try Self.said(earlier, shape, with: correction.assignments))
    }
    draft.effective = correction.effective ?? draft.effective
    draft.status = correction.status ?? draft.status
    draft.sources += correction.sources.map(\.said)
    // Of whoever the hub takes this desk for by now.
    draft.actor = nil
    let event = try prepare(try Accepted(draft))
    let replace = { (database: LedgerTransaction) throws in
      guard try Outbox.draft(waiting.id, database)?.line.canonical == waiting.line.canonical else {
        throw Rejection(
          .unknownRow, "the draft was recorded or changed meanwhile", hint: "Look at `outbox list`."
        )
      }
      try Outbox.replace(waiting, by: event, database)
    }
    // Tried first, in a transaction that is undone.
    try Self.behindOutbox(
      log, wait: wait, commit: false, expects: false, requiring: waiting.batch, before: replace
    ) { _, _ in }
    try log.write(wait: wait, replace)
    return try self.draft(waiting.id)
  }

  /// Has a batch expect its streams where they stand now.
  public func expectNothing(of batch: Int64, wait: Wait = .seconds(60)) throws {
    try log.write(wait: wait) { database in
      try Self.require(batch, database)
      try Outbox.expectNothing(batch, database)
    }
  }

  /// Opens a private copy in which what waits in the outbox is recorded: what the ledger would be. Its
  /// seqs and times are no one's yet.
  public static func withOutbox(at path: String) throws -> Ledger {
    let log = try EventLog.open(at: path, for: .reading)
    defer { try? log.close() }
    let schema = try schema(of: log)
    let copy = try RebuiltCopy(of: log, isCurrent: schema.isCurrent)
    let written = try EventLog.open(at: copy.path, for: .writing)
    let leftOut = try behindOutbox(written, wait: .seconds(60), commit: true) { database, leftOut in
      try leftOut + Outbox.batches(database).count { $0.refused != nil }
    }
    return Ledger(
      log: written,
      notices: schema.notices + [
        "what waits in the outbox is shown as if it were recorded; its seqs are not given yet"
      ]
        + (leftOut > 0
          ? ["\(leftOut) of its batches, for which the log has no place, are left out"] : []),
      rebuilt: copy)
  }
}
