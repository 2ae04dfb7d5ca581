import EventLog
import Events
import Foundation
import GRDB
import Migrations

/// A hub in one file of SQLite, for the desks of one machine: the same protocol as over a network.
///
/// SQLite's lock on the file is the lock on the head. The file has a rollback journal, because desks of
/// several programs use it without a lock of ours, which a WAL would need (``WriterLock``). A folder on
/// a network's file system is no place for it: SQLite's locks do not hold there.
final class FileHub: HubTransport {
  /// `PRAGMA application_id` of a hub: "Stbh" in ASCII.
  static let applicationID: Int32 = 0x5374_6268
  /// The log is made as a ledger's is, and has the same guards.
  private static let log = Migrations.all.prefix(3)
  private static let migrations = [
    PackageResources.f0001_file_hub_sql, PackageResources.f0002_types_sql,
    PackageResources.f0003_erased_sql,
  ].map { String(decoding: $0, as: UTF8.self) }

  let user = NSUserName()
  private let types = KnownTypes()
  let isLasting = false
  private let path: String
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    self.path = path
    let form: Int
    (queue, form) = try Self.opened(path)
    guard form == Self.migrations.count else { throw Rejection.olderHub(path) }
  }

  /// The hub of a file, and the number of its last migration.
  private static func opened(_ path: String) throws -> (DatabaseQueue, form: Int) {
    guard access(path, F_OK) == 0 else { throw Rejection.noHub(path) }
    return try telling(path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let (id, form) = try queue.read { database in
        (
          try Int32.fetchOne(database, sql: "PRAGMA application_id"),
          try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        )
      }
      guard id == applicationID else {
        throw Rejection.notAHub(path, isLedger: id == Migrations.applicationID)
      }
      guard form <= migrations.count else { throw Rejection.newerHub(path) }
      return (queue, form)
    }
  }

  /// Brings a hub to the form of this program, and has it take the types of events that this knows.
  static func update(_ path: String) throws {
    let (queue, _) = try opened(path)
    try telling(path) {
      try queue.write { database in
        // Another one may just have done it.
        let form = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard form <= migrations.count else { throw Rejection.newerHub(path) }
        for migration in migrations.dropFirst(form) { try database.execute(sql: migration) }
        try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
        try addTypes(database)
      }
      try queue.close()
    }
  }

  private static let known = Set(Catalogue.types.map { $0.type.text })

  private static func addTypes(_ database: Database) throws {
    for name in known.sorted() {
      try database.execute(sql: "INSERT OR IGNORE INTO type (name) VALUES (?)", arguments: [name])
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON")
    }
    return configuration
  }

  static func create(_ path: String, ledger: String, _ pages: HubPages?) throws {
    guard access(path, F_OK) != 0 else {
      if let hub = try? FileHub(path) {
        hub.close()
        throw Rejection.hubExists(path)
      }
      throw Rejection(
        .fileExists, "there is a file at \(path) already, and it is no hub",
        hint: "Name a file that is not there.")
    }
    let draft = try DraftFile(for: path)
    defer { draft.remove() }
    try telling(path) {
      let queue = try DatabaseQueue(path: draft.path, configuration: configuration)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.inTransaction(.immediate) {
          for migration in log + migrations { try database.execute(sql: migration) }
          try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
          try addTypes(database)
          try database.execute(
            sql: """
              INSERT INTO head (place, ledger, seq, recorded_at, parts, root)
              VALUES (1, ?, 0, '', x'', ?)
              """, arguments: [ledger, Data(MerkleTree.emptyRoot)])
          let moment = Moment(database, types: KnownTypes(known), isOfOthers: true)
          try pages?.forEach(events: moment.insert) {
            try moment.insert($1, document: $0, of: $2)
          }
          return .commit
        }
      }
      try queue.close()
    }
    HubAddress.makesNow()
    do {
      try draft.settle(replacing: false)
    } catch let rejection as Rejection where rejection.code == .fileExists {
      throw Rejection.hubExists(path)
    }
  }

  /// What can be read is.
  func settle() {}

  /// Whoever locks a file for as long as a push takes holds up nobody who is far away.
  func append(_ drafts: HubDrafts, wait: Wait) throws -> HubTail? { nil }

  func read<Result>(_ body: (any HubReading) throws -> Result) throws -> Result {
    try Self.telling(path) { try queue.read { try body(Moment($0, types: types)) } }
  }

  func push<Result>(wait: Wait, _ body: (any HubPushing) throws -> Result) throws -> Result {
    try Self.telling(path) {
      var result: Result?
      try queue.writeWithoutTransaction { database in
        let milliseconds: Int =
          if case .seconds(let seconds) = wait { Int(min(max(0, seconds), 1e6) * 1000) } else {
            Int(Int32.max)
          }
        try database.execute(sql: "PRAGMA busy_timeout = \(milliseconds)")
        try database.inTransaction(.immediate) {
          result = try body(Moment(database, types: types))
          return .commit
        }
      }
      guard let result else { preconditionFailure("a push ended without its result") }
      return result
    }
  }

  func rest(seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

  func close() { try? queue.close() }

  /// Tells in our words what SQLite says of the hub.
  private static func telling<Result>(_ path: String, _ body: () throws -> Result) throws -> Result
  {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        throw Rejection(.busy, "another desk holds the hub \(path)", hint: "Try again.")
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
        throw Rejection(
          .hubRefused, "the hub \(path) cannot be written",
          hint: "Ask for the right to write to the file and its folder.")
      case .SQLITE_NOTADB: throw Rejection.notAHub(path, isLedger: false)
      case .SQLITE_CONSTRAINT, .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_MISMATCH:
        throw Rejection(
          .damagedHub, "the hub \(path) is not as it was made: \(error.message ?? "it is damaged")",
          hint: "Every desk has a copy of its log: `stakebook hub create` makes another one of it.")
      default:
        throw Rejection(
          .hubUnreachable, "the hub \(path) cannot be read or written",
          hint: "Look whether its disk is there, and full.")
      }
    }
  }
}

