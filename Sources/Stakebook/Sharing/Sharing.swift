import EventLog
import Events
import Foundation
import Hub
import Projections
import Trust

/// A ledger whose log is a copy of a hub's: many desks, one order of events.
extension Ledger {
  /// The hub of which the log is a copy; nil where it is the ledger's own.
  public func link() throws -> Link? { try log.glance { try Link($0) } }

  /// What runs inside an append to a log that is the ledger's own. Throws `busy` where another process has
  /// linked it to a hub since, which orders what is said from then on.
  static func ownWork(_ references: References) -> AppendWork {
    var own = work(references)
    own.project = { [project = own.project] events, database in
      guard try Link(database) == nil else {
        throw Rejection(.busy, "the ledger was linked to a hub meanwhile", hint: "Try again.")
      }
      try project(events, database)
    }
    return own
  }

  /// The events of the hub that stand here without their content, because they cannot be read, each with
  /// what the check said. Those whose erasure was ordered since are not among them.
  public func withheld() throws -> [(seq: Seq, reason: String)] {
    try log.read { try EventLog.withheld(unless: EventRedacted.type, $0) }
  }

  /// Every event in order of seq, as the line that an export writes and a restoring import reads.
  public func forEachLine(_ body: (JSON) throws -> Void) throws {
    let withheld = try Dictionary(uniqueKeysWithValues: withheld().map { ($0.seq, $0.reason) })
    try log.forEach {
      guard let reason = withheld[$0.seq], case .object(var line) = try $0.line else {
        return try body($0.line)
      }
      line["withheld"] = .string(reason)
      try body(.object(line))
    }
  }

  /// Takes the hub's new events. Throws `not-linked`, what the hub throws, and `damaged-hub`, `fork` or
  /// `rollback` where it is not as it was: nothing is taken then.
  @discardableResult
  public func pull(wait: Wait = .seconds(60), seen: SeenCheckpoints = .none) throws -> Exchanged {
    try withHub { try exchange($0, wait: wait, seen: seen) }
  }

  /// Takes the hub's new events and records what waits in the outbox.
  ///
  /// Batches that the log has no place for stay there, with the reason, and are told in the result.
  @discardableResult
  public func push(wait: Wait = .seconds(60), seen: SeenCheckpoints = .none) throws -> Exchanged {
    try withHub { hub in
      guard try !outbox().isEmpty else { return try exchange(hub, wait: wait, seen: seen) }
      return try exchange(hub, nil, wait: wait, seen: seen).0
    }
  }

  /// Opens the hub, uses it, and leaves it.
  func withHub<Result>(_ body: (any HubTransport) throws -> Result) throws -> Result {
    guard let link = try link() else { throw Rejection.notLinked(log.path) }
    let kept = openHub.withLock { $0.take(for: link.url) }
    let hub = try kept ?? Self.open(HubAddress(link.url))
    do {
      let result = try body(hub)
      if hub.isLasting { openHub.withLock { $0.keep(hub, for: link.url) } } else { hub.close() }
      return result
    } catch {
      hub.close()
      throw error
    }
  }

  /// Opens the hub of a link. Throws `hub-unreachable` where the file has gone whose hub was linked: its
  /// disk may come again.
  static func open(_ address: HubAddress) throws -> any HubTransport {
    func waiting(_ message: String) -> Rejection {
      Rejection(
        .hubUnreachable, message, hint: "What is said meanwhile waits in the outbox.")
    }
    do {
      return try address.open()
    } catch let rejection as Rejection where rejection.code == .hubUnreachable {
      throw waiting(rejection.message)
    } catch let rejection as Rejection where rejection.code == .noHub {
      guard case .file(let path) = address else { throw rejection }
      throw waiting("the hub \(path) is not there")
    }
  }

  /// Takes what is new.
  func exchange(
    _ hub: any HubTransport, wait: Wait, seen: SeenCheckpoints = .none
  ) throws -> Exchanged {
    try keepingEvidence(wait) {
      try finished(
        try log.write(wait: wait, isCopy: true) { database in
          try Exchange(self, hub, database, seen: seen).pull()
        })
    }
  }

  /// Takes what is new and records what waits, and `new` behind it; gives why that was refused.
  func exchange(
    _ hub: any HubTransport, _ new: NewEvents?, wait: Wait, seen: SeenCheckpoints = .none,
    recorded: (_ batch: Int64, Receipt) -> Void = { _, _ in }
  ) throws -> (Exchanged, Result<Void, Rejection>) {
    try keepingEvidence(wait) {
      var before = Exchanged()
      // What takes long is taken without holding up the others.
      if let link = try link(), try hub.head().seq > link.tree.size + Seq(HubPages.size) {
        before = try exchange(hub, wait: wait, seen: seen)
      }
      var refused: [(batch: Int64, reason: Rejection)] = []
      while true {
        var isAtTheHub = false
        do {
          let (done, outcome) = try log.write(wait: wait, isCopy: true) { database in
            let result = try Exchange(self, hub, database, seen: seen, refused: refused).push(
              new, wait: wait, recorded: recorded)
            isAtTheHub = true
            return result
          }
          return (try finished(done).following(before), outcome)
        } catch let large as LargeBatchRefused {
          refused.append((large.batch, large.reason))
        } catch  where isAtTheHub { throw Self.onlyAtTheHub(error) }
      }
    }
  }

