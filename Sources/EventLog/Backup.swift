import CSQLiteShim
import Events
import Foundation
import GRDB

extension EventLog {
  /// Copies the ledger as it stands into a file, while others write.
  public func back(up draft: DraftFile) throws {
    do {
      try copy(to: draft.path) { _ in }
    } catch let rejection as Rejection where rejection.code == .inputOutput {
      throw Rejection(
        .cannotCreate, "the copy cannot be written: \(rejection.message)",
        hint: "There must be room on its disk.")
    }
  }

  /// Refuses to put a file in its own place, whatever it is called there. Throws `same-file`.
  public static func requireOther(_ source: String, than place: String) throws {
    guard let identity = FileIdentity(Place.resolved(source)),
      identity == FileIdentity(Place.resolved(place))
    else { return }
    throw Rejection(
      .sameFile, "\(source) and \(place) are the same file", hint: "Name another one.")
  }

  /// Puts a checked copy in its place, under the lock of the writers of a ledger that is there.
  ///
  /// That ledger's WAL is settled before. With `keeping` it is kept under the name that is given back.
  /// Who has the old file open goes on reading it, and is told when writing. Throws `busy`,
  /// `cannot-create`, `strange-file`, `two-names`, and `verification-failed` where afterwards something
  /// else lies at the place.
  public static func replace(
    with draft: DraftFile, keeping: Bool, wait: Wait
  ) throws -> String? {
    let path = draft.place
    guard isFilled(path), keeping || Place.isLedger(path) else {
      try draft.settle(replacing: true)
      try requireAlone(path)
      return nil
    }
    try SideFiles.requireOrdinary(besides: path)
    return try WriterLock(besides: path).hold(wait: wait) { deadline in
      try InodeLock.requireOneName(path)
      try emptyWAL(of: path, deadline)
      let kept = keeping ? unusedName(beside: path) : nil
      // That of a damaged ledger is not empty, and goes with it.
      if let kept, isFilled(path + "-wal") { rename(path + "-wal", kept + "-wal") }
      // What is left of the old file's would be taken for the new one's.
      for ending in ["-wal", "-shm", "-journal"] { unlink(path + ending) }
      try draft.settle(replacing: true, keeping: kept)
      try requireAlone(path)
      return kept
    }
  }

  /// Looks at what stands beside the copy that took the place: nothing may that would be taken for its
  /// changes. Throws `verification-failed`.
  private static func requireAlone(_ path: String) throws {
    guard let ending = ["-wal", "-journal"].first(where: { isFilled(path + $0) }) else { return }
    throw Rejection(
      .verificationFailed,
      "another program wrote \(path + ending) while the copy was put in its place",
      hint: "End that program, remove the file, then try again.")
  }

  /// Throws `busy` where somebody needs the WAL; that of a damaged ledger stays as it is.
  private static func emptyWAL(of path: String, _ deadline: Deadline) throws {
    let wait = deadline.seconds.map(Wait.seconds) ?? .forever
    guard
      let queue = try? DatabaseQueue(path: path, configuration: configuration(for: .writing, wait)),
      let isBusy = try? queue.writeWithoutTransaction({ database in
        try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?[0] == 1
      })
    else { return }
    try queue.close()
    guard !isBusy else {
      throw Rejection(
        .busy, "another process reads the ledger \(path)", hint: "Try again when it has ended.")
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