/// One moment of the file, or a transaction that changes it.
private final class Moment: HubPushing {
  private let database: Database
  /// Whether events come in that others recorded, as when a hub is made of a log.
  private let isOfOthers: Bool
  private let types: KnownTypes

  init(_ database: Database, types: KnownTypes, isOfOthers: Bool = false) {
    (self.database, self.types, self.isOfOthers) = (database, types, isOfOthers)
  }

  func head() throws -> HubHead {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM head") else {
      throw Rejection(.damagedHub, "the hub has lost its head")
    }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return HubHead(
      ledger: row["ledger"], seq: row["seq"], root: Array(row["root"] as Data),
      clock: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  func events(after seq: Seq, most count: Int) throws -> [StoredEvent] {
    try EventLog.events(after: seq, most: count, database)
  }

  func takes(_ type: String) throws -> Bool {
    try types.contains(type) { try String.fetchSet(database, sql: "SELECT name FROM type") }
  }

  func document(_ sha256: String) throws -> [UInt8]? {
    try Data.fetchOne(
      database, sql: "SELECT bytes FROM document WHERE sha256 = ?", arguments: [sha256]
    ).map(Array.init)
  }

  func checkpoints(after place: Int64) throws -> [HubCheckpoint] {
    try Row.fetchAll(
      database,
      sql: "SELECT place, note, published_by FROM checkpoint WHERE place > ? ORDER BY place",
      arguments: [place]
    ).map { HubCheckpoint(place: $0["place"], note: $0["note"], publishedBy: $0["published_by"]) }
  }

  private static let insertion =
    "INSERT INTO event (\(StoredEvent.columns.joined(separator: ", "))) VALUES ("
    + Array(repeating: "?", count: StoredEvent.columns.count).joined(separator: ", ") + ")"

  func insert(_ events: [StoredEvent]) throws {
    guard let last = events.last,
      let stand = try Row.fetchOne(database, sql: "SELECT seq, parts FROM head"),
      var tree = MerkleFrontier(size: stand["seq"], parts: Array(stand["parts"] as Data))
    else { return }
    let insertion = try RawStatement(database, Self.insertion)
    var row = Bindings()
    for event in events {
      guard event.hasItsHashes else {
        throw Rejection(
          .damagedHub,
          "the hub refuses seq \(event.seq): its hashes do not follow from what it says")
      }
      guard try event.data == nil || takes(event.type) else {
        throw Rejection.unknownToHub(event.type)
      }
      guard isOfOthers || event.actor == NSUserName() else {
        throw Rejection(
          .badActor,
          "the hub refuses seq \(event.seq): it says that \(event.actor ?? "nobody") records it",
          hint: "Leave the actor out.")
      }
      row.removeAll()
      event.bind(to: &row)
      try insertion.run(row)
      tree.add(event.leafHash)
    }
    try database.execute(
      sql: "UPDATE head SET seq = ?, recorded_at = ?, parts = ?, root = ?",
      arguments: [last.seq, last.recordedAt, Data(tree.parts), Data(tree.root)])
  }

  func insert(_ bytes: [UInt8], document sha256: String, of seq: Seq) throws {
    guard try !EventLog.holds(sha256, database) else { return }
    try EventLog.insert(sha256, bytes, database)
  }

  func publish(_ note: String, size: Int64, root: [UInt8]) throws {
    let head = try head()
    guard head.seq == size, head.root == root else {
      throw Rejection(.busy, "the note is not over the hub's head as it stands", hint: "Try again.")
    }
    try database.execute(
      sql: "INSERT INTO checkpoint (size, root, note, published_by) VALUES (?, ?, ?, ?)",
      arguments: [size, Data(root), note, NSUserName()])
  }
}
