import CSQLiteShim
import Events
import Foundation
import GRDB
import Migrations

extension EventLog {
  /// Makes a ledger where there is none; `prepare` runs inside its first transaction.
  ///
  /// The file is made whole beside its place and put there, mode 0600. Throws `ledger-exists`,
  /// `cannot-create`, `strange-file`, and leaves nothing behind then.
  public static func create(
    at name: String, identity: String = UUID().uuidString.lowercased(),
    prepare: (Database) throws -> Void = { _ in }
  ) throws {
    let path = Place.resolved(name)
    let isThere = Rejection(
      .ledgerExists, "there is a file at \(path) already",
      hint: "Choose another name, or append to that ledger.")
    guard Foundation.access(path, F_OK) != 0 else { throw isThere }
    let draft = try DraftFile(for: path)
    defer { draft.remove() }
    do {
      try telling(path) { try fill(draft.path, identity, prepare) }
    } catch let rejection as Rejection where rejection.code == .inputOutput {
      throw Rejection(
        .cannotCreate, "no ledger can be made at \(path): \(rejection.message)",
        hint: "There must be room on its disk.")
    }
    do {
      try draft.settle(replacing: false)
    } catch let rejection as Rejection where rejection.code == .fileExists { throw isThere }
  }

  /// Makes the ledger's schema and whatever `prepare` adds, all of it in the one file.
  private static func fill(
    _ draft: String, _ identity: String, _ prepare: (Database) throws -> Void
  ) throws {
    let queue = try DatabaseQueue(path: draft, configuration: configuration(for: .writing))
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
      try database.inTransaction(.immediate) {
        try migrate(database)
        try database.execute(
          sql: "INSERT INTO ledger (name, value) VALUES ('uuid', ?)",
          arguments: [identity])
        try prepare(database)
        return .commit
      }
      // Closing checkpoints too, but would not say when the disk is full.
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Opens a ledger; `copyingFor` another one reads a private copy and leaves nothing beside the file.
  ///
  /// `wait` is how long another program may hold the file that does not take the writer lock. Throws
  /// `no-ledger`, `not-a-ledger`, `foreign-schema`, `newer-ledger`, `old-sqlite`, `read-only`,
  /// `two-names`, `strange-file`, `busy`.
  public static func open(
    at name: String, for access: Access, copyingFor other: String? = nil, wait: Wait = .seconds(10),
    surroundings: Surroundings = .system
  ) throws -> EventLog {
    let path = try existing(name)
    let folder = (path as NSString).deletingLastPathComponent
    let mayWriteFolder = Foundation.access(folder, W_OK) == 0
    if access == .writing {
      guard mayWriteFolder, Foundation.access(path, W_OK) == 0 else {
        throw Rejection(
          .readOnly, "the ledger \(path) cannot be written",
          hint: "Ask for the right to write to the file and its folder.")
      }
      try InodeLock.requireOneName(path)
      try? Leftovers.sweep(besides: path)
    }
    let isCopied = access != .writing && (other != nil || !mayWriteFolder)
    let copy = isCopied ? try PrivateCopy(of: path, for: other ?? path) : nil
    if copy == nil { try SideFiles.requireOrdinary(besides: path) }
    let queue = try telling(path) {
      let queue = try DatabaseQueue(
        path: copy?.path ?? path, configuration: configuration(for: access, wait))
      try queue.writeWithoutTransaction { database in
        try checkLedger(database, at: path)
        if access != .verifying {
          try Schema.check(database, at: path, forWriting: access == .writing)
        }
        // Else it would read a new file's WAL beside the old file.
        if copy == nil, hasMoved(database) { throw replaced(path) }
      }
      return queue
    }
    let log = EventLog(
      path: path, access: access, surroundings: surroundings, queue: queue, copy: copy)
    if access == .writing { try log.makeDurable(wait) }
    return log
  }

  /// How long a row may be, in a table or on its way: lists of events among them, and
  /// a document of the greatest size, with its hash.
  private static let mostBytesOfRow = Int32(Document.mostBytes + 4096)

  /// The log's trigger may take any insert back, so SQLite keeps the pages that one changes: of a large
  /// import they went to a temporary file, over and over, as twenty times the ledger. And to count its
  /// memory took a tenth of what a `state` takes, for the lock around each piece. A program that used
  /// SQLite before keeps what it has.
  private static let isSetUp = stakebook_set_up(0) == SQLITE_OK

  /// Has what one reading frees stay for the next: for a process that reads again and again.
  package static func keepMemory() { stakebook_keep_memory() }

  static func configuration(for access: Access, _ wait: Wait = .seconds(10)) -> Configuration {
    _ = isSetUp
    var configuration = Configuration()
    configuration.readonly = access != .writing
    // Ours have none, and somebody else's may not hold back what is dropped.
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(Double(Deadline(wait).milliseconds) / 1000)
    configuration.prepareDatabase { database in
      guard let connection = database.sqliteConnection else { return }
      // GRDB collects every column of every statement, for observers that there are none of: of views
      // upon views this took most of a reading's time.
      sqlite3_set_authorizer(connection, nil, nil)
      _ = stakebook_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
      // A stranger's file may hold what no command has let in, and nobody has room for.
      sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, mostBytesOfRow)
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      // In KiB: with SQLite's own 2 MiB a large import writes its pages out again and again. A
      // reader has the system's cache behind its own.
      let cache = access == .writing ? 65536 : 8192
      // And so it does with the tables of a reading, which are gone over many times.
      for schema in ["main", "temp"] {
        try database.execute(sql: "PRAGMA \(schema).cache_size = -\(cache)")
      }
      if access == .writing { try database.execute(sql: "PRAGMA secure_delete = ON") }
      // A reader must not checkpoint when it closes: only the holder of the writer lock does.
      if access != .writing {
        _ = stakebook_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
      }
    }
    return configuration
  }

