@_exported import EventLog
@_exported import Events
@_exported import Hub
@_exported import Projections
@_exported import Query
@_exported import Reports
import Synchronization
@_exported import Tables
@_exported import Trust

/// A ledger of partnership facts: one file, opened for reading or for writing.
///
/// The one way in for programs. It joins the parts and does none of their work: the check is in
/// Events, keeping in EventLog, computing in Projections, showing in Reports.
public final class Ledger: Sendable {
  let log: EventLog
  /// What a reader should know about how it was opened.
  public let notices: [String]
  /// Removed with the ledger: where state is read that was computed by this program.
  private let rebuilt: RebuiltCopy?
  private let group = GroupCommit()
  /// The connection to the hub of a linked ledger, once it was asked.
  let openHub = OpenHub()
  /// A connection that reads single partnerships, once one was asked for.
  private let scoped = Mutex<EventLog?>(nil)

  init(log: EventLog, notices: [String] = [], rebuilt: RebuiltCopy? = nil) {
    self.log = log
    self.notices = notices
    self.rebuilt = rebuilt
  }

  /// Makes an empty ledger. Throws `ledger-exists` or `cannot-create`.
  public static func create(at path: String) throws {
    try EventLog.create(at: path) { try Projections.rebuild($0) }
  }

  /// Opens a ledger.
  ///
  /// One whose state was computed by another version of Stakebook is computed anew: in the file
  /// when it is opened for writing, in a private copy when it is opened for reading.
  public static func open(
    at path: String, for access: EventLog.Access = .reading, wait: Wait = .seconds(60)
  ) throws -> Ledger {
    let log = try EventLog.open(
      at: path, for: access, wait: access == .writing ? wait : .seconds(10))
    if access == .verifying { return Ledger(log: log) }
    let schema = try schema(of: log)
    if schema.isCurrent { return Ledger(log: log, notices: schema.notices) }
    if access == .writing {
      try log.write(wait: wait) { try Projections.rebuild($0) }
      return Ledger(log: log, notices: ["the state was computed anew for this version"])
    }
    let copy = try RebuiltCopy(of: log)
    try log.close()
    return Ledger(
      log: try EventLog.open(at: copy.path, for: .reading),
      notices: [
        "the state was computed by another version: reading from a private copy; "
          + "any command that writes brings the ledger up to date"
      ], rebuilt: copy)
  }

  /// Opens a ledger whose tables and views are not ours any more, and computes them anew.
  public static func rebuild(at path: String, wait: Wait = .seconds(60)) throws -> Ledger {
    let log = try EventLog.open(at: path, for: .writing, wait: wait)
    if let occupied = try log.read({ try SchemaCheck($0).occupied.first }) {
      throw occupied.refusal(at: log.path)
    }
    try log.write(wait: wait) { try Projections.rebuild($0) }
    return Ledger(log: log, notices: try schema(of: log).notices)
  }

  /// Opens a private copy for writing, in which everything can be tried: nothing is written to the
  /// ledger or beside it, and nobody is waited for.
  public static func trial(of path: String) throws -> Ledger {
    let log = try EventLog.open(at: path, for: .reading)
    defer { try? log.close() }
    let schema = try schema(of: log)
    // Only a writer would run it.
    try log.read { try Schema.check($0, at: log.path, forWriting: true) }
    let copy = try RebuiltCopy(of: log, isCurrent: schema.isCurrent)
    return Ledger(
      log: try EventLog.open(at: copy.path, for: .writing), notices: schema.notices, rebuilt: copy)
  }

  /// How the schema beside the log stands. Throws `foreign-schema` where it could change an answer.
  static func schema(of log: EventLog) throws -> SchemaCheck {
    let schema = try log.read { try SchemaCheck($0) }
    if let wrong = schema.wrong.first { throw wrong.refusal(at: log.path) }
    return schema
  }

  /// Closes it; a writer leaves everything in the one file.
  public func close() throws {
    try scoped.withLock { scoped in try scoped.take()?.close() }
    try log.close()
  }

  /// Moves what was appended into the one file while it stays open; gives whether all of it is there.
  public func settle() throws -> Bool { try log.settle() }

  /// The last seq, which is also the number of events.
  public func head() throws -> Seq { try log.head() }
}

// MARK: - Say

/// What an append did.
public struct Appended: Sendable {
  /// Where each event stands, in the order in which they were given.
  public let receipts: [Receipt]
  /// The things that were named for the first time.
  public let introductions: [References.Introduction]
  /// What a dry run would have changed in the state of today.
  public let difference: Difference?
  /// What waits in the outbox of a linked ledger instead; then there are no receipts.
  public let waiting: InOutbox?
  /// What came from the hub of a linked ledger on the way; nil where it was not asked.
  public let meanwhile: Exchanged?
}

