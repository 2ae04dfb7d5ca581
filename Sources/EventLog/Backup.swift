import CSQLiteShim
import Events
import Foundation
import GRDB

/// A file that is being made beside its place, and takes it only when it is whole: mode 0600.
public struct DraftFile {
  /// Where it is being made.
  public let path: String
  private let place: String

  /// Makes the empty file. Throws `cannot-create`.
  public init(for place: String) throws {
    self.place = EventLog.absolute(place)
    path = self.place + ".new-\(getpid())"
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.refusal(self.place) }
    Foundation.close(descriptor)
    Interruption.begins(path)
  }

  private static func refusal(_ place: String) -> Rejection {
    Rejection(
      "cannot-create", "no file can be made at \(place): \(String(cString: strerror(errno)))",
      hint: "Its folder must exist and let you write.")
  }

  /// Makes it durable and puts it in its place. Throws `file-exists` where there is a file already
  /// and it may not be replaced.
  public func settle(replacing: Bool) throws {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw Self.refusal(place) }
    Foundation.close(descriptor)
    let isDone = replacing ? rename(path, place) == 0 : link(path, place) == 0
    guard isDone else {
      if errno == EEXIST { throw Self.exists(place, hint: "Choose another name.") }
      throw Self.refusal(place)
    }
    EventLog.synchronizeFolder(of: place)
  }

  /// Removes what is left of the draft.
  public func remove() {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    Interruption.settles(path)
  }

  /// Why nothing is written to a place where there is a file.
  public static func exists(
    _ place: String, hint: String = "Choose another name, or write --replace."
  ) -> Rejection {
    Rejection("file-exists", "there is a file at \(place) already", hint: hint)
  }
}

extension EventLog {
  /// Copies the ledger as it stands into a file, while others write.
  public func back(up draft: DraftFile) throws {
    do {
      try copy(to: draft.path) { _ in }
    } catch let error as DatabaseError where Self.isInputOutput(error) {
      throw Rejection(
        "cannot-create", "the copy cannot be written: \(error.message ?? "writing failed")",
        hint: "There must be room on its disk.")
    }
  }

  /// Puts a checked copy in the place of a ledger, under the lock of its writers.
  ///
  /// What stood there is kept under the name that is given back. Who has the old file open goes on
  /// reading it, and is told when writing. Throws `busy`, `cannot-create`.
  public static func replace(
    _ path: String, with draft: DraftFile, wait: Wait
  ) throws -> String? {
    let path = absolute(path)
    return try WriterLock(besides: path).hold(wait: wait) {
      guard isFilled(path) else {
        try draft.settle(replacing: true)
        return nil
      }
      try emptyWAL(of: path)
      let kept = unusedName(beside: path)
      // At every moment one of the two stands in the place.
      guard link(path, kept) == 0 else {
        throw Rejection(
          "cannot-create",
          "the ledger \(path) cannot be kept: \(String(cString: strerror(errno)))")
      }
      if isFilled(path + "-wal") { rename(path + "-wal", kept + "-wal") }
      // What is left of the old file's would be taken for the new one's.
      for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
      try draft.settle(replacing: true)
      return kept
    }
  }

  /// Throws `busy` where a reader needs the WAL; that of a damaged ledger stays as it is.
  private static func emptyWAL(of path: String) throws {
    guard let queue = try? DatabaseQueue(path: path, configuration: configuration(for: .writing)),
      let isBusy = try? queue.writeWithoutTransaction({ database in
        try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?[0] == 1
      })
    else { return }
    try queue.close()
    guard !isBusy else {
      throw Rejection(
        "busy", "another process reads the ledger \(path)", hint: "Try again when it has ended.")
    }
  }

  private static func isFilled(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_size > 0
  }

  private static func unusedName(beside path: String) -> String {
    var name = path + ".before-restore"
    var number = 1
    while Foundation.access(name, F_OK) == 0 {
      number += 1
      name = "\(path).before-restore-\(number)"
    }
    return name
  }
}