  /// Records a few submissions in one step; nil where the longer way is to be gone (``Exchange/append``).
  func append(
    _ hub: any HubTransport, _ submissions: [Submission], _ references: References, wait: Wait
  ) throws -> (receipts: [[Receipt]], done: Exchanged)? {
    try keepingEvidence(wait) {
      var isAtTheHub = false
      do {
        let recorded = try log.write(wait: wait, isCopy: true) { database in
          try Exchange(self, hub, database, seen: .none).append(
            submissions, references, wait: wait, isAtTheHub: &isAtTheHub)
        }
        guard let (receipts, done) = recorded else { return nil }
        return (receipts, try finished(done))
      } catch  where isAtTheHub { throw Self.onlyAtTheHub(error) }
    }
  }

  /// Whatever it was: the hub has it.
  private static func onlyAtTheHub(_ error: any Error) -> any Error {
    if let rewritten = error as? Rewritten { return rewritten.afterRecording }
    let rejection = Failure.told(error) as? Rejection
    if let rejection, rejection.code == .damagedHub {
      return Rejection(
        .damagedHub, rejection.message + "; what was said now is recorded there",
        hint: rejection.hint)
    }
    let reason = rejection?.message ?? "an unknown fault"
    return Rejection(
      .unknownOutcome,
      "it is recorded at the hub, and the copy here could not be written: \(reason)",
      hint: "`stakebook pull` brings it.")
  }

  /// Overwrites old pages of the file where something was erased.
  private func finished(_ done: Exchanged) throws -> Exchanged {
    guard done.erased > 0 else { return done }
    var done = done
    done.isStillReadable = try !log.overwriteOldPages(wait: .seconds(5))
    return done
  }

  /// Keeps what was found of a hub that was rewritten, and refuses it.
  private func keepingEvidence<Result>(_ wait: Wait, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let rewritten as Rewritten {
      let url = try link()?.url ?? ""
      try log.write(wait: wait) { database in
        try HubEvidence(
          foundAt: log.now(), url: url, sentence: rewritten.sentence, own: rewritten.own,
          hub: rewritten.hub
        ).keep(database)
      }
      throw rewritten.rejection
    }
  }
}

/// A connection to a hub that waits to be used again.
final class OpenHub: @unchecked Sendable {
  private let lock = NSLock()
  private var kept = Kept()
  private var identity: String?

  /// What is kept, by whoever has the lock.
  struct Kept {
    private var hub: (any HubTransport)?
    private var url = ""

    /// Takes the connection to that hub, which is then another's to use.
    mutating func take(for url: String) -> (any HubTransport)? {
      defer { hub = nil }
      return self.url == url && hub?.isLasting == true ? hub : nil
    }

    mutating func keep(_ hub: any HubTransport, for url: String) {
      (self.hub, self.url) = (hub, url)
    }
  }

  /// The ledger's own name, which is looked up and checked once.
  func identity(_ look: () throws -> String) rethrows -> String {
    try lock.withLock {
      if let identity { return identity }
      let found = try look()
      identity = found
      return found
    }
  }

  func withLock<Result>(_ body: (inout Kept) -> Result) -> Result {
    lock.withLock { body(&kept) }
  }
}

// MARK: - Beginning

extension Ledger {
  /// Makes a hub: of a ledger's log, which is linked to it, or an empty one. Gives how many events it
  /// begins with.
  ///
  /// Throws `hub-exists`, `linked-ledger`, `verification-failed` where the ledger is not as it was
  /// written, and what the hub throws.
  public static func createHub(
    at address: HubAddress, from path: String?, wait: Wait = .seconds(60)
  ) throws -> Seq {
    guard let path else {
      try address.create(ledger: UUID().uuidString.lowercased(), pages: nil)
      return 0
    }
    let ledger = try open(at: path, for: .writing, wait: wait)
    defer { try? ledger.close() }
    if let link = try ledger.link() {
      throw Rejection.linked(
        "it has a hub at \(link.url)",
        hint: "Another one begins with a ledger of its own, such as a backup after `hub leave`.")
    }
    if let finding = try ledger.verify().verification.findings.first {
      throw Rejection(
        .verificationFailed, "the ledger is not as it was written: \(finding.placed)",
        hint: "`stakebook verify` tells all that is wrong.")
    }
    return try ledger.log.write(wait: wait) { database in
      nonisolated(unsafe) let database = database
      let pages = HubPages(
        events: { try EventLog.events(after: $0, most: HubPages.size, database) },
        document: { try EventLog.document($0, database) })
      try address.create(ledger: EventLog.identity(database), pages: pages)
      let hub = try address.open()
      defer { hub.close() }
      let link = Link(url: address.text, actor: hub.user, tree: try LogTree(database).frontier())
      try link.keep(database)
      return link.tree.size
    }
  }

