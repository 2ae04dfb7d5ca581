import EventLog
import Foundation
import Projections

/// A copy of a ledger in a private folder, its state computed by this program; removed with it.
final class RebuiltCopy: Sendable {
  let path: String
  private let folder: String

  init(of log: EventLog) throws {
    folder = NSTemporaryDirectory() + "stakebook-" + UUID().uuidString
    path = folder + "/ledger.db"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try log.copy(to: path) { try Projections.rebuild($0) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
