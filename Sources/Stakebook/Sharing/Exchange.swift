import EventLog
import Events
import Hub
import Projections
import Trust

/// What came of an exchange with the hub.
public struct Exchanged: Sendable {
  /// How many events of others came.
  public var pulled: Int64 = 0
  /// How many of them were events that order others erased, which are erased here too.
  public var erased = 0
  /// Those that came and cannot be read here, each with what the check says: they stand in the log without
  /// their content.
  public var withheld: [(seq: Seq, reason: String)] = []
  /// How many drafts were recorded, or had been before.
  public var pushed: Int64 = 0
  /// The batches that the log has no place for; they wait in the outbox with the reason.
  public var refused: [(batch: Int64, reason: Rejection)] = []
  /// Where the log stands now.
  public var head: Seq = 0
  /// Whether old pages of the file may still hold what was erased, because somebody reads it.
  public var isStillReadable = false

  /// Together with what was done just before.
  func following(_ earlier: Exchanged) -> Exchanged {
    var both = self
    both.pulled += earlier.pulled
    both.erased += earlier.erased
    both.withheld = earlier.withheld + withheld
    both.isStillReadable = isStillReadable || earlier.isStillReadable
    return both
  }
}

/// What is to be recorded besides the outbox.
struct NewEvents {
  /// Takes them, behind all that came before.
  var take: (Batch) throws -> Result<Void, Rejection>
  /// What is checked, and what is learned by it.
  var references = References()
  /// Runs after they are in, inside the transaction.
  var beforeEnd: (LedgerTransaction) throws -> Void = { _ in }
}

/// One transaction here and one at the hub: the hub's is the first to be committed.
///
/// It takes the hub's new events, checks that they follow on what was seen before, records what waits in
/// the outbox and what is said now, and sends that. Where it fails on the way nothing is changed here;
/// where it was lost in the moment of the hub's commit, the next one finds what the hub has by its ids.
final class Exchange {
  private let log: EventLog
  private let identity: String
  private let hub: any HubTransport
  private let database: LedgerTransaction
  private let seen: SeenCheckpoints
  private var link: Link
  private var done = Exchanged()

  init(
    _ ledger: Ledger, _ hub: any HubTransport, _ database: LedgerTransaction,
    seen: SeenCheckpoints, refused: [(batch: Int64, reason: Rejection)] = []
  ) throws {
    done.refused = refused
    log = ledger.log
    guard let link = try Link(database) else { throw Rejection.notLinked(log.path) }
    identity = try ledger.openHub.identity { try EventLog.identity(database) }
    (self.hub, self.database, self.seen, self.link) = (hub, database, seen, link)
  }

  /// Whether something waits that was not refused.
  private func waiting() throws -> [Outbox.Batch] { try Outbox.batches(database) }

  /// Takes what is new.
  func pull() throws -> Exchanged {
    try hub.read { try receive($0) }
    if done.pulled > 0 { try hub.settle() }
    try link.keep(database)
    return done
  }

  /// Records submissions in one step, where nothing waits before them, and takes all that came before them and
  /// them; gives the receipts of each and what came. Gives nil where nothing was done and the longer way is to be gone.
  ///
  /// They are tried on the copy as it is. What others have said since bears on that only where it says
  /// something of what they introduce or name, or moves a stream that is expected to stand; the hub looks,
  /// while it has the head. `isAtTheHub` becomes true when they are recorded.
  func append(
    _ submissions: [Submission], _ references: References, wait: Wait, isAtTheHub: inout Bool
  ) throws -> (receipts: [[Receipt]], done: Exchanged)? {
    let events = submissions.flatMap(\.events)
    let ids = Set(events.compactMap { $0.id?.text })
    // What a later one expects is not what the hub would compare.
    guard hub.user == link.actor, ids.count == events.count,
      submissions.dropFirst().allSatisfy(\.expecting.isEmpty),
      try waiting().allSatisfy({ $0.refused != nil }),
      events.allSatisfy(\.documents.isEmpty),
      try EventLog.head(database) == link.tree.size
    else { return nil }
    do {
      let batch = try Batch(database, .system, Ledger.work(references))
      batch.keepsRows = events.count > 1
      let trying = { for submission in submissions { _ = try batch.take(submission).get() } }
      if batch.keepsRows { try EventLog.undoing(database, trying) } else { try trying() }
    } catch is Rejection {
      // What is missing here may be what the hub has.
      return nil
    }
    // No more of them are remembered.
    guard references.introductions.count < References.mostIntroductions else { return nil }
    let last = try EventLog.event(link.tree.size, database)
    let drafts = HubDrafts(
      events: events.map { StoredEvent(waiting: $0) },
      behind: (link.tree.size, last?.leafHash ?? []),
      needs: references.introductions.map(\.slug) + events.flatMap { $0.targets.map(\.text) },
      expecting: submissions.first?.expecting ?? [:])
    recordsNow()
    guard let tail = try hub.append(drafts, wait: wait) else { return nil }
    isAtTheHub = true
    try receive(TailReading(tail, behind: link.tree.size, hub))
    if tail.checkpoint > link.checkpoint {
      try hub.read { try compareCheckpoints($0, tail.head, upTo: tail.checkpoint) }
    }
    try link.keep(database)
    var own = tail.events.filter { ids.contains($0.id) }.map(\.receipt)[...]
    guard own.count == events.count else {
      throw Rejection(.damagedHub, "the hub does not give back what it recorded")
    }
    done.pulled -= Int64(own.count)
    done.pushed += Int64(own.count)
    return (
      submissions.map { submission in
        defer { own.removeFirst(submission.events.count) }
        return Array(own.prefix(submission.events.count))
      }, done
    )
  }

