import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A document lies in the ledger once, as it was attached, as long as an event names it.
struct DocumentTests {
  private static let mark = "Zwölfender-Urkunde-4711"
  private static let bytes = Array(
    String(repeating: "\(mark) \u{0}\r\n", count: 4000).utf8)

  private static func file(
    _ name: String = "10-q.pdf", _ bytes: [UInt8] = bytes, in trust: TrustLedger
  ) throws -> Document {
    let path = trust.folder.appending(path: name)
    try Data(bytes).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try Document(file: path.path)
  }

  /// Records a note with a document.
  @discardableResult
  private static func append(_ document: Document, to ledger: Ledger) throws -> Seq {
    let source = try Source("Form 10-Q").with(file: document.name, sha256: document.sha256)
    var terms = AppendTerms()
    terms.documents = DocumentSupply([document])
    let draft = Draft(
      type: "note.recorded", stream: "microsoft-openai", effective: "2024",
      data: ["text": "a note"], sources: [source.said])
    return try #require(try ledger.append([draft], terms).receipts.first).seq
  }

  private static func named(in ledger: Ledger) throws -> [NamedDocument] {
    var all: [NamedDocument] = []
    try ledger.forEachDocument { all.append($0) }
    return all
  }

  @Test func `a document comes out as it went in, and lies there once for all events`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      try trust.write { ledger in
        for _ in 1...3 { try Self.append(document, to: ledger) }
        #expect(try ledger.bytes(ofDocument: document.sha256) == Self.bytes)
        #expect(
          try Self.named(in: ledger).map(\.size)
            == Array(repeating: Int64(Self.bytes.count), count: 3))
        let (verification, _) = try ledger.verify()
        #expect(verification.findings == [])
        #expect(verification.documents == 1)
      }
    }
  }

  @Test func `an event gets a document by being said again, and stays as it is`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      try trust.write { ledger in
        let before = try ledger.event("8")
        guard case .said(let appended) = try ledger.attach(document, to: "8") else {
          Issue.record("nothing was appended")
          return
        }
        #expect(appended.receipts.map(\.seq) == [21, 22])
        #expect(try ledger.event("8") == before)
        #expect(try ledger.withdrawal(of: 8) == 22)
        let named = try Self.named(in: ledger)
        #expect(named.map(\.event) == [21])
        #expect(named.map(\.title) == ["Microsoft extends its partnership with OpenAI"])
        guard case .known = try ledger.attach(document, to: "21") else {
          Issue.record("it was not known")
          return
        }
        // Two sources: whose document it is has to be said.
        let refusal = try TrustLedger.rejection { _ = try ledger.attach(document, to: "11") }
        #expect(refusal?.code == .badSource)
        _ = try ledger.attach(document, to: "11", at: 2)
        #expect(try Self.named(in: ledger).map(\.position) == [1, 2])
        #expect(try ledger.audit() == [])
      }
    }
  }

  @Test func `a dry run takes nothing in, and what nobody has is refused`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      try trust.write { ledger in
        var terms = AppendTerms()
        terms.isDryRun = true
        _ = try ledger.attach(document, to: "8", terms)
        #expect(try Self.named(in: ledger).isEmpty)
        let source = try Source("a").with(file: "b", sha256: document.sha256)
        let refusal = try TrustLedger.rejection {
          try ledger.append(
            NoteRecorded(text: "x"), stream: "microsoft-openai", effective: "2024",
            sources: [source])
        }
        #expect(refusal?.code == .unknownDocument)
        #expect(try ledger.head() == 20)
        #expect(try ledger.verify().verification.documents == 0)
      }
    }
  }

  /// What somebody does to a document behind the guards, and what is told of it.
  static let tampering = [
    (
      "UPDATE document SET bytes = CAST(bytes || x'00' AS BLOB)",
      "seq 21: the document HASH is not as it was attached"
    ),
    (
      "UPDATE document SET bytes = substr(bytes, 2)",
      "seq 21: the document HASH is not as it was attached"
    ),
    ("DELETE FROM document", "seq 21: its document HASH is missing"),
    (
      "UPDATE document SET sha256 = 'f' || substr(sha256, 2)",
      "the document fHASH is not as it was attached"
    ),
    (
      "INSERT INTO document VALUES ('\(String(repeating: "0", count: 64))', x'00')",
      "the document \(String(repeating: "0", count: 64)) is not as it was attached"
    ),
    (
      """
      INSERT INTO document VALUES \
      ('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', x'00')
      """,
      """
      the document 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d is there, and no \
      event names it
      """
    ),
  ]

  @Test(arguments: tampering)
  func `a verification names a document that was changed, lost or slipped in`(
    _ sql: String, _ sentence: String
  ) throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      try trust.write { try Self.append(document, to: $0) }
      try trust.tamper { try $0.execute(sql: sql) }
      let verification = try trust.use { try $0.verify().verification }
      let told = (verification.findings + verification.missingDocuments).map(\.placed)
      let expected = sentence.replacing("fHASH", with: "f\(document.sha256.dropFirst())")
        .replacing("HASH", with: document.sha256)
      #expect(told.contains(expected), "\(told)")
    }
  }

  @Test func `no SQLite program changes or removes a document that is named`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      try trust.write { try Self.append(document, to: $0) }
      for sql in [
        "UPDATE document SET bytes = x'00'", "DELETE FROM document",
        "INSERT OR REPLACE INTO document SELECT sha256, x'00' FROM document",
      ] {
        #expect(throws: DatabaseError.self) { try TrustLedger.change(sql, at: trust.path) }
      }
      #expect(try trust.use { try $0.bytes(ofDocument: document.sha256) } == Self.bytes)
    }
  }

  @Test func `after the last event that names it is erased, no file holds a byte of it`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      func holding() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: trust.folder.path).filter { name in
          FileManager.default.contents(atPath: trust.folder.appending(path: name).path)?
            .range(of: Data(Self.mark.utf8)) != nil
        }
      }
      try trust.write { ledger in
        try Self.append(document, to: ledger)
        try Self.append(document, to: ledger)
        try ledger.redact("21", reason: "by law")
        #expect(try ledger.bytes(ofDocument: document.sha256) == Self.bytes)
        #expect(try ledger.firstEvent(naming: document.sha256) == 22)
        try ledger.redact("22", reason: "by law")
        // Not only after it was closed.
        #expect(try holding() == [])
        #expect(throws: Rejection.self) { try ledger.bytes(ofDocument: document.sha256) }
        let (verification, _) = try ledger.verify()
        #expect(verification.findings == [])
        #expect(verification.missingDocuments == [])
      }
      #expect(try holding() == [])
    }
  }

  @Test func `an export is restored with its documents, or tells which are missing`() throws {
    try TrustLedger.with(20) { trust in
      let document = try Self.file(in: trust)
      var lines = ""
      try trust.write { ledger in
        try Self.append(document, to: ledger)
        try ledger.forEachEvent { lines += try $0.line.canonical + "\n" }
      }
      let export = trust.folder.appending(path: "export.jsonl").path
      try lines.write(toFile: export, atomically: true, encoding: .utf8)
      let folder = trust.folder.appending(path: "documents")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let name = Document.exportName(document.name, sha256: document.sha256)
      #expect(name == "\(document.sha256).pdf")

      func restored(_ number: Int, _ supply: DocumentSupply) throws -> Ledger {
        let path = trust.folder.appending(path: "restored-\(number).db").path
        try Ledger.create(at: path)
        let ledger = try Ledger.open(at: path, for: .writing)
        var terms = AppendTerms()
        terms.documents = supply
        _ = try ledger.importFiles([export], restoring: true, terms)
        return ledger
      }
      let without = try restored(1, DocumentSupply())
      #expect(try without.verify().verification.missingDocuments.map(\.seq) == [21])
      // What is missing is no reason to do without a copy.
      try without.back(up: trust.folder.appending(path: "backup.db").path)
      guard case .kept = try without.attach(document, to: "21") else {
        Issue.record("it was not kept again")
        return
      }
      #expect(try without.verify().verification.missingDocuments == [])
      try without.close()

      let file = folder.appending(path: name)
      try Data(Self.bytes).write(to: file)
      let whole = try restored(2, DocumentSupply(folder: folder.path))
      #expect(try whole.bytes(ofDocument: document.sha256) == Self.bytes)
      #expect(try whole.verify().verification.missingDocuments == [])
      let copy = trust.folder.appending(path: "copy.db").path
      try whole.back(up: copy)
      try whole.close()
      let back = trust.folder.appending(path: "back.db").path
      _ = try Ledger.restore(copy, to: back)
      let reader = try Ledger.open(at: back)
      #expect(try reader.bytes(ofDocument: document.sha256) == Self.bytes)
      try reader.close()

      try Data(Self.bytes.dropLast()).write(to: file)
      let refusal = try TrustLedger.rejection {
        try restored(3, DocumentSupply(folder: folder.path)).close()
      }
      #expect(refusal?.code == .badDocument)
      let third = try Ledger.open(at: trust.folder.appending(path: "restored-3.db").path)
      #expect(try third.head() == 0)
      try third.close()
    }
  }

  @Test func `a document is one ordinary file of at most 64 MiB that is not empty`() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      func code(_ name: String) throws -> Rejection.Code? {
        try TrustLedger.rejection { _ = try Document(file: path(name)) }?.code
      }
      #expect(try code("nothing") == .noInput)
      #expect(try code("") == .badDocument)
      #expect(mkfifo(path("pipe"), 0o600) == 0)
      #expect(try code("pipe") == .badDocument)
      try Data().write(to: folder.appending(path: "empty"))
      #expect(try code("empty") == .badDocument)
      try Data([1]).write(to: folder.appending(path: "file"))
      #expect(truncate(path("file"), off_t(Document.mostBytes) + 1) == 0)
      #expect(try code("file") == .badDocument)
      #expect(truncate(path("file"), off_t(Document.mostBytes)) == 0)
      #expect(symlink("file", path("link")) == 0)
      let document = try Document(file: path("link"))
      #expect(document.bytes.count == Document.mostBytes)
      #expect(document.name == "link")

      // The greatest one goes in, and comes out.
      try Ledger.create(at: path("ledger.db"))
      let ledger = try Ledger.open(at: path("ledger.db"), for: .writing)
      try ledger.append(
        EntityRegistered(entity: "a", name: "A", kind: .company), effective: "2019")
      _ = try ledger.attach(document, to: "1")
      #expect(try ledger.bytes(ofDocument: document.sha256) == document.bytes)
      #expect(try Self.named(in: ledger).map(\.size) == [Int64(Document.mostBytes)])
      #expect(try code("ledger.db") == .badDocument)
      try ledger.close()
    }
  }

  @Test func `a name given to a document leads nowhere else`() {
    let hash = String(repeating: "a", count: 64)
    for (said, name) in [
      ("10-q.pdf", "10-q.pdf"), ("../../etc/passwd", "passwd"), ("..", "aaaaaaaaaaaaaaaa"),
      (".bashrc", "bashrc"), ("-rf", "rf"), ("a\u{202E}fdp.exe", "a_fdp.exe"),
      ("C:\\x\\y.pdf", "y.pdf"), ("a\nb\u{1B}[2J", "a_b_[2J"), ("", "aaaaaaaaaaaaaaaa"),
      ("/", "aaaaaaaaaaaaaaaa"), ("Protokoll Nr. 5.pdf", "Protokoll Nr. 5.pdf"),
    ] {
      #expect(Document.fileName(said, sha256: hash) == name, "\(said)")
    }
    let long = Document.fileName(String(repeating: "ä", count: 400) + ".pdf", sha256: hash)
    #expect(long.utf8.count <= 180 && long.hasSuffix(".pdf"))
    #expect(Document.exportName("a.p/df", sha256: hash) == hash)
    #expect(Document.exportName(nil, sha256: hash) == hash)
  }

  @Test(arguments: [
    "CREATE TABLE document (a)", "CREATE VIEW document AS SELECT 1",
    "CREATE TABLE a (b); CREATE INDEX document ON a (b)",
  ])
  func `a ledger of an earlier form with something of that name is refused and left alone`(
    _ sql: String
  ) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "frozen.db").path
      try FileManager.default.copyItem(
        atPath: Package.fixtures.appending(path: "frozen/form-2.ledger").path, toPath: path)
      try TrustLedger.change(sql, at: path)
      for access in [EventLog.Access.reading, .writing] {
        let refusal = try TrustLedger.rejection {
          try Ledger.open(at: path, for: access).close()
        }
        #expect(refusal?.code == .foreignSchema)
        #expect(refusal?.hint?.contains("DROP") ?? false, "\(refusal?.description ?? "")")
      }
    }
  }
}
