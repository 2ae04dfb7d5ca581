import EventLog
import Events
import Foundation
import GRDB
import TestSupport
import Testing

/// Nobody has to know SQLite: whatever it says comes out in our words, with what to do.
struct FailureTests {
  /// Every result there is, with extended ones: https://www.sqlite.org/rescode.html.
  static let results: [Int32] =
    Array(1...28) + [
      264, 520, 776, 1032, 1288, 1544,  // READONLY_…
      261, 517, 773, 262, 518,  // BUSY_…, LOCKED_…
      266, 522, 778, 1034, 1290, 2570, 3082, 3338, 4106, 5386, 6410,  // IOERR_…
      270, 526, 782, 1038, 267, 523, 779,  // CANTOPEN_…, CORRUPT_…
      275, 531, 787, 1299, 1555, 1811, 2067, 3091,  // CONSTRAINT_…
    ]

  static let raw = [
    "SQLite", "SQLITE", "PRAGMA", "not an error", "malformed", "disk image", "database is locked",
    "disk I/O", "unable to open", "readonly database", "constraint failed", "SQL logic",
  ]

  @Test(arguments: results)
  func `every result of SQLite has words of our own, and says what to do`(_ result: Int32) throws {
    try Logs.with { log, _ in
      let rejection = #expect(throws: Rejection.self) {
        try log.session { _ in
          throw DatabaseError(
            resultCode: ResultCode(rawValue: result), message: "not an error",
            sql: "PRAGMA cache_size = 1")
        }
      }
      let line = (rejection?.description ?? "").replacing("$SQLITE_TMPDIR", with: "")
      #expect(!Self.raw.contains { line.contains($0) || line.contains($0.lowercased()) }, "\(line)")
      #expect(rejection?.hint != nil || rejection?.code == .interrupted, "\(line)")
    }
  }

  @Test func `a program that does not take the lock is waited for as long as was asked`() throws {
    try Logs.with { log, logs in
      let foreign = try logs.foreign()
      try foreign.writeWithoutTransaction { database in
        try database.execute(sql: "BEGIN IMMEDIATE")
        for seconds in [0, 0.2] {
          var terms = AppendTerms()
          terms.wait = .seconds(seconds)
          let rejection = #expect(throws: Rejection.self) {
            try log.append([registered("alpha")], terms)
          }
          #expect(rejection?.code == .busy)
        }
        try database.execute(sql: "ROLLBACK")
      }
      #expect(try log.append([registered("alpha")]).map(\.seq) == [1])
    }
  }

  /// The holder never lets go: who waits for it when it closes does not come back.
  @Test func `closing waits for nobody`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      let holder = try EventLog.open(at: logs.path, for: .writing)
      let closed = DispatchSemaphore(value: 0)
      try holder.write(wait: .forever, commit: false) { _ in
        Thread.detachNewThread {
          try? log.close()
          closed.signal()
        }
        #expect(closed.wait(timeout: .now() + 5) == .success)
      }
      try holder.close()
      #expect(try EventLog.open(at: logs.path, for: .reading).head() == 1)
    }
  }
}
