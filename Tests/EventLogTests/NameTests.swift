import EventLog
import Events
import Foundation
import GRDB
import TestSupport
import Testing

/// One file, one name, one lock: whatever leads to a ledger, its writers meet, and what stands beside
/// it under its name is its own.
struct NameTests {
  @Test func `a ledger with two names is read under both and written under none`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      let other = logs.folder.appending(path: "other.db").path
      #expect(link(logs.path, other) == 0)
      // Also by one who opened it before.
      let late = try rejectionCode { try log.append([registered("beta")]) }
      #expect(late == "two-names")
      for path in [logs.path, other] {
        let code = try rejectionCode { _ = try EventLog.open(at: path, for: .writing) }
        #expect(code == "two-names", "\(path)")
      }
      try log.close()
      #expect(try EventLog.open(at: other, for: .reading).head() == 1)
      unlink(other)
      let again = try EventLog.open(at: logs.path, for: .writing)
      #expect(try again.append([registered("beta")]).map(\.seq) == [2])
      try again.close()
    }
  }

  @Test func `writers of one file meet although each has a lock file of its own`() throws {
    try Logs.with { log, logs in
      let other = logs.folder.appending(path: "moved.db").path
      try log.write(wait: .forever, commit: false) { _ in
        #expect(rename(logs.path, other) == 0)
        defer { rename(other, logs.path) }
        let renamed = try EventLog.open(at: other, for: .writing)
        var terms = AppendTerms()
        terms.wait = .seconds(0)
        let code = try rejectionCode { try renamed.append([registered("alpha")], terms) }
        #expect(code == "busy")
        try renamed.close()
      }
    }
  }

  @Test func `what was recorded before a ledger was moved goes with it`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      let other = logs.folder.appending(path: "moved.db").path
      #expect(rename(logs.path, other) == 0)
      // It stood in the WAL, which keeps its name.
      try log.close()
      #expect(try EventLog.open(at: other, for: .reading).head() == 1)
    }
  }

  static let links = ["chain.db", "relative.db", "elsewhere/absolute.db", "elsewhere/dangling.db"]

  @Test(arguments: links)
  func `every kind of link leads to the one file, its lock and its side files`(
    _ name: String
  ) throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      try FileManager.default.createDirectory(
        atPath: path("elsewhere"), withIntermediateDirectories: true)
      symlink("ledger.db", path("relative.db"))
      symlink("relative.db", path("chain.db"))
      symlink(path("ledger.db"), path("elsewhere/absolute.db"))
      symlink("../ledger.db", path("elsewhere/dangling.db"))
      // Made through the link, where nothing is yet.
      try EventLog.create(at: path(name))
      let log = try EventLog.open(at: path(name), for: .writing)
      try log.append([registered("alpha")])
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      #expect(names.contains("ledger.db-lock"))
      #expect(names.contains("ledger.db-wal"))
      #expect(!names.contains { $0.hasPrefix("\(name)-") })
      try log.close()
      var information = stat()
      #expect(lstat(path(name), &information) == 0 && information.st_mode & S_IFMT == S_IFLNK)
      #expect(try EventLog.open(at: path("ledger.db"), for: .reading).head() == 1)
    }
  }

  enum Strange: CaseIterable {
    case link, danglingLink, hardLink, pipe, folder
    static let endings = ["-lock", "-wal", "-shm", "-journal"]

    func make(at path: String, _ precious: String) {
      switch self {
      case .link: symlink(precious, path)
      case .danglingLink: symlink(precious + "-none", path)
      case .hardLink: Foundation.link(precious, path)
      case .pipe: mkfifo(path, 0o600)
      case .folder: mkdir(path, 0o700)
      }
    }
  }

  @Test(arguments: Strange.allCases, Strange.endings)
  func `what stands beside a ledger and is no plain file is neither followed nor waited for`(
    _ strange: Strange, _ ending: String
  ) throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      try log.close()
      unlink(logs.path + "-lock")
      let precious = logs.folder.appending(path: "precious").path
      try Data("not yours".utf8).write(to: URL(filePath: precious))
      strange.make(at: logs.path + ending, precious)
      for access in [EventLog.Access.reading, .writing, .verifying] {
        let code = try rejectionCode { _ = try EventLog.open(at: logs.path, for: access) }
        #expect(code == "strange-file", "\(access)")
      }
      #expect(try Data(contentsOf: URL(filePath: precious)) == Data("not yours".utf8))
      #expect(access(precious + "-none", F_OK) != 0)
    }
  }

  @Test func `a file that was named like the lock keeps what it holds`() throws {
    try Logs.with { log, logs in
      let lock = logs.path + "-lock"
      try log.close()
      unlink(lock)
      try Data("my notes on locks".utf8).write(to: URL(filePath: lock))
      let writer = try EventLog.open(at: logs.path, for: .writing)
      let code = try rejectionCode { try writer.append([registered("alpha")]) }
      #expect(code == "strange-file")
      #expect(try Data(contentsOf: URL(filePath: lock)) == Data("my notes on locks".utf8))
    }
  }

  @Test func `a new ledger does not take another one's changes for its own`() throws {
    try Logs.with { log, logs in
      try log.append([registered("alpha")])
      let wal = try Data(contentsOf: URL(filePath: logs.path + "-wal"))
      #expect(!wal.isEmpty)
      let place = logs.folder.appending(path: "new.db").path
      try wal.write(to: URL(filePath: place + "-wal"))
      let code = try rejectionCode { try EventLog.create(at: place) }
      #expect(code == "strange-file")
      #expect(try Data(contentsOf: URL(filePath: place + "-wal")) == wal)
    }
  }

  @Test func `a ledger is private whatever the mask of the process takes away`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      let before = umask(0o777)
      defer { umask(before) }
      try EventLog.create(at: path)
      let log = try EventLog.open(at: path, for: .writing)
      try log.append([registered("alpha")])
      for ending in ["", "-lock", "-wal"] {
        var information = stat()
        #expect(stat(path + ending, &information) == 0)
        #expect(information.st_mode & 0o777 == 0o600, "\(ending)")
      }
      try log.close()
      let copy = try PrivateFolder(for: [path]).makeFile("copy")
      #expect(access(copy, F_OK) != 0)
    }
  }

  @Test(arguments: ["moved", "removed", "replaced"])
  func `nothing is acknowledged into a file that left its place while it was written`(
    _ fate: String
  ) throws {
    try Logs.with { first, logs in
      try first.append([registered("alpha")])
      try first.close()
      let log = try EventLog.open(at: logs.path, for: .writing)
      let other = logs.folder.appending(path: "other.db").path
      try EventLog.create(at: other)
      let code = try rejectionCode {
        var drafts = [registered("beta"), registered("gamma")]
        try log.appendEach(
          work: Logs.noWork,
          next: {
            // As one who reads from a slow pipe.
            if drafts.count == 1 {
              switch fate {
              case "moved": rename(logs.path, logs.path + ".away")
              case "removed": unlink(logs.path)
              default: rename(other, logs.path)
              }
            }
            return try drafts.popLast().map { log.prepare(try Accepted($0)) }
          }, receipt: { _ in })
      }
      #expect(code == "busy")
      try log.close()
      if fate == "moved" {
        rename(logs.path + ".away", logs.path)
        #expect(try EventLog.open(at: logs.path, for: .reading).head() == 1)
      }
      if fate == "replaced" {
        #expect(try EventLog.open(at: logs.path, for: .reading).head() == 0)
      }
    }
  }
}
