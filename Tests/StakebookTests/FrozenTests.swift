import Foundation
import Stakebook
import TestSupport
import Testing

/// Ledger files that earlier versions wrote open, verify and rebuild, and say the same.
struct FrozenTests {
  static let files =
    (try? FileManager.default.contentsOfDirectory(
      atPath: Package.fixtures.appending(path: "frozen").path
    ).filter { $0.hasSuffix(".ledger") }) ?? []

  @Test func `there is a frozen file of every form`() {
    #expect(
      Set(Self.files).isSuperset(of: [
        "form-1.ledger", "form-2.ledger", "form-3.ledger", "form-4.ledger",
        "form-5.ledger",
      ]))
  }

  @Test(arguments: files)
  func `a frozen ledger opens, verifies, rebuilds, restores from its export, and is appended to`(
    _ name: String
  ) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "frozen.db").path
      try FileManager.default.copyItem(
        atPath: Package.fixtures.appending(path: "frozen/\(name)").path, toPath: path)

      let reader = try Ledger.open(at: path)
      #expect(try reader.verify().verification.findings == [])
      let asRead = try reader.snapshot(clock: Clock(asOf: Day("2024-06-30"))).text
      try reader.close()

      let writer = try Ledger.open(at: path, for: .writing)
      try writer.rebuild()
      #expect(try writer.audit() == [])
      #expect(try writer.snapshot(clock: Clock(asOf: Day("2024-06-30"))).text == asRead)
      var lines = ""
      try writer.forEachEvent { lines += try $0.line.canonical + "\n" }
      let export = folder.appending(path: "export.jsonl").path
      try lines.write(toFile: export, atomically: true, encoding: .utf8)
      try writer.append(
        EntityRegistered(entity: "one-more", name: "One more", kind: .company),
        effective: "2019")
      #expect(try writer.verify().verification.findings == [])
      try writer.close()

      let restored = folder.appending(path: "restored.db").path
      try Ledger.create(at: restored)
      let fresh = try Ledger.open(at: restored, for: .writing)
      _ = try fresh.importFiles([export], restoring: true)
      #expect(try fresh.snapshot(clock: Clock(asOf: Day("2024-06-30"))).text == asRead)
      try fresh.close()
    }
  }
}