  /// Takes what is new, and sends what waits and `new`; gives why that was refused.
  ///
  /// `recorded` is told of each draft of the outbox where it stands.
  func push(
    _ new: NewEvents?, wait: Wait, recorded: (_ batch: Int64, Receipt) -> Void
  ) throws -> (Exchanged, Result<Void, Rejection>) {
    guard hub.user == link.actor else {
      throw Rejection(
        .hubRefused,
        "the hub knows you as \(hub.user), and the ledger was linked by \(link.actor)",
        hint: "`stakebook hub join` links it anew.")
    }
    let batches = try waiting()
    var outcome = Result<Void, Rejection>.success(())
    var accepted: [Int64] = []
    try hub.push(wait: wait) { session in
      let head = try session.head()
      try receive(session)
      let refused = Set(done.refused.map(\.batch))
      for waiting in batches where !refused.contains(waiting.number) {
        switch try take(waiting, session, at: head.clock, recorded) {
        case .success: accepted.append(waiting.number)
        case .failure(let reason):
          guard !waiting.isLarge else { throw LargeBatchRefused(waiting.number, reason) }
          done.refused.append((waiting.number, reason))
        }
      }
      if let new {
        let batch = try Batch(
          database, .hub(head.clock, log), Ledger.work(new.references))
        outcome = try new.take(batch)
        try batch.flush()
        if case .success = outcome { try new.beforeEnd(database) }
      }
      try send(session)
      recordsNow()
    }
    for number in accepted { try Outbox.remove(number, database) }
    for (number, reason) in done.refused {
      try Outbox.refuse(number, "\(reason.code): \(reason.message)", database)
    }
    try link.keep(database)
    return (done, outcome)
  }

  /// Whoever is interrupted from here on may have recorded it at the hub.
  private func recordsNow() {
    Interruption.commits(knows: "`stakebook pull` brings it where it was")
  }

  /// Takes the events behind the log, and checks them.
  private func receive(_ session: any HubReading) throws {
    let head = try session.head()
    guard identity == head.ledger else {
      throw Rejection(
        .otherLog, "the hub has another log than this ledger, \(head.ledger)",
        hint: "`stakebook hub join` into another file makes a copy of it.")
    }
    let first = link.tree.size
    guard try EventLog.head(database) == first else {
      throw Rejection(
        .damagedLedger, "the log has other events than were seen of the hub",
        hint: "`stakebook hub join` into another file makes a new copy.")
    }
    guard head.seq >= first else {
      throw Rewritten(
        .rollback,
        "the hub has \(head.seq) events, and had \(first): seq \(head.seq + 1) is the "
          + "first that is missing", link, head)
    }
    let received = Received(log, session, after: first, upTo: head.seq, database)
    try received.take(&link.tree)
    done.pulled = head.seq - first
    done.erased = received.erased
    done.withheld = received.withheld
    done.head = head.seq
    guard link.tree.root == head.root else {
      let seq = try firstDifference(session, upTo: first)
      let where_ =
        seq.map { ": seq \($0) is the first that differs" }
        ?? ": the root that it tells is not that of its events"
      throw Rewritten(
        .fork, "the hub's first \(first) events are not those that were seen of it" + where_,
        try Link(database) ?? link, head)
    }
    try compareCheckpoints(session, head)
  }

  /// The first event of the hub that is another one than the ledger's.
  private func firstDifference(_ session: any HubReading, upTo last: Seq) throws -> Seq? {
    var seq: Seq = 0
    while seq < last {
      let theirs = try session.events(after: seq, most: HubPages.size)
      let ours = try EventLog.events(after: seq, most: HubPages.size, database)
      for (their, our) in zip(theirs, ours) where their.seq <= last {
        guard their.seq == our.seq, their.leafHash == our.leafHash, their.hasItsHashes else {
          return our.seq
        }
      }
      guard let end = theirs.last, theirs.count == ours.count else { return nil }
      seq = end.seq
    }
    return nil
  }

