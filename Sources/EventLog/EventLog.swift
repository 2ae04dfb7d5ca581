import CSQLiteShim
import Events
import Foundation
import GRDB
import Migrations

/// One file: the append-only log of a ledger, open for reading or for writing. DESIGN §8.
///
/// It knows nothing of what events mean. What must run inside an append is given to it.
public final class EventLog: Sendable {
  /// What a log is opened for.
  public enum Access: Sendable {
    case reading
    case writing
    /// Reading the log alone, of a ledger whose schema may have been changed.
    case verifying
  }

  /// The ledger's file, as an absolute path.
  public let path: String
  let access: Access
  let surroundings: Surroundings
  private let queue: DatabaseQueue
  private let copy: PrivateCopy?
  private let writerLock: WriterLock

  private init(
    path: String, access: Access, surroundings: Surroundings, queue: DatabaseQueue,
    copy: PrivateCopy?
  ) {
    self.path = path
    self.access = access
    self.surroundings = surroundings
    self.queue = queue
    self.copy = copy
    writerLock = WriterLock(besides: path)
  }

  /// The file that readers of their own may open: the ledger, or the private copy of it.
  public var readablePath: String { copy?.path ?? path }

  // MARK: - Making and opening

  /// Makes a ledger where there is none; `prepare` runs inside its first transaction.
  ///
  /// The file is made whole beside its place and linked into it, mode 0600. Throws `ledger-exists`
  /// or `cannot-create`, and leaves nothing behind then.
  public static func create(
    at path: String, prepare: (Database) throws -> Void = { _ in }
  ) throws {
    let path = absolute(path)
    guard Foundation.access(path, F_OK) != 0 else {
      throw Rejection(
        "ledger-exists", "there is a file at \(path) already",
        hint: "Choose another name, or append to that ledger.")
    }
    let draft = path + ".new-\(getpid())"
    func refusal() -> Rejection {
      Rejection(
        "cannot-create", "no ledger can be made at \(path): \(String(cString: strerror(errno)))",
        hint: "Its folder must exist and let you write.")
    }
    let descriptor = Foundation.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refusal() }
    Foundation.close(descriptor)
    Interruption.begins(draft)
    defer {
      for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
      Interruption.settles(draft)
    }
    do {
      try fill(draft, prepare)
    } catch let error as DatabaseError where isInputOutput(error) {
      throw Rejection(
        "cannot-create", "no ledger can be made at \(path): \(error.message ?? "writing failed")",
        hint: "There must be room on its disk.")
    }
    guard link(draft, path) == 0 else {
      if errno == EEXIST {
        throw Rejection("ledger-exists", "there is a file at \(path) already")
      }
      throw refusal()
    }
    synchronizeFolder(of: path)
  }

  /// Makes the ledger's schema and whatever `prepare` adds, all of it in the one file.
  private static func fill(_ draft: String, _ prepare: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: draft, configuration: configuration(for: .writing))
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
      try database.inTransaction(.immediate) {
        try migrate(database)
        try database.execute(
          sql: "INSERT INTO ledger (name, value) VALUES ('uuid', ?)",
          arguments: [UUID().uuidString.lowercased()])
        try prepare(database)
        return .commit
      }
      // Closing checkpoints too, but would not say when the disk is full.
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Opens a ledger; `copied` reads a private copy and leaves nothing beside the file.
  ///
  /// Throws `no-ledger`, `not-a-ledger`, `foreign-schema`, `newer-ledger`, `old-sqlite`, `read-only`.
  public static func open(
    at path: String, for access: Access, copied: Bool = false, surroundings: Surroundings = .system
  ) throws -> EventLog {
    let path = try existing(absolute(path))
    if access == .writing, Foundation.access(path, W_OK) != 0 {
      throw Rejection(
        "read-only", "the ledger \(path) cannot be written",
        hint: "Ask for the right to write to the file and its folder.")
    }
    let folder = (path as NSString).deletingLastPathComponent
    let needsCopy = access != .writing && (copied || Foundation.access(folder, W_OK) != 0)
    let copy = needsCopy ? try PrivateCopy(of: path) : nil
    let queue: DatabaseQueue
    do {
      queue = try telling {
        let queue = try DatabaseQueue(
          path: copy?.path ?? path, configuration: configuration(for: access))
        try queue.writeWithoutTransaction { database in
          try checkLedger(database, at: path)
          if access != .verifying { try Schema.check(database, at: path) }
        }
        return queue
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw notALedger(path)
    }
    let log = EventLog(
      path: path, access: access, surroundings: surroundings, queue: queue, copy: copy)
    if access == .writing { try log.makeDurable() }
    return log
  }

  static func configuration(for access: Access) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access != .writing
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      if let connection = database.sqliteConnection {
        _ = stakebook_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
      }
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      // In KiB: with SQLite's own 2 MiB a large import writes its pages out again and again. A
      // reader has the system's cache behind its own.
      let cache = access == .writing ? 65536 : 8192
      try database.execute(sql: "PRAGMA cache_size = -\(cache)")
      if access == .writing { try database.execute(sql: "PRAGMA secure_delete = ON") }
      // A reader must not checkpoint when it closes: only the holder of the writer lock does.
      if access != .writing, let connection = database.sqliteConnection {
        _ = stakebook_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        // GRDB collects every column of every statement, for observers that there are none of: of
        // views upon views this took most of a reading's time.
        sqlite3_set_authorizer(connection, nil, nil)
      }
    }
    return configuration
  }

  /// The file itself, whatever links lead to it: the writer lock and SQLite's side files stand
  /// beside it under one name for everybody.
  private static func existing(_ path: String) throws -> String {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw Rejection(
        "no-ledger", "there is no ledger at \(path)",
        hint: "Make one with `stakebook init`, or name another with -l.")
    }
    guard information.st_mode & S_IFMT == S_IFREG, information.st_size > 0 else {
      throw notALedger(path)
    }
    guard Foundation.access(path, R_OK) == 0 else {
      throw Rejection("no-ledger", "the ledger \(path) cannot be read")
    }
    guard let resolved = realpath(path, nil) else {
      throw Rejection("no-ledger", "the ledger \(path) cannot be found")
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func notALedger(_ path: String) -> Rejection {
    Rejection("not-a-ledger", "\(path) is not a Stakebook ledger", hint: "Name another with -l.")
  }

  private static func checkLedger(_ database: Database, at path: String) throws {
    let library = libraryVersion
    guard library >= 3_038_000 else {
      throw Rejection("old-sqlite", "SQLite 3.38 or newer is needed, this is \(library)")
    }
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Migrations.applicationID
    else { throw notALedger(path) }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= Migrations.all.count else {
      throw Rejection(
        "newer-ledger", "\(path) was written by a newer Stakebook (form \(version))",
        hint: "Use that version or a later one.")
    }
  }

  private static func migrate(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    for migration in Migrations.all.dropFirst(version) { try database.execute(sql: migration) }
    try database.execute(sql: "PRAGMA user_version = \(Migrations.all.count)")
  }

  private func makeDurable() throws {
    try queue.writeWithoutTransaction { database in
      // After GRDB's own setup, which may have lowered it.
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard version < Migrations.all.count else { return }
    try write(wait: .seconds(60)) { try Self.migrate($0) }
  }

  // MARK: - Using

  /// Reads in one transaction. Throws `damaged-ledger` where the file does not hold together.
  public func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.telling { try queue.read(body) }
  }

  /// Runs outside any transaction, for readings that make their own views and tables: these lie in
  /// temporary files, and are all that it may write. Throws as ``read(_:)``, and `input-output` where
  /// there is no room for them.
  public func session<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try Self.telling { try queue.writeWithoutTransaction(body) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      throw Rejection(
        "input-output", "reading needs more room than the folder for temporary files has",
        hint: "$SQLITE_TMPDIR names another one.")
    }
  }

  /// Tells of a damaged file in our own words.
  static func telling<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError where isDamage(error) {
      throw Rejection(
        "damaged-ledger", "the file is damaged: \(error.message ?? "it does not hold together")",
        hint: "`stakebook verify` tells what is wrong; `stakebook restore` takes a backup.")
    }
  }

  /// A page that is no page, or content that the guards of the log had not let in.
  private static func isDamage(_ error: DatabaseError) -> Bool {
    error.resultCode == .SQLITE_CORRUPT
      || error.message?.hasPrefix("malformed") == true
  }

  /// Writes in one transaction under the writer lock; rolled back when the body throws or
  /// `commit` is false. Throws `read-only`, `busy`, `unknown-outcome`, `damaged-ledger`.
  public func write<Result>(
    wait: Wait, commit: Bool = true, _ body: (Database) throws -> Result
  ) throws -> Result {
    guard access == .writing else {
      throw Rejection(
        "read-only", "the ledger is open for reading", hint: "Open it with `for: .writing`.")
    }
    return try holdingLock(wait: wait) { database in
      try requireDurable(database)
      return try Self.transaction(database, commit: commit, body)
    }
  }

  /// Runs outside any transaction, while no other writer does anything.
  func holdingLock<Result>(wait: Wait, _ body: (Database) throws -> Result) throws -> Result {
    try writerLock.hold(wait: wait) {
      try Self.telling {
        try queue.writeWithoutTransaction { database in
          try requirePlace(database)
          return try body(database)
        }
      }
    }
  }

  /// A ledger that was restored while this one waited has another file: what would be written here
  /// would be lost.
  private func requirePlace(_ database: Database) throws {
    guard !Self.hasMoved(database) else {
      throw Rejection(
        "busy", "the ledger \(path) was replaced meanwhile", hint: "Try again.")
    }
  }

  private static func hasMoved(_ database: Database) -> Bool {
    var hasMoved: Int32 = 0
    let code = sqlite3_file_control(
      database.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    return code != SQLITE_OK || hasMoved != 0
  }

  /// Closing leaves the WAL as it is, and does not remove the file of its name.
  private static func keepsWAL(_ database: Database) {
    guard let connection = database.sqliteConnection else { return }
    _ = stakebook_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
  }

  private static func transaction<Result>(
    _ database: Database, commit: Bool, _ body: (Database) throws -> Result
  ) throws -> Result {
    var result: Result?
    var isRecorded = false
    Interruption.opens()
    defer { Interruption.ends(recorded: isRecorded) }
    do {
      try database.inTransaction(.immediate) {
        result = try body(database)
        if commit { Interruption.commits() }
        return commit ? .commit : .rollback
      }
      isRecorded = commit
    } catch let error as DatabaseError where isInputOutput(error) {
      throw Rejection(
        "unknown-outcome",
        "writing failed (\(error.message ?? "input/output error")): not recorded, or unknown",
        hint: "Check with `stakebook show ID`.")
    }
    guard let result else { preconditionFailure("a transaction ended without its result") }
    return result
  }

  static func isInputOutput(_ error: DatabaseError) -> Bool {
    [.SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CANTOPEN].contains(error.resultCode)
  }

  private func requireDurable(_ database: Database) throws {
    let mode = try String.fetchOne(database.cachedStatement(sql: "PRAGMA journal_mode"))
    let synchronous = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA synchronous"))
    guard mode == "wal", synchronous == 2 else {
      throw Rejection(
        "not-durable",
        "the connection is not durable (journal \(mode ?? "?"), synchronous \(synchronous ?? -1))")
    }
  }

  /// Copies the ledger as it stands into a new file, and runs `prepare` there.
  ///
  /// Throws `damaged-ledger` where what is copied does not hold together.
  public func copy(to path: String, prepare: (Database) throws -> Void) throws {
    try Self.telling {
      let target = try DatabaseQueue(path: path)
      try queue.backup(to: target)
      try target.write(prepare)
      try target.close()
    }
  }

  /// Closes it. A writer moves everything into the one file, under the writer lock, because the
  /// last connection to close checkpoints too.
  public func close() throws {
    guard access == .writing else { return try queue.close() }
    do {
      try writerLock.hold(wait: .seconds(10)) {
        // A reader may hold it back: then the next writer does it, so nobody waits here.
        try? queue.writeWithoutTransaction { database in
          // The WAL of that name is another ledger's by now.
          if Self.hasMoved(database) { return Self.keepsWAL(database) }
          _ = try Int.fetchOne(database, sql: "PRAGMA busy_timeout = 0")
          try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
      }
    } catch is Rejection {
      queue.writeWithoutTransaction(Self.keepsWAL)
      try queue.close()
    }
  }

  /// The number of the SQLite library: 3040001 is 3.40.1.
  public static var libraryVersion: Int { Int(sqlite3_libversion_number()) }

  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    return FileManager.default.currentDirectoryPath + "/" + path
  }

  static func synchronizeFolder(of path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    let descriptor = Foundation.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Foundation.close(descriptor)
  }
}
