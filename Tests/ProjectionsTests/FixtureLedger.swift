import Foundation
import Stakebook
import TestSupport

extension Ledger {
  /// A ledger of the facts of all partnerships of the fixtures, open for writing.
  static func ofFixtures(in folder: URL) throws -> Ledger {
    let path = folder.appending(path: "deals.db").path
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles(
      ["microsoft-openai", "ai-deals"].map {
        Package.fixtures.appending(path: "\($0).jsonl").path
      }, restoring: true)
    return ledger
  }
}