  /// Links a ledger to a hub that has its log, or makes one: a copy of the whole log.
  ///
  /// Throws `other-log` where the ledger is another one, `fork` or `rollback` where its log is no
  /// beginning of the hub's, and what the hub throws; then nothing is linked or made.
  @discardableResult
  public static func join(
    _ address: HubAddress, at path: String, wait: Wait = .seconds(60),
    seen: SeenCheckpoints = .none
  ) throws -> Exchanged {
    let hub = try address.open()
    defer { hub.close() }
    let head = try hub.head()
    let isNew = access(Place.resolved(path), F_OK) != 0
    if isNew {
      try EventLog.create(at: path, identity: head.ledger) { database in
        try Projections.rebuild(database)
        try Link(url: address.text, actor: hub.user, tree: MerkleFrontier()).keep(database)
      }
    }
    let ledger = try open(at: path, for: .writing, wait: wait)
    var before: Link?
    do {
      if !isNew { before = try ledger.relink(address, hub, head, wait) }
      let done = try ledger.exchange(hub, wait: wait, seen: seen)
      try ledger.close()
      return done
    } catch {
      if !isNew { try? ledger.put(back: before, wait) }
      try? ledger.close()
      if isNew { Place.remove(Place.resolved(path)) }
      throw error
    }
  }

  /// Links it to a hub; gives how it was linked before.
  private func relink(
    _ address: HubAddress, _ hub: any HubTransport, _ head: HubHead, _ wait: Wait
  ) throws -> Link? {
    guard try log.identity() == head.ledger else {
      throw Rejection(
        .otherLog, "the hub has the log \(head.ledger), this ledger is \(try log.identity())",
        hint: "Name a file that is not there: a copy of the hub's log is made in it.")
    }
    return try log.write(wait: wait) { database in
      let before = try Link(database)
      try Link(
        url: address.text, actor: hub.user, tree: try before?.tree ?? LogTree(database).frontier()
      ).keep(database)
      return before
    }
  }

  private func put(back link: Link?, _ wait: Wait) throws {
    try log.write(wait: wait) { database in
      if let link { try link.keep(database) } else { try Link.remove(database) }
    }
  }

  /// Ends the link: the log is the ledger's own from then on. Throws `not-linked`, and `linked-ledger`
  /// where something waits in the outbox.
  public func leave(wait: Wait = .seconds(60)) throws {
    guard try link() != nil else { throw Rejection.notLinked(log.path) }
    guard try outbox().isEmpty else {
      throw Rejection.linked(
        "something waits in the outbox",
        hint: "`stakebook push` records it, `outbox drop` does not.")
    }
    try log.write(wait: wait) { try Link.remove($0) }
  }
}

// MARK: - Checkpoints

extension Ledger {
  /// Signs what the hub's log holds now, and publishes that on the hub, where other desks compare it.
  ///
  /// Throws what an exchange and a checkpoint throw.
  public func publishCheckpoint(
    origin: String? = nil, with key: SigningKey, wait: Wait = .seconds(60),
    seen: SeenCheckpoints = .none
  ) throws -> SignedCheckpoint {
    try withHub { hub in
      // Another desk may be quicker between the two.
      for _ in 0..<20 {
        _ = try exchange(hub, wait: wait, seen: seen)
        let signed = try proofs(seen: seen).checkpoint(origin: origin, with: key)
        let (size, root) = (signed.checkpoint.size, signed.checkpoint.root)
        let isPublished = try hub.push(wait: wait) { session in
          guard try session.head().seq == size else { return false }
          try session.publish(signed.note.note, size: size, root: root)
          return true
        }
        if isPublished { return signed }
      }
      throw Rejection(.busy, "other desks were quicker each time", hint: "Try again.")
    }
  }
}

extension Ledger {
  /// Gives the hub of a linked ledger a document that an event names and it may have lost.
  func share(_ document: Document, of event: StoredEvent, wait: Wait) throws {
    guard try link() != nil else { return }
    try withHub { hub in
      try hub.push(wait: wait) {
        try $0.insert(document.bytes, document: document.sha256, of: event.seq)
      }
    }
  }
}
