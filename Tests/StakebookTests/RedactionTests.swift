import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// What is erased is gone from the file, and every proof holds as before.
struct RedactionTests {
  private static let mark = "Zwölfender-Kennwort-4711"

  /// The files of the folder in which the words can be read.
  private static func files(of trust: TrustLedger) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: trust.folder.path).filter { name in
      let bytes = FileManager.default.contents(
        atPath: trust.folder.appending(path: name).path)
      return bytes?.range(of: Data(Self.mark.utf8)) != nil
    }
  }

  @Test func `an erased event cannot be read anywhere in the files, and its leaf verifies`() throws
  {
    try TrustLedger.with(20) { trust in
      let long = String(repeating: "\(Self.mark) ", count: 600)
      try trust.write { ledger in
        let drafts = (1...30).map { number in
          Draft(
            type: "note.recorded", stream: "microsoft-openai", effective: "2024",
            data: ["text": .string("\(number) \(number == 7 ? long : Self.mark)")],
            sources: [["title": .string("From \(Self.mark)")]], actor: Self.mark, note: Self.mark,
            correlationID: Self.mark, causationID: Self.mark)
        }
        try ledger.append(drafts)
      }
      let key = try SigningKey(name: "example.com/log")
      let checkpoint = try trust.use { try $0.proofs().checkpoint(with: key) }
      #expect(try Self.files(of: trust) == ["ledger.db"])
      try trust.write { ledger in
        for seq in 21...50 { try ledger.redact("\(seq)", reason: "by law") }
        // Not only after it was closed.
        #expect(try Self.files(of: trust) == [])
        #expect(try ledger.audit() == [])
      }
      #expect(try Self.files(of: trust) == [])
      try trust.use { ledger in
        let (verification, failures) = try ledger.verify()
        #expect(verification.findings == [])
        #expect(failures.isEmpty)
        #expect(verification.erased == 30)
        try ledger.proofs().inclusion(of: 21, in: checkpoint).check()
        #expect(try ledger.event("21").data == nil)
        #expect(try ledger.event("51").type == "event.redacted")
      }
    }
  }

  /// Every type of the catalogue, each event but those about events erased in turn.
  @Test func `state follows from what is left, whatever is erased`() throws {
    try TrustLedger.with(1) { trust in
      try FileManager.default.removeItem(atPath: trust.path)
      try Ledger.create(at: trust.path)
      try trust.write { ledger in
        _ = try ledger.importFiles(
          [Package.fixtures.appending(path: "catalogue.jsonl").path], restoring: true)
        for seq in 1...(try ledger.head()) {
          guard try !ledger.event("\(seq)").type.hasPrefix("event.") else {
            #expect(throws: Rejection.self) { try ledger.redact("\(seq)", reason: "by law") }
            continue
          }
          try ledger.redact("\(seq)", reason: "by law")
          if seq.isMultiple(of: 10) { _ = try ledger.snapshot() }
        }
        #expect(try ledger.audit() == [])
        #expect(try ledger.verify().verification.findings == [])
      }
    }
  }

  @Test func `an export of a ledger with erasures restores to the same root`() throws {
    try TrustLedger.with { trust in
      let key = try SigningKey(name: "example.com/log")
      let file = trust.folder.appending(path: "export.jsonl").path
      var root: [UInt8] = []
      try trust.write { ledger in
        try ledger.redact("30", reason: "by law")
        try ledger.redact("31", reason: "by law")
        root = try ledger.proofs().checkpoint(with: key).checkpoint.root
        var lines = ""
        try ledger.forEachEvent { lines += try $0.line.canonical + "\n" }
        try lines.write(toFile: file, atomically: true, encoding: .utf8)
      }
      let other = trust.folder.appending(path: "other.db").path
      try Ledger.create(at: other)
      let ledger = try Ledger.open(at: other, for: .writing)
      _ = try ledger.importFiles([file], restoring: true)
      #expect(try ledger.proofs().checkpoint(with: key).checkpoint.root == root)
      #expect(try ledger.verify().verification.erased == 2)
      try ledger.close()
    }
  }

  @Test func `an export that lost an event's content without a word of it is not restored`() throws
  {
    try TrustLedger.with(12) { trust in
      var lines: [String] = []
      try trust.write { ledger in
        try ledger.redact("12", reason: "by law")
        try ledger.forEachEvent { lines.append(try $0.line.canonical) }
      }
      let file = trust.folder.appending(path: "export.jsonl").path
      try (lines.dropLast().joined(separator: "\n") + "\n").write(
        toFile: file, atomically: true, encoding: .utf8)
      let other = trust.folder.appending(path: "other.db").path
      try Ledger.create(at: other)
      let ledger = try Ledger.open(at: other, for: .writing)
      #expect(throws: Rejection.self) { try ledger.importFiles([file], restoring: true) }
      #expect(try ledger.head() == 0)
      try ledger.close()
    }
  }

  @Test func `content taken away behind the ledger's back is found`() throws {
    try TrustLedger.with(12) { trust in
      try trust.tamper {
        try $0.execute(
          sql: """
            UPDATE event
            SET data = NULL, sources = NULL, actor = NULL, note = NULL, correlation_id = NULL,
              causation_id = NULL, salt = NULL
            WHERE seq = 9
            """)
      }
      try trust.use { ledger in
        let findings = try ledger.verify().verification.findings
        #expect(findings.map(\.seq) == [9])
      }
    }
  }

  @Test func `an erasure is not appended, imported or repeated by other ways`() throws {
    try TrustLedger.with(12) { trust in
      try trust.write { ledger in
        let id = try EventID(ledger.event("9").id)
        #expect(throws: Rejection.self) {
          try ledger.append(
            EventRedacted(event: id, reason: "by law"), stream: StreamID("entities"),
            effective: PartialDate("2024"))
        }
        try ledger.redact("9", reason: "by law")
        #expect(throws: Rejection.self) { try ledger.redact("9", reason: "again") }
        #expect(throws: Rejection.self) { try ledger.redact("13", reason: "the erasure") }
        #expect(throws: Rejection.self) { try ledger.redact("99", reason: "none") }
      }
    }
  }
}