  /// Compares what others signed, and what this user remembers of the ledger, with the log.
  /// Those published later (`upTo`) may be over events that have not come yet.
  private func compareCheckpoints(
    _ session: any HubReading, _ head: HubHead, upTo last: Int64 = .max
  ) throws {
    let published = try session.checkpoints(after: link.checkpoint).filter { $0.place <= last }
    let newest = done.pulled > 0 ? try seen.newest(of: head.ledger) : nil
    guard !published.isEmpty || newest != nil else { return }
    let tree = try LogTree(database)
    for published in published {
      link.checkpoint = published.place
      // What is no note proves nothing, and stops nobody.
      guard let checkpoint = try? SignedCheckpoint(published.note).checkpoint else { continue }
      let isHeld =
        try checkpoint.size <= tree.size
        && tree.root(over: 0..<checkpoint.size) == checkpoint.root
      guard isHeld else {
        throw Rewritten(
          .fork,
          "the checkpoint over \(checkpoint.size) events that \(published.publishedBy) published is "
            + "not of this log", link, head)
      }
    }
    if let newest {
      try tree.require(newest, seen.witness(of: head.ledger))
    }
  }

  /// Takes a batch of the outbox, or tells why not.
  private func take(
    _ waiting: Outbox.Batch, _ session: any HubReading, at clock: Int64,
    _ recorded: (_ batch: Int64, Receipt) -> Void
  ) throws -> Result<Void, Rejection> {
    let drafts = WaitingDrafts(waiting.number, log, database) {
      [link] event in
      // Said before the ledger was linked anew, by another user.
      guard event.actor == link.actor else {
        throw Rejection(
          .badActor,
          "the draft says that \(event.actor ?? "nobody") records it, and the hub knows you as "
            + link.actor,
          hint: "`stakebook hub join` links the ledger as that user, `outbox edit` makes it yours.")
      }
      guard try session.takes(event.type.text) else {
        throw Rejection.unknownToHub(event.type.text)
      }
    }
    let batch = try Batch(database, .hub(clock, log), Ledger.work(References()))
    let result = try batch.take(
      waiting.expecting, drafts.documents, isSingle: waiting.isLarge, next: drafts.next,
      receipt: { recorded(waiting.number, $0) })
    try batch.flush()
    if case .success = result { done.pushed += waiting.count }
    return result
  }

  /// Sends what stands behind the hub's last event.
  private func send(_ session: any HubPushing) throws {
    var sent: Set<String> = []
    while true {
      let page = try EventLog.events(after: link.tree.size, most: HubPages.size, database)
      guard let last = page.last else { return }
      try session.insert(page)
      for event in page {
        link.tree.add(event.leafHash)
        for sha256 in try event.documents where sent.insert(sha256).inserted {
          guard let bytes = try EventLog.document(sha256, database) else { continue }
          try session.insert(bytes, document: sha256, of: event.seq)
        }
      }
      done.head = last.seq
    }
  }
}

/// The end of a hub's log, which is at hand.
private final class TailReading: HubReading {
  private let tail: HubTail
  private let first: Seq
  private let hub: any HubTransport

  init(_ tail: HubTail, behind first: Seq, _ hub: any HubTransport) {
    (self.tail, self.first, self.hub) = (tail, first, hub)
  }

  func head() -> HubHead { tail.head }

  func events(after seq: Seq, most count: Int) throws -> [StoredEvent] {
    guard seq >= first else {
      return try hub.read { try $0.events(after: seq, most: min(count, Int(first - seq))) }
    }
    return Array(tail.events.drop { $0.seq <= seq }.prefix(count))
  }

  func takes(_ type: String) throws -> Bool { try hub.read { try $0.takes(type) } }

  func document(_ sha256: String) throws -> [UInt8]? {
    try hub.read { try $0.document(sha256) }
  }

  /// They are asked for where there are new ones.
  func checkpoints(after place: Int64) -> [HubCheckpoint] { [] }
}

/// A batch of the outbox is refused, of which so much was taken by then that all of the exchange is undone,
/// and begun again without it: to take back a part of a transaction SQLite goes through all of its pages
/// with each event.
struct LargeBatchRefused: Error {
  let batch: Int64
  let reason: Rejection

  init(_ batch: Int64, _ reason: Rejection) { (self.batch, self.reason) = (batch, reason) }
}

extension Outbox.Batch {
  /// Whether it is taken without a part of the transaction that could be undone alone.
  var isLarge: Bool { count > Ledger.fewAtOnce }
}

extension Surroundings {
  /// The hub's time, and the chance of this machine.
  fileprivate static func hub(_ clock: Int64, _ log: EventLog) -> Surroundings {
    Surroundings(microseconds: { clock }, randomBytes: Surroundings.system.randomBytes)
  }
}
