import Foundation
import Migrations

/// What the first hundred bytes of an SQLite file say of it: https://www.sqlite.org/fileformat.html.
struct LedgerHeader {
  /// Whether it is marked as a ledger.
  let isLedger: Bool
  /// How long the database is by its own account; nil where the header does not know.
  let size: Int64?

  /// Nil where these are not the bytes of an SQLite file, or it is not an ordinary one.
  init?(_ descriptor: Int32) {
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: 100)
    guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count,
      bytes.starts(with: Array("SQLite format 3\0".utf8))
    else { return nil }
    func number(_ place: Int, _ count: Int) -> Int64 {
      bytes[place..<place + count].reduce(0) { $0 << 8 | Int64($1) }
    }
    isLedger = number(68, 4) == Int64(Migrations.applicationID)
    let pageSize = number(16, 2) == 1 ? 65536 : number(16, 2)
    // The size counts when it was written with the last change of the file.
    size = number(28, 4) > 0 && number(24, 4) == number(92, 4) ? number(28, 4) * pageSize : nil
  }
}
