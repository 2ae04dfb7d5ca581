import EventLog
import Projections

/// A copy of a ledger in a private folder, its state computed by this program; removed with it.
final class RebuiltCopy: Sendable {
  let path: String
  private let folder: PrivateFolder

  /// `isCurrent`: the state was computed by this program already.
  init(of log: EventLog, isCurrent: Bool = false) throws {
    folder = try PrivateFolder(for: [log.path])
    path = try folder.makeFile("ledger.db")
    try log.copy(to: path) { database in
      guard !isCurrent else { return }
      try EventLog.migrate(database)
      try Projections.rebuild(database)
    }
  }
}
