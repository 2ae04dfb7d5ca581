import CSQLiteShim
import Events
import Foundation
import GRDB
import Migrations

/// One file: the append-only log of a ledger, open for reading or for writing.
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
  /// The ledger's file, where it is not read from a copy.
  private let file: FileIdentity?

  init(
    path: String, access: Access, surroundings: Surroundings, queue: DatabaseQueue,
    copy: PrivateCopy?
  ) {
    self.path = path
    self.access = access
    self.surroundings = surroundings
    self.queue = queue
    self.copy = copy
    file = copy == nil ? FileIdentity(path) : nil
    if let file { LiveFiles.add(file) }
    writerLock = WriterLock(besides: path, holdsInode: access == .writing)
  }

  deinit { if let file { LiveFiles.remove(file) } }

  /// The file that readers of their own may open: the ledger, or the private copy of it.
  public var readablePath: String { copy?.path ?? path }

  /// Whether it is open for writing.
  package var isWritable: Bool { access == .writing }

  // MARK: - Opening for writing

  func makeDurable(_ wait: Wait) throws {
    try queue.writeWithoutTransaction { database in
      // After GRDB's own setup, which may have lowered it.
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard version < Migrations.all.count else { return }
    try write(wait: wait) { try Self.migrate($0) }
  }

  // MARK: - Using

  /// Reads in one transaction. Throws `damaged-ledger` where the file does not hold together, and what
  /// else SQLite refuses, in our words (``Failure``).
  public func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.telling(path) { try queue.read(body) }
  }

  /// Runs outside any transaction, for readings that make their own views and tables: these lie in
  /// temporary files, and are all that it may write. Throws as ``read(_:)``, and `input-output` where
  /// there is no room for them.
  public func session<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try glance(body)
    } catch let rejection as Rejection where rejection == Failure.rejection(for: SQLITE_FULL) {
      throw Rejection(
        .inputOutput, "reading needs more room than the folder for temporary files has",
        hint: "$SQLITE_TMPDIR names another one.")
    }
  }

  /// Reads a row or two, one statement each, outside any transaction. A reading has SQLite prepare every
  /// statement of the connection anew, before and after it, which takes longer than what little is read.
  package func glance<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Self.telling(path) { try queue.writeWithoutTransaction(body) }
  }

  /// Tells what SQLite refuses in our own words.
  static func telling<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw Failure.told(error, at: path)
    }
  }

  /// Writes in one transaction under the writer lock; rolled back when the body throws or
  /// `commit` is false. Throws `read-only`, `two-names`, `busy`, `unknown-outcome`, `damaged-ledger`.
  ///
  /// What is only a copy of what others have durably (`isCopy`) is not waited for: a power cut may take
  /// the last of it, whole transactions and never a part of one, and it comes again.
  public func write<Result>(
    wait: Wait, commit: Bool = true, isCopy: Bool = false, _ body: (Database) throws -> Result
  ) throws -> Result {
    guard access == .writing else {
      throw Rejection(
        .readOnly, "the ledger is open for reading", hint: "Open it with `for: .writing`.")
    }
    return try holdingLock(wait: wait) { database in
      try requireDurable(database)
      if isCopy { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
      // Where this fails the next write refuses the connection.
      defer { if isCopy { try? database.execute(sql: "PRAGMA synchronous = FULL") } }
      return try transaction(database, commit: commit, body)
    }
  }

  /// Runs outside any transaction, while no other writer does anything.
  func holdingLock<Result>(wait: Wait, _ body: (Database) throws -> Result) throws -> Result {
    try writerLock.hold(wait: wait) { deadline in
      try Self.telling(path) {
        try queue.writeWithoutTransaction { database in
          // For those who do not take the lock.
          sqlite3_busy_timeout(database.sqliteConnection, deadline.milliseconds)
          try requirePlace(database)
          return try body(database)
        }
      }
    }
  }

  /// A ledger that was moved or replaced meanwhile has another file at its place, or none: what would
  /// be written here would be lost. One with two names has two WALs.
  private func requirePlace(_ database: Database) throws {
    guard !Self.hasMoved(database) else { throw Self.replaced(path) }
    try InodeLock.requireOneName(path)
  }

  static func hasMoved(_ database: Database) -> Bool {
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

  private func transaction<Result>(
    _ database: Database, commit: Bool, _ body: (Database) throws -> Result
  ) throws -> Result {
    var result: Result?
    var isRecorded = false
    Interruption.opens()
    defer { Interruption.ends(recorded: isRecorded) }
    do {
      try database.inTransaction(.immediate) {
        result = try body(database)
        // The body may have read from a pipe for hours.
        if commit { try requirePlace(database) }
        if commit { Interruption.commits() }
        return commit ? .commit : .rollback
      }
      isRecorded = commit
    } catch let error as DatabaseError where Self.isInputOutput(error) {
      throw Rejection(
        .unknownOutcome,
        "writing failed (\(Failure.rejection(for: error.extendedResultCode.rawValue).message)): "
          + "not recorded, or unknown",
        hint: error.resultCode == .SQLITE_FULL
          ? "Make room on the disk, then look with `stakebook log` whether it is there before you repeat it."
          : "Look with `stakebook log` whether it is there before you repeat it.")
    }
    if commit, Self.hasMoved(database) {
      // Its WAL has lost its name, and what was just recorded stands there.
      try? database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      throw Rejection(
        .unknownOutcome,
        "the ledger \(path) was moved or removed while this was recorded: it is recorded where the "
          + "file went",
        hint: "Check there with `stakebook show ID`.")
    }
    guard let result else { preconditionFailure("a transaction ended without its result") }
    return result
  }

  static func isInputOutput(_ error: DatabaseError) -> Bool {
    [.SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CANTOPEN].contains(error.resultCode)
  }

  private func requireDurable(_ database: Database) throws {
    var mode = try String.fetchOne(database.cachedStatement(sql: "PRAGMA journal_mode"))
    // Another program may have chosen another journal; none of ours uses the file now.
    if mode != "wal" { mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") }
    // It is looked up when it is prepared, so that a kept statement says for ever what was.
    let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
    guard mode == "wal", synchronous == 2 else {
      throw Rejection(
        .notDurable,
        "the connection is not durable (journal \(mode ?? "?"), synchronous \(synchronous ?? -1))")
    }
  }

  /// Copies the ledger as it stands into a new file, and runs `prepare` there.
  ///
  /// Throws `damaged-ledger` where what is copied does not hold together, `input-output`.
  public func copy(to copy: String, prepare: (Database) throws -> Void) throws {
    try Self.telling(path) {
      let target = try DatabaseQueue(path: copy)
      try queue.backup(to: target)
      try target.write(prepare)
      try target.close()
    }
  }

  /// Moves what was appended into the one file, so that a copy of it is whole and no other file that is put in
  /// its place meets what stands beside it. Gives whether all of it is there: a reader or another writer may be in
  /// the way.
  public func settle() throws -> Bool {
    guard access == .writing else { return false }
    do {
      return try writerLock.hold(wait: .seconds(0)) { _ in
        try queue.writeWithoutTransaction { database in
          guard !Self.hasMoved(database) else { return false }
          // The next append sets its own.
          sqlite3_busy_timeout(database.sqliteConnection, 0)
          return try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?[0] == 0
        }
      }
    } catch let rejection as Rejection where rejection.code == .busy {
      return false
    }
  }

  /// Closes it. A writer moves everything into the one file, under the writer lock, because the
  /// last connection to close checkpoints too; where another one has the lock, that one does it.
  public func close() throws {
    guard access == .writing else { return try queue.close() }
    do {
      try writerLock.hold(wait: .seconds(0)) { _ in
        // A reader may hold it back: then the next writer does it, so nobody waits here.
        try? queue.writeWithoutTransaction { database in
          sqlite3_busy_timeout(database.sqliteConnection, 0)
          // Into the file itself, wherever it is by now; then the WAL of its name is another ledger's.
          defer { if Self.hasMoved(database) { Self.keepsWAL(database) } }
          try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
      }
    } catch is Rejection {
      queue.writeWithoutTransaction { Self.keepsWAL($0) }
      try queue.close()
    }
  }

  /// The number of the SQLite library: 3040001 is 3.40.1.
  public static var libraryVersion: Int { Int(sqlite3_libversion_number()) }
}
