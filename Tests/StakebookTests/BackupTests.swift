import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A backup is one moment of the ledger, and a restore replaces nothing that it did not check.
struct BackupTests {
  /// Readers may leave empty side files.
  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
  }

  @Test func `a backup is private, whole, and equal to the ledger`() throws {
    try TrustLedger.with { trust in
      let copy = trust.folder.appending(path: "copy.db").path
      let events = try trust.use(.reading) { try $0.back(up: copy) }
      #expect(events == 91)
      #expect(try Self.names(in: trust.folder) == ["copy.db", "ledger.db", "ledger.db-lock"])
      let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      var texts: [String] = []
      for path in [trust.path, copy] {
        let ledger = try Ledger.open(at: path)
        texts.append(try ledger.snapshot(clock: Clock(asOf: Day("2025-12-01"))).text)
        try ledger.close()
      }
      #expect(texts[0] == texts[1])
    }
  }

  @Test func `a backup replaces nothing unless it is told to`() throws {
    try TrustLedger.with(12) { trust in
      let copy = trust.folder.appending(path: "copy.db")
      try Data("mine".utf8).write(to: copy)
      try trust.use(.reading) { ledger in
        #expect(throws: Rejection.self) { try ledger.back(up: copy.path) }
        #expect(try Data(contentsOf: copy) == Data("mine".utf8))
        try ledger.back(up: copy.path, replacing: true)
      }
      #expect(try Ledger.open(at: copy.path).head() == 12)
    }
  }

  @Test func `a ledger that is not as it was written is not backed up`() throws {
    try TrustLedger.with(12) { trust in
      try trust.tamper { try $0.execute(sql: "UPDATE event SET note = 'x' WHERE seq = 5") }
      let copy = trust.folder.appending(path: "copy.db").path
      try trust.use(.reading) { ledger in
        #expect(throws: Rejection.self) { try ledger.back(up: copy) }
      }
      #expect(try Self.names(in: trust.folder) == ["ledger.db", "ledger.db-lock"])
    }
  }

  @Test func `a restore keeps what it replaces, and a writer with the old file is told`() throws {
    try TrustLedger.with(12) { trust in
      let copy = trust.folder.appending(path: "copy.db").path
      try trust.use(.reading) { _ = try $0.back(up: copy) }
      let writer = try Ledger.open(at: trust.path, for: .writing)
      try writer.append(
        EntityRegistered(entity: EntityID("later"), name: "Later", kind: .company),
        effective: PartialDate("2020"))
      #expect(throws: Rejection.self) { try Ledger.restore(copy, to: trust.path) }
      let restored = try Ledger.restore(copy, to: trust.path, replacing: true)
      #expect(restored.events == 12)
      let kept = try #require(restored.kept)
      do {
        try writer.append(
          EntityRegistered(entity: EntityID("lost"), name: "Lost", kind: .company),
          effective: PartialDate("2020"))
        Issue.record("an append into the replaced file was acknowledged")
      } catch let rejection as Rejection { #expect(rejection.code == .busy) }
      try? writer.close()
      let head = try trust.use { try $0.head() }
      #expect(head == 12)
      #expect(try Ledger.open(at: kept).head() == 13)
    }
  }

  @Test func `a backup that was changed is not restored, and nothing is touched`() throws {
    try TrustLedger.with(12) { trust in
      let copy = trust.folder.appending(path: "copy.db").path
      try trust.use(.reading) { _ = try $0.back(up: copy) }
      let other = TrustLedger(folder: trust.folder.appending(path: "other"))
      try FileManager.default.createDirectory(
        at: other.folder, withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: copy, toPath: other.path)
      try other.tamper { try $0.execute(sql: "UPDATE event SET note = 'x' WHERE seq = 5") }
      let before = try Data(contentsOf: URL(filePath: trust.path))
      #expect(throws: Rejection.self) {
        try Ledger.restore(other.path, to: trust.path, replacing: true)
      }
      #expect(try Data(contentsOf: URL(filePath: trust.path)) == before)
      #expect(
        try Self.names(in: trust.folder) == ["ledger.db", "ledger.db-lock", "other"])
    }
  }

  @Test func `a plain copy of an idle ledger is complete`() throws {
    try TrustLedger.with { trust in
      let copy = trust.folder.appending(path: "copy.db").path
      try FileManager.default.copyItem(atPath: trust.path, toPath: copy)
      let ledger = try Ledger.open(at: copy)
      #expect(try ledger.verify().verification.events == 91)
      try ledger.close()
    }
  }
}
