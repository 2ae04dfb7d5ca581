import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A file takes its place in one way: whole, never over a ledger by mistake, and under the lock of the
/// ledger that is to be replaced.
struct PlacingTests {
  private static func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? Rejection)?.code.rawValue ?? "\(error)" }
  }

  /// A second ledger in the folder, of fewer events.
  private static func other(_ trust: TrustLedger, _ events: Int) throws -> String {
    let path = trust.folder.appending(path: "other.db").path
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    for place in 0..<events {
      try ledger.append(
        EntityRegistered(entity: EntityID("e-\(place)"), name: "E", kind: .company),
        effective: PartialDate("2020"))
    }
    try ledger.close()
    return path
  }

  @Test func `nothing but a ledger takes the place of a ledger, of its lock or its side files`()
    throws
  {
    try TrustLedger.with(12) { trust in
      let link = trust.folder.appending(path: "link.db").path
      symlink("ledger.db", link)
      let before = try Data(contentsOf: URL(filePath: trust.path))
      for isOpen in [false, true] {
        let ledger = isOpen ? try Ledger.open(at: trust.path) : nil
        for name in [trust.path, link]
          + ["-wal", "-shm", "-lock", "-journal"].map({ trust.path + $0 })
        {
          // Another ledger may take a ledger's place, and never that of its parts.
          let isPart = name.contains(".db-")
          for content in [DraftFile.Content.open, .secret] + (isPart ? [.ledger] : []) {
            let code = Self.code { _ = try DraftFile(for: name, content) }
            #expect(code == "is-ledger", "\(name)")
          }
        }
        try ledger?.close()
      }
      #expect(try Data(contentsOf: URL(filePath: trust.path)) == before)
    }
  }

  @Test func `a ledger that came while a file was made is not replaced by it`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "report.html").path
      let draft = try DraftFile(for: path, .open)
      defer { draft.remove() }
      try draft.write(Array("<html>".utf8))
      try Ledger.create(at: path)
      #expect(Self.code { try draft.settle(replacing: true) } == "is-ledger")
      #expect(try Ledger.open(at: path).head() == 0)
    }
  }

  @Test func `a backup settles the ledger that it replaces, and waits for its writers`() throws {
    try TrustLedger.with(12) { trust in
      let other = try Self.other(trust, 3)
      let writer = try Ledger.open(at: other, for: .writing)
      try writer.append(
        EntityRegistered(entity: EntityID("hot"), name: "Hot", kind: .company),
        effective: PartialDate("2020"))
      // What is recorded stands in the WAL, not yet in the file.
      #expect(try !Data(contentsOf: URL(filePath: other + "-wal")).isEmpty)
      let source = try Ledger.open(at: trust.path)
      try writer.append([]) { _ in
        let busy = Self.code {
          try source.back(up: other, replacing: true, wait: .seconds(0))
        }
        #expect(busy == "busy")
      }
      try source.back(up: other, replacing: true)
      #expect(try Ledger.open(at: other, for: .verifying).verify().verification.events == 12)
      #expect(try Ledger.open(at: other).head() == 12)
      // Who still has the old file is told.
      let late = Self.code {
        try writer.append(
          EntityRegistered(entity: EntityID("late"), name: "Late", kind: .company),
          effective: PartialDate("2020"))
      }
      #expect(late == "busy")
      try? writer.close()
      #expect(try Ledger.open(at: other).head() == 12)
      try source.close()
    }
  }

  @Test func `no ledger is copied onto itself, whatever it is called`() throws {
    try TrustLedger.with(12) { trust in
      let names = ["link.db", "hard.db"].map { trust.folder.appending(path: $0).path }
      symlink("ledger.db", names[0])
      link(trust.path, names[1])
      let before = try Data(contentsOf: URL(filePath: trust.path))
      for name in names + [trust.path, trust.folder.path + "/./ledger.db"] {
        let backup = Self.code {
          try trust.use(.reading) { _ = try $0.back(up: name, replacing: true) }
        }
        #expect(backup == "same-file", "\(name)")
        let restore = Self.code { _ = try Ledger.restore(name, to: trust.path, replacing: true) }
        #expect(restore == "same-file", "\(name)")
      }
      #expect(try Data(contentsOf: URL(filePath: trust.path)) == before)
    }
  }

  @Test func `what is no ledger is refused before anything of it is copied`() throws {
    try TrustLedger.with(12) { trust in
      let zeros = trust.folder.appending(path: "zeros.db").path
      // More than any temporary folder has room for.
      let descriptor = open(zeros, O_RDWR | O_CREAT, 0o600)
      #expect(ftruncate(descriptor, 1 << 42) == 0)
      close(descriptor)
      let code = Self.code { _ = try Ledger.restore(zeros, to: trust.path, replacing: true) }
      #expect(code == "not-a-ledger")
      // A ledger with as much behind its end is restored without it.
      let long = trust.folder.appending(path: "long.db").path
      try trust.use(.reading) { _ = try $0.back(up: long) }
      #expect(truncate(long, 1 << 42) == 0)
      #expect(try Ledger.restore(long, to: trust.path, replacing: true).events == 12)
    }
  }

  @Test func `what a killed command left is removed by the next, and named until then`() throws {
    try TrustLedger.with(12) { trust in
      func path(_ name: String) -> String { trust.folder.appending(path: name).path }
      let dead = [
        "copy.db.stakebook-new-77777-1", "copy.db.stakebook-new-77777-1-wal",
        "ledger.db.stakebook-new-77777-2",
      ]
      let alive = try DraftFile(for: path("copy.db"))
      defer { alive.remove() }
      for name in dead { try Data("left".utf8).write(to: URL(filePath: path(name))) }
      // Others on this machine may have been killed, too.
      let named = try Doctor.examine(trust.path).filter {
        $0.subject == "leftovers" && $0.sentence.contains(trust.folder.lastPathComponent)
      }
      #expect(named.count == 4)
      for name in dead + [alive.path] {
        #expect(named.contains { $0.sentence.contains(name) }, "\(name)")
      }
      try trust.use(.reading) { _ = try $0.back(up: path("copy.db")) }
      #expect(access(path(dead[0]), F_OK) != 0)
      #expect(access(path(dead[1]), F_OK) != 0)
      #expect(access(alive.path, F_OK) == 0)
      // Its place is the ledger's: who writes to that finds it.
      #expect(access(path(dead[2]), F_OK) == 0)
      try trust.register("next")
      #expect(access(path(dead[2]), F_OK) != 0)
    }
  }

  @Test func `a private copy of a killed command is removed by the next that makes one`() throws {
    try TrustLedger.with(12) { trust in
      let left = try PrivateFolder(for: [trust.path])
      let dead = left.path + "-dead"
      try FileManager.default.copyItem(atPath: left.path, toPath: dead)
      #expect(Leftovers.all(besides: trust.path).count == 2)
      try Ledger.trial(of: trust.path).close()
      #expect(access(dead, F_OK) != 0)
      #expect(access(left.path, F_OK) == 0)
      #expect(Leftovers.all(besides: trust.path).count == 1)
    }
  }
}
