import EventLog
import Events
import Foundation
import GRDB
import TestSupport
import Testing

/// Making, opening and closing: what stands on the disk, and what is refused.
struct OpeningTests {
  @Test func `a new ledger is private to its owner and marked as one`() throws {
    try Logs.with { _, logs in
      let mode = try FileManager.default.attributesOfItem(atPath: logs.path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      let marks = try logs.foreign().read { database in
        try ["application_id", "user_version", "journal_mode"].map {
          try String.fetchOne(database, sql: "PRAGMA \($0)")
        }
      }
      #expect(marks == ["\(0x5374_626B)", "5", "wal"])
    }
  }

  @Test func `a file that stands there is never replaced`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "notes.txt").path
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      let code = try rejectionCode { try EventLog.create(at: path) }
      #expect(code == "ledger-exists")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
    }
  }

  private struct Refusal: Error {}
  private static func refuse(_ database: Database) throws { throw Refusal() }

  @Test func `a ledger that cannot be made leaves nothing behind`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.db").path
      var refused = false
      do {
        try EventLog.create(at: path, prepare: Self.refuse)
      } catch is Refusal {
        refused = true
      }
      #expect(refused)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left == [])
      let code = try rejectionCode { try EventLog.create(at: folder.path + "/none/a.db") }
      #expect(code == "cannot-create")
    }
  }

  @Test(arguments: [EventLog.Access.reading, .writing])
  func `what is no ledger is refused and left as it is`(_ access: EventLog.Access) throws {
    try withTemporaryFolder { folder in
      let contents = [
        "empty.db": Data(), "text.db": Data(String(repeating: "not a database ", count: 99).utf8),
      ]
      for (name, data) in contents { try data.write(to: folder.appending(path: name)) }
      let foreign = try DatabaseQueue(path: folder.appending(path: "foreign.db").path)
      try foreign.write { try $0.execute(sql: "CREATE TABLE event (seq)") }
      try foreign.close()
      for (name, expected) in [
        ("none.db", "no-ledger"), ("", "not-a-ledger"), ("empty.db", "not-a-ledger"),
        ("text.db", "not-a-ledger"), ("foreign.db", "not-a-ledger"),
      ] {
        let path = folder.appending(path: name).path
        let code = try rejectionCode { _ = try EventLog.open(at: path, for: access) }
        #expect(code == expected, "\(name)")
      }
      for (name, data) in contents {
        let after = try Data(contentsOf: folder.appending(path: name))
        #expect(after == data)
      }
    }
  }

  @Test func `a ledger of a newer form is refused`() throws {
    try Logs.with { log, logs in
      try log.close()
      try logs.foreign().writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 6") }
      let code = try rejectionCode { _ = try EventLog.open(at: logs.path, for: .reading) }
      #expect(code == "newer-ledger")
    }
  }

  @Test func `a file name is never read as an address`() throws {
    try withTemporaryFolder { folder in
      let name = "file:ledger.db?mode=memory"
      let path = folder.path + "/" + name
      try EventLog.create(at: path)
      let log = try EventLog.open(at: path, for: .writing)
      try log.append([registered("alpha")])
      try log.close()
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(try EventLog.open(at: path, for: .reading).head() == 1)
    }
  }

  @Test func `an idle ledger is whole in its one file`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      try log.close()
      let names = try FileManager.default.contentsOfDirectory(atPath: logs.folder.path).sorted()
      #expect(names == ["ledger.db", "ledger.db-lock"])
      let copy = logs.folder.appending(path: "copy.db").path
      try FileManager.default.copyItem(atPath: logs.path, toPath: copy)
      #expect(try EventLog.open(at: copy, for: .reading).head() == 1)
    }
  }

  @Test func `opening for writing writes nothing`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      try log.close()
      let before = try Data(contentsOf: URL(filePath: logs.path))
      try EventLog.open(at: logs.path, for: .writing).close()
      #expect(try Data(contentsOf: URL(filePath: logs.path)) == before)
    }
  }

  @Test func `a writer is durable before it appends`() throws {
    try Logs.with { log, _ in
      let settings = try log.write(wait: .forever) { database in
        try ["synchronous", "wal_autocheckpoint", "secure_delete"].map {
          try Int.fetchOne(database, sql: "PRAGMA \($0)")
        }
      }
      #expect(settings == [2, 0, 1])
      try log.session { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      let code = try rejectionCode { try log.append([registered("alpha")]) }
      #expect(code == "not-durable")
    }
  }

  @Test func `a link leads to the same lock as the file itself`() throws {
    try Logs.with { log, logs in
      let link = logs.folder.appending(path: "link.db").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: logs.path)
      let linked = try EventLog.open(at: link, for: .writing)
      try log.write(wait: .forever) { _ in
        var terms = AppendTerms()
        terms.wait = .seconds(0)
        let code = try rejectionCode { try linked.append([registered("alpha")], terms) }
        #expect(code == "busy")
      }
      #expect(!FileManager.default.fileExists(atPath: link + "-lock"))
      try linked.close()
    }
  }

  @Test func `who waits too long is told who holds the lock`() throws {
    try Logs.with { log, logs in
      let other = try EventLog.open(at: logs.path, for: .writing)
      try log.write(wait: .forever) { _ in
        var terms = AppendTerms()
        terms.wait = .seconds(0.1)
        let rejection = #expect(throws: Rejection.self) {
          try other.append([registered("alpha")], terms)
        }
        #expect(rejection?.code == .busy)
        let pid = ProcessInfo.processInfo.processIdentifier
        #expect(rejection?.message.contains("pid \(pid)") == true)
      }
      // Who gave up does not take the lock later.
      #expect(try other.append([registered("alpha")]).map(\.seq) == [1])
      #expect(try log.append([registered("beta")]).map(\.seq) == [2])
    }
  }

  @Test func `writers still meet when somebody removed the lock file between their appends`() throws
  {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      try FileManager.default.removeItem(atPath: logs.path + "-lock")
      let other = try EventLog.open(at: logs.path, for: .writing)
      try other.write(wait: .forever) { _ in
        var terms = AppendTerms()
        terms.wait = .seconds(0)
        let code = try rejectionCode { try log.append([registered("beta")], terms) }
        #expect(code == "busy")
      }
      #expect(try log.append([registered("beta")]).map(\.seq) == [2])
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func `a ledger in a folder that cannot be written is read with what its WAL holds`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      let before = try FileManager.default.contentsOfDirectory(atPath: logs.folder.path).sorted()
      #expect(before.contains("ledger.db-wal"))
      chmod(logs.folder.path, 0o555)
      defer { chmod(logs.folder.path, 0o755) }
      let reader = try EventLog.open(at: logs.path, for: .reading)
      #expect(try reader.head() == 1)
      try reader.close()
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: logs.folder.path).sorted() == before)
    }
  }
}
