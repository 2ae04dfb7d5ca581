import Foundation
import Stakebook
import TestSupport

/// Snapshots of the sample facts at one reading of the clocks, whenever a test runs.
enum FixtureSnapshots {
  /// Of Microsoft and OpenAI alone.
  static func microsoftOpenAI() throws -> Snapshot { try one.get() }

  /// Of all sample facts.
  static func everything() throws -> Snapshot { try all.get() }

  /// Of each partnership alone.
  static func eachPartnership() throws -> [Snapshot] {
    try of(everything().rows("partnerships").map { [$0["partnership"]?.stringValue ?? ""] })
  }

  /// Of one of the four deals, each in a ledger of its own, as of a day.
  static func deal(_ name: String, asOf day: String, restoring: Bool = true) throws -> Snapshot {
    try withTemporaryFolder { folder in
      let file = Package.fixtures.appending(path: "\(name).jsonl").path
      let ledger = try made(in: folder, of: [file], restoring: restoring)
      let snapshot = try ledger.snapshot(
        partnerships: restoring ? [name] : [], clock: ledger.clock(asOf: day, knownAt: nil))
      try ledger.close()
      return snapshot
    }
  }

  private static let one = Result { try of([["microsoft-openai"]])[0] }
  private static let all = Result { try of([[]])[0] }

  private static func of(_ partnerships: [[String]]) throws -> [Snapshot] {
    try withTemporaryFolder { folder in
      let ledger = try made(
        in: folder,
        of: ["microsoft-openai", "ai-deals"].map {
          Package.fixtures.appending(path: "\($0).jsonl").path
        }, restoring: true)
      let clock = try ledger.clock(asOf: "2026-05-31", knownAt: nil)
      let snapshots = try partnerships.map { try ledger.snapshot(partnerships: $0, clock: clock) }
      try ledger.close()
      return snapshots
    }
  }

  /// Of facts given as lines of JSON.
  static func of(lines: [String]) throws -> Snapshot {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "facts.jsonl")
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
      let ledger = try made(in: folder, of: [file.path], restoring: false)
      let snapshot = try ledger.snapshot()
      try ledger.close()
      return snapshot
    }
  }

  private static func made(
    in folder: URL, of files: [String], restoring: Bool
  ) throws -> Ledger {
    let path = folder.appending(path: "deals.db").path
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    _ = try ledger.importFiles(files, restoring: restoring)
    return ledger
  }
}

/// What a report writes, as one text.
func written(_ report: ((String) throws -> Void) throws -> Void) rethrows -> String {
  var text = ""
  try report { text += $0 }
  return text
}
