import EventLog
import Events

/// Where a hub's log stands.
public struct HubHead: Sendable, Equatable {
  /// The ledger's own name for itself.
  public let ledger: String
  /// The last seq, which is also the number of events.
  public let seq: Seq
  /// The root of the Merkle tree over them.
  public let root: [UInt8]
  /// The hub's time, as microseconds since 1970.
  public let clock: Int64
}

/// A signed note that somebody published on the hub.
public struct HubCheckpoint: Sendable {
  /// Its place among the hub's.
  public let place: Int64
  /// What was signed and by whom, as C2SP signed notes have it.
  public let note: String
  /// For whom the hub took who published it.
  public let publishedBy: String
}

/// A hub, however it is reached. One at a time uses it.
///
/// What its methods throw is a `Rejection`: `hub-unreachable` where it does not answer, `hub-refused`
/// where it does not let one, `unknown-outcome` where it was lost in the moment of recording.
public protocol HubTransport: AnyObject {
  /// For whom the hub takes us: the actor of whatever is pushed.
  var user: String { get }
  /// Whether the connection may be used again: it still stands, and leads where it led. A file may be
  /// another one by now.
  var isLasting: Bool { get }
  /// Reads one moment of the hub.
  func read<Result>(_ body: (any HubReading) throws -> Result) throws -> Result
  /// Waits until what was read is durable at the hub: what is kept of it elsewhere is kept for good.
  func settle() throws
  /// Locks the head, and records what the body inserts: all of it when it returns, nothing when it
  /// throws. Throws `busy` where another desk has it longer than the wait.
  func push<Result>(wait: Wait, _ body: (any HubPushing) throws -> Result) throws -> Result
  /// Records drafts in one step, without holding the head meanwhile, and gives all that came behind the
  /// event that the desk has. Gives nil where nothing was recorded, and the longer way is to be gone
  /// (``push(wait:_:)``): where what came meanwhile bears on the drafts, one of them is there already, or
  /// the hub knows no such step. Throws what a push throws.
  func append(_ drafts: HubDrafts, wait: Wait) throws -> HubTail?
  /// Waits until the hub hints at something new, at most so long; it may hint at nothing.
  func rest(seconds: Double) throws
  /// Ends the connection.
  func close()
}

/// What a desk has found good on its copy, and what that rests upon.
public struct HubDrafts {
  /// The events, whose seq, version, time and leaf are the hub's to give.
  public var events: [StoredEvent]
  /// The last event that the desk has, and its leaf.
  public var behind: (seq: Seq, leaf: [UInt8])
  /// The things that they introduce and the events that they name: where others have said something of
  /// one of them meanwhile, they are to be tried again.
  public var needs: [String]
  /// Where streams must stand before.
  public var expecting: [String: Int64]

  /// All of it.
  public init(
    events: [StoredEvent], behind: (seq: Seq, leaf: [UInt8]), needs: [String],
    expecting: [String: Int64]
  ) {
    (self.events, self.behind) = (events, behind)
    (self.needs, self.expecting) = (needs, expecting)
  }

  /// No more than so many events are recorded in one step.
  public static let most = 50
}

/// The end of a hub's log after drafts were recorded in one step.
public struct HubTail {
  /// Where the log stands now.
  public let head: HubHead
  /// The events behind the one that the desk had, its own among them.
  public let events: [StoredEvent]
  /// The place of the last checkpoint that was published.
  public let checkpoint: Int64
}

/// What can be asked of a hub inside a transaction.
public protocol HubReading: AnyObject {
  /// Where the log stands.
  func head() throws -> HubHead
  /// So many events behind a seq, in order.
  func events(after seq: Seq, most count: Int) throws -> [StoredEvent]
  /// Whether the hub takes events of a type. It learns new ones, and never forgets one.
  func takes(_ type: String) throws -> Bool
  /// The bytes of a document; nil where the hub has not got it.
  func document(_ sha256: String) throws -> [UInt8]?
  /// The checkpoints behind a place, in order.
  func checkpoints(after place: Int64) throws -> [HubCheckpoint]
}

/// What can be done besides while the head is locked.
public protocol HubPushing: HubReading {
  /// Takes events that follow on the head.
  func insert(_ events: [StoredEvent]) throws
  /// Takes a document that the event of a seq names, unless it is there.
  func insert(_ bytes: [UInt8], document sha256: String, of seq: Seq) throws
  /// Takes a signed note over the head as it stands.
  func publish(_ checkpoint: String, size: Int64, root: [UInt8]) throws
}

extension HubTransport {
  /// Where the log stands.
  public func head() throws -> HubHead { try read { try $0.head() } }
}

/// The types that a hub was found to take, by whoever has its connection.
final class KnownTypes {
  private var names: Set<String>

  init(_ names: Set<String> = []) { self.names = names }

  /// Whether a type is among them; `reading` gives those that the hub takes by now.
  func contains(_ type: String, reading: () throws -> Set<String>) rethrows -> Bool {
    if !names.contains(type) { names = try reading() }
    return names.contains(type)
  }
}

extension Rejection {
  /// There is none.
  static func noHub(_ place: String) -> Rejection {
    Rejection(
      .noHub, "there is no hub at \(place)", hint: "`stakebook hub create` makes one.")
  }

  /// There is a file, and it is another thing.
  static func notAHub(_ path: String, isLedger: Bool) -> Rejection {
    Rejection(
      .noHub, isLedger ? "\(path) is a ledger, not a hub" : "the file \(path) is no hub",
      hint: isLedger
        ? "The hub's address comes first, and the ledger is named with -l."
        : "Name the hub's own file, or make one where no file is with `stakebook hub create`.")
  }

  static func hubExists(_ place: String) -> Rejection {
    Rejection(
      .hubExists, "there is a hub at \(place) already",
      hint: "`stakebook hub join` makes a copy of it.")
  }

  /// Where the hub was made by an earlier Stakebook, and never brought up to date.
  package static func unknownToHub(_ type: String) -> Rejection {
    Rejection(
      .hubRefused, "the hub does not know the type '\(type.prefix(60))' yet",
      hint: "Whoever keeps it runs `stakebook hub update`, once all desks have this version.")
  }

  static func olderHub(_ place: String) -> Rejection {
    Rejection(
      .hubRefused, "the hub at \(place) was made by an earlier Stakebook",
      hint: "Whoever keeps it runs `stakebook hub update`, once all desks have this version.")
  }

  static func newerHub(_ place: String) -> Rejection {
    Rejection(
      .newerHub, "the hub at \(place) was made by a newer Stakebook",
      hint: "Use that version or a later one.")
  }
}