extension Ledger {
  /// Appends one typed event.
  @discardableResult
  public func append(
    _ event: some Event, stream: StreamID? = nil, effective: PartialDate,
    status: Status = .reported, sources: [Source] = [], note: String? = nil
  ) throws -> Receipt {
    let draft = Draft(
      event, stream: stream, effective: effective, status: status, sources: sources, note: note)
    let done = try append([draft])
    guard let receipt = done.receipts.first else {
      throw done.waiting?.reason
        ?? Rejection(.hubUnreachable, "it waits in the outbox", hint: "Push it.")
    }
    return receipt
  }

  /// Appends a batch, across streams: all of it or nothing.
  @discardableResult
  public func append(
    _ drafts: [Draft], _ terms: AppendTerms = AppendTerms(),
    beforeEnd: ((Reading) throws -> Void)? = nil
  ) throws -> Appended {
    if beforeEnd == nil, let done = try appendAtOnce(drafts, terms) { return done }
    var rest = drafts[...]
    var receipts: [Receipt] = []
    let done = try appendEach(
      terms, next: { rest.popFirst() }, receipt: { receipts.append($0) },
      beforeEnd: { try beforeEnd?($0) })
    return Appended(
      receipts: receipts, introductions: done.introductions, difference: done.difference,
      waiting: done.waiting, meanwhile: done.meanwhile)
  }

  /// Appends a batch together with what other tasks submit at the same time: they share one
  /// transaction and one wait for the disk. Each batch is appended as a whole or not at all, with the
  /// documents that its events name.
  public func submit(
    _ drafts: [Draft], expecting: [String: Int64] = [:],
    documents: DocumentSupply = DocumentSupply()
  ) async throws -> [Receipt] {
    let isLinked = try link() != nil
    let events = try drafts.map { try prepare($0) }
    return try await group.submit(
      Submission(events, expecting: expecting, documents: documents)
    ) { next in
      guard !isLinked else { return try self.submitLinked(next) }
      let references = References()
      return try self.log.appendTogether(
        wait: .seconds(60), work: Self.ownWork(references), next: next)
    }
  }

  static func work(_ references: References) -> AppendWork {
    AppendWork(
      check: references.check, settle: references.settle,
      project: Projections.project)
  }

  /// Appends what `next` gives, in one transaction; memory does not grow with their number.
  ///
  /// A dry run also gives what it would have changed.
  public func appendEach(
    _ terms: AppendTerms, next: () throws -> Draft?, receipt: (Receipt) throws -> Void,
    beforeEnd: (Reading) throws -> Void = { _ in }
  ) throws -> Ending {
    let prepare = try preparing(terms)
    return try appendPrepared(
      terms, { try next().map { draft in try prepare(try Accepted(draft)) } },
      receipt: receipt, beforeEnd: beforeEnd)
  }

  /// How an append ended, besides its receipts.
  public typealias Ending = (
    introductions: [References.Introduction], difference: Difference?, waiting: InOutbox?,
    meanwhile: Exchanged?
  )

  /// Makes events ready; those of a linked ledger bear the name of who the hub takes us for, and an id
  /// by which they are known again.
  func preparing(_ terms: AppendTerms = AppendTerms()) throws
    -> @Sendable (Accepted) throws -> Prepared
  {
    let (linked, said) = (try link()?.actor, terms.actor)
    if let linked, let said, said != linked {
      throw Rejection(
        .badActor,
        "the ledger is linked to a hub, which knows you as \(linked): nothing is recorded as \(said)",
        hint: "Leave the actor out.")
    }
    return { [log] event in
      guard event.kept == nil else { return log.prepare(event) }
      guard let linked else { return log.prepare(said.map(event.named(recorder:)) ?? event) }
      return log.prepare(
        try event.recorded(by: linked).named(event.id ?? log.newID()))
    }
  }

  func prepare(_ draft: Draft) throws -> Prepared { try prepare(Accepted(draft)) }

  func prepare(_ event: Accepted) throws -> Prepared { try preparing()(event) }

  /// The same for events that passed the check and are made ready.
  func appendPrepared(
    _ terms: AppendTerms, _ next: () throws -> Prepared?,
    receipt: (Receipt) throws -> Void, beforeEnd: (Reading) throws -> Void
  ) throws -> Ending {
    let isLinked = try link() != nil
    guard isLinked || !terms.isOffline else { throw Rejection.notLinked(log.path) }
    guard !terms.isDryRun else {
      let tried = try rehearse(terms, prepared: next, receipt: receipt, beforeEnd: beforeEnd)
      return (tried.introductions, tried.difference, nil, nil)
    }
    guard !isLinked else {
      let done = try appendLinked(terms, next, receipt: receipt, beforeEnd: beforeEnd)
      return (done.introductions, nil, done.waiting, done.meanwhile)
    }
    let whole = try appendWhole(terms, next, receipt: receipt, beforeEnd: beforeEnd)
    return (whole.introductions, whole.difference, nil, nil)
  }