  /// The file itself, whatever links lead to it.
  private static func existing(_ name: String) throws -> String {
    let path = Place.resolved(name)
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw Rejection(
        .noLedger, "there is no ledger at \(path)",
        hint: "Make one with `stakebook init`, or name another with -l.")
    }
    guard information.st_mode & S_IFMT == S_IFREG, information.st_size > 0 else {
      throw notALedger(path)
    }
    guard Foundation.access(path, R_OK) == 0 else {
      throw Rejection(.noLedger, "the ledger \(path) cannot be read")
    }
    return path
  }

  /// Refuses a ledger that has two names, or beside which something strange stands. Throws
  /// `two-names`, `strange-file`.
  public static func requirePlain(_ name: String) throws {
    let path = Place.resolved(name)
    try InodeLock.requireOneName(path)
    try SideFiles.requireOrdinary(besides: path)
  }

  static func notALedger(_ path: String) -> Rejection {
    Rejection(.notALedger, "\(path) is not a Stakebook ledger", hint: "Name another with -l.")
  }

  static func replaced(_ path: String) -> Rejection {
    Rejection(
      .busy, "the ledger \(path) was moved, removed or replaced meanwhile", hint: "Try again.")
  }

  private static func checkLedger(_ database: Database, at path: String) throws {
    let library = libraryVersion
    guard library >= 3_038_000 else {
      throw Rejection(.oldSQLite, "SQLite 3.38 or newer is needed, this is \(library)")
    }
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Migrations.applicationID
    else { throw notALedger(path) }
    let encoding = try String.fetchOne(database, sql: "PRAGMA encoding") ?? "?"
    guard encoding == "UTF-8" else {
      throw Schema.Difference(
        "its texts are stored as \(encoding), not as UTF-8", mending: Schema.restoring
      ).refusal(at: path)
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= Migrations.all.count else {
      throw Rejection(
        .newerLedger, "\(path) was written by a newer Stakebook (form \(version))",
        hint: "Use that version or a later one.")
    }
  }

  /// Brings the tables of the log to the form that this program writes.
  public static func migrate(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    for migration in Migrations.all.dropFirst(version) { try database.execute(sql: migration) }
    try database.execute(sql: "PRAGMA user_version = \(Migrations.all.count)")
  }
}
