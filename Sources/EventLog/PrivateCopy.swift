import Events
import Foundation

/// A ledger on media that cannot be written, or of a stranger: copied with its WAL into a folder that
/// is removed with it.
final class PrivateCopy: Sendable {
  let path: String
  private let folder: PrivateFolder

  /// A copy of a ledger, to be used for that one or another one.
  ///
  /// Throws `not-a-ledger` before it copies anything that is none, `strange-file`, `input-output`.
  init(of ledger: String, for user: String) throws {
    guard let source = InodeLock.descriptor(of: ledger), let header = LedgerHeader(source),
      header.isLedger
    else { throw EventLog.notALedger(ledger) }
    try SideFiles.requireOrdinary(besides: ledger)
    folder = try PrivateFolder(for: [ledger, user])
    path = try folder.makeFile("ledger.db")
    // No writer may checkpoint between the copies; the lock may be a file only to be read.
    let lock = open(ledger + "-lock", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if lock >= 0 { flock(lock, LOCK_SH) }
    defer { if lock >= 0 { close(lock) } }
    // What a file has behind the end of its database is nothing of it.
    try Self.copy(source, to: path, most: header.size ?? .max)
    for (ending, mark) in [("-wal", Self.walMark), ("-journal", Self.journalMark)] {
      let side = open(ledger + ending, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard side >= 0 else { continue }
      defer { close(side) }
      // Anything else is not what it is called, and SQLite would pass it over.
      var beginning = [UInt8](repeating: 0, count: mark.count)
      guard pread(side, &beginning, mark.count, 0) == mark.count, beginning == mark else {
        continue
      }
      try Self.copy(side, to: folder.makeFile("ledger.db" + ending), most: .max)
    }
  }

  // How they begin: https://www.sqlite.org/fileformat.html.
  private static let walMark: [UInt8] = [0x37, 0x7F, 0x06]
  private static let journalMark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

  private static func copy(_ source: Int32, to path: String, most: Int64) throws {
    let target = open(path, O_WRONLY | O_CLOEXEC)
    guard target >= 0 else { throw PrivateFolder.refusal(errno) }
    defer { close(target) }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var place: Int64 = 0
    while place < most {
      let count = pread(source, &piece, Int(min(Int64(piece.count), most - place)), off_t(place))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw PrivateFolder.refusal(errno) }
      if count == 0 { return }
      guard piece.withUnsafeBytes({ isWritten(.init(rebasing: $0[..<count]), to: target) }) else {
        throw PrivateFolder.refusal(errno)
      }
      place += Int64(count)
    }
  }
}