  /// The same in the file itself, where a dry run is rolled back.
  func appendWhole(
    _ terms: AppendTerms, _ next: () throws -> Prepared?,
    receipt: (Receipt) throws -> Void, beforeEnd: (Reading) throws -> Void
  ) throws -> (introductions: [References.Introduction], difference: Difference?) {
    let before = terms.isDryRun ? try state() : nil
    var difference: Difference?
    var hasErasures = false
    let references = References()
    try log.appendEach(
      terms, work: terms.isDryRun ? Self.work(references) : Self.ownWork(references),
      next: {
        let event = try next()
        if let event, event.isErased || event.type == EventRedacted.type { hasErasures = true }
        return event
      }, receipt: receipt,
      beforeEnd: { database in
        if hasErasures { try EventLog.requireErasures(EventRedacted.type, database) }
        let reading = Reading(database)
        difference = try before.map { before in
          let after = try Reading(database, .today, .wholeState)
          return try Difference(from: before, to: Snapshot(after)).withEnds(after)
        }
        try beforeEnd(reading)
      })
    return (references.introductions, difference)
  }
}

extension Ledger {
  /// By slug what an append introduced, a known slug of the same kind that is spelt almost alike.
  public func near(_ introductions: [References.Introduction]) throws -> [String: String] {
    guard !introductions.isEmpty else { return [:] }
    return try log.read { try References.near(introductions, $0) }
  }
}

// MARK: - See

extension Ledger {
  /// Reads in one transaction, under a clock, some rows or much.
  public func read<Result>(
    _ clock: Clock = .today, _ extent: Reading.Extent = .someRows,
    _ body: (Reading) throws -> Result
  ) throws -> Result {
    // What is made of a part stays on a connection of its own.
    let stays =
      switch extent {
      case .partnerships, .around: true
      case .someRows, .whole: false
      }
    return try (stays ? scopedLog() : log).session { database in
      var result: Result?
      try database.inTransaction(.deferred) {
        result = try body(Reading(database, clock, extent))
        return stays ? .commit : .rollback
      }
      guard let result else { preconditionFailure("a reading ended without its result") }
      return result
    }
  }

  /// Whether it is a private copy that is read, which stays as it was.
  package var readsCopy: Bool { rebuilt != nil || log.readablePath != log.path }

  func scopedLog() throws -> EventLog {
    try scoped.withLock { scoped in
      if let scoped { return scoped }
      let opened = try EventLog.open(at: log.readablePath, for: .reading)
      scoped = opened
      return opened
    }
  }

  /// The rows of a public view: of the whole ledger, or of one partnership's state.
  public func rows<Row: ViewRow>(
    _ type: Row.Type, partnership: StreamID? = nil, clock: Clock = .today
  ) throws -> [Row] {
    let slug = partnership?.text
    return try read(clock, slug.map { .partnerships([$0]) } ?? .someRows) {
      try $0.rows(type, partnership: slug)
    }
  }
}

// MARK: - Keep

extension Ledger {
  /// The event of that id or seq. Throws `unknown-event`.
  public func event(_ name: String) throws -> StoredEvent {
    if let seq = Seq(name) {
      if let event = try log.event(seq) { return event }
      let head = try head()
      throw Rejection(
        .unknownEvent, "there is no event \(seq)",
        hint: head == 0 ? "The ledger has none yet." : "The last one is \(head).")
    }
    if let event = try log.event(try EventID(name)) { return event }
    throw Rejection(
      .unknownEvent, "there is no event \(name)", hint: "`stakebook log` shows the ids.")
  }

  /// When the event of that id holds, where it is recorded. Throws `bad-id`.
  public func effective(of id: String) throws -> String? {
    try log.event(try EventID(id))?.effective
  }

  /// The first event that is stamped later than this machine's clock has it.
  public func firstAhead() throws -> StoredEvent? { try log.firstAhead() }

  /// The event that withdrew that one, if any.
  public func withdrawal(of seq: Seq) throws -> Seq? {
    try read { try $0.withdrawal(of: seq) }
  }

  /// Every event in order of seq, one at a time.
  public func forEachEvent(upTo last: Seq = .max, _ body: (StoredEvent) throws -> Void) throws {
    try log.forEach(upTo: last, body)
  }

  /// Compares the live tables with a replay of the log; writes nothing.
  public func audit(wait: Wait = .seconds(60)) throws -> [Audit.Difference] {
    try log.write(wait: wait, commit: false) { try Audit.differences($0) }
  }

  /// Throws the computed tables away and computes them again.
  public func rebuild(wait: Wait = .seconds(60)) throws {
    try log.write(wait: wait) { try Projections.rebuild($0) }
  }
}

extension SchemaCheck {
  /// What a reader should know of what somebody else added.
  var notices: [String] { foreign.map(\.told) }
}
