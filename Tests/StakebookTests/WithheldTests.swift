import Foundation
import Stakebook
import TestSupport
import Testing

/// What stands in a copy without its content is told, kept, and no way to hide an erasure.
struct WithheldTests {
  private static let erasing = """
    UPDATE event
    SET data = NULL, sources = NULL, actor = NULL, note = NULL, correlation_id = NULL, causation_id = NULL,
      salt = NULL
    WHERE seq = 5
    """
  private static let noting = "INSERT INTO hub_withheld VALUES (5, 'unknown-field: nothing of it')"

  @Test func `a note made by hand hides no erasure`() throws {
    try TrustLedger.with(12) { trust in
      try trust.tamper { try $0.execute(sql: Self.erasing) }
      try trust.tamper { try $0.execute(sql: Self.noting) }
      let found = try trust.use { try $0.verify().verification.findings }
      #expect(found.map(\.seq) == [5])
      #expect(found.first?.sentence.contains("no event orders it erased") == true)
    }
    for noted in [5, 99] {
      try TrustLedger.with(12) { trust in
        try trust.tamper { try $0.execute(sql: "INSERT INTO hub_withheld VALUES (\(noted), 'x')") }
        let found = try trust.use { try $0.verify().verification.findings }
        #expect(found.map(\.seq) == [Seq(noted)])
      }
    }
  }

  @Test func `in the copy of a hub such a note is told, and no count of the erased`() throws {
    try Team.with(.file) { team in
      let trust = TrustLedger(folder: team.folder)
      try FileManager.default.copyItem(atPath: team.path("first"), toPath: trust.path)
      try trust.tamper { try $0.execute(sql: "\(Self.erasing); \(Self.noting)") }
      let verification = try trust.use { try $0.verify().verification }
      #expect(verification.withheld.map(\.seq) == [5])
      #expect(verification.erased == 0)
      let told = try Shell(in: team.folder).run("stakebook verify -l ledger.db")
      #expect(told.output.contains("12 events, 1 withheld: "))
      #expect(told.errors.contains("seq 5 cannot be read here"))
      // Left alone it is a hole like any other.
      try trust.write { try $0.leave() }
      #expect(try trust.use { try $0.verify().verification.findings.map(\.seq) } == [5])
    }
  }

  @Test(arguments: Team.kinds)
  func `a document that the hub does not give takes no event's content away`(
    _ kind: Team.Kind
  ) throws {
    let (taking, giving) =
      kind == .file
      ? ("ALTER TABLE document RENAME TO away", "ALTER TABLE away RENAME TO document")
      : (
        "REVOKE SELECT ON stakebook.document FROM stakebook_reader",
        "GRANT SELECT ON stakebook.document TO stakebook_reader"
      )
    try Team.with(kind) { team in
      let file = team.folder.appending(path: "10-q.txt")
      try Data("pages".utf8).write(to: file)
      let document = try Document(file: file.path)
      var terms = AppendTerms()
      terms.documents = DocumentSupply([document])
      var draft = registration("acme")
      draft.sources = [["title": "10-Q", "sha256": .string(document.sha256), "file": "10-q.txt"]]
      try team.join("second")
      try team.use("first") { _ = try $0.append([draft], terms) }
      try team.sql(taking)
      #expect(throws: Rejection.self) { try team.use("second") { _ = try $0.pull() } }
      // An append takes what came before it, too.
      try team.use("second") { (ledger: Ledger) throws in
        let done = try? ledger.append([registration("alpha")])
        #expect(done?.waiting?.reason?.code == (kind == .file ? nil : .unknownOutcome))
        #expect(try ledger.head() == 12)
        #expect(try ledger.withheld().isEmpty)
      }
      try team.sql(giving)
      try team.use("second") { (ledger: Ledger) throws in
        #expect(try ledger.push().withheld.isEmpty)
        #expect(try ledger.event("13").data != nil)
        #expect(try ledger.bytes(ofDocument: document.sha256) == document.bytes)
      }
      // Other bytes under its name are no document, and no reason to go on without it.
      try team.join("third", as: kind == .file ? "anna" : "rita")
      try team.sql(
        kind == .file
          ? "DROP TRIGGER document_update; UPDATE document SET bytes = x'00'"
          : """
          ALTER TABLE stakebook.document DISABLE TRIGGER USER;
          ALTER TABLE stakebook.document DROP CONSTRAINT document_check;
          UPDATE stakebook.document SET bytes = '\\x00'
          """)
      let told = try TrustLedger.rejection { try team.join("fourth") }
      #expect(told?.code == .damagedHub)
    }
  }

  @Test(arguments: Team.kinds)
  func `an export with a withheld event is restored, and a hub is made of a log with an erased one`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("redactor", as: "red")
      let schema = kind == .postgres ? "stakebook." : ""
      // A later Stakebook knows it.
      try team.sql("INSERT INTO \(schema)type VALUES ('moon.landed')")
      for (type, data, stream) in [
        ("moon.landed", #"{"a":1}"#, "never-formed"),
        ("entity.registered", #"{"zwoelfender":2}"#, "entities"),
      ] { try UnreadableTests.push(team, type, data, stream: stream) }
      func restored(_ name: String, from ledger: Ledger) throws -> TrustLedger {
        let folder = team.folder.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var lines = ""
        try ledger.forEachLine { lines += $0.canonical + "\n" }
        let file = folder.appending(path: "export.jsonl").path
        try lines.write(toFile: file, atomically: true, encoding: .utf8)
        let copy = TrustLedger(folder: folder)
        try Ledger.create(at: copy.path)
        try copy.write { _ = try $0.importFiles([file], restoring: true) }
        return copy
      }
      func isTold() -> Bool {
        let bytes = FileManager.default.contents(atPath: team.path("redactor"))
        return bytes?.range(of: Data("zwoelfender".utf8)) != nil
      }
      let pulled = try team.use("redactor") { try $0.pull() }
      #expect(pulled.withheld.map(\.seq) == [13, 14])
      #expect(isTold())
      try team.use("redactor") { (ledger: Ledger) throws in
        let copy = try restored("withheld", from: ledger)
        try copy.write { (ledger: Ledger) throws in
          #expect(try ledger.withheld().map(\.seq) == [13, 14])
          #expect(try ledger.withheld().first?.reason.hasPrefix("unknown-type") == true)
          #expect(try ledger.verify().verification.findings.map(\.seq) == [13, 14])
          #expect(try ledger.audit() == [])
          for seq in ["13", "14"] { try ledger.redact(seq, reason: "nobody can read it") }
          #expect(try ledger.verify().verification.findings == [])
        }
        for seq in ["13", "14"] { try ledger.redact(seq, reason: "nobody can read it") }
        let erased = try restored("erased", from: ledger)
        #expect(try erased.use { try $0.verify().verification.findings } == [])
      }
      // What the check said of them may repeat them.
      #expect(!isTold())
      let ledger = try Ledger.open(at: team.path("redactor"), for: .writing)
      #expect(try ledger.withheld().isEmpty)
      try ledger.leave()
      try ledger.close()
      let other = try HubAddress(team.folder.appending(path: "other.hub").path)
      #expect(try Ledger.createHub(at: other, from: team.path("redactor")) == 16)
      try Ledger.join(other, at: team.path("copy"))
      expectSame(try team.export("copy"), try team.export("redactor"))
      if kind == .postgres {
        try team.sql("DROP SCHEMA stakebook CASCADE")
        try team.use("redactor") { try $0.leave() }
        #expect(try Ledger.createHub(at: team.address("owner"), from: team.path("redactor")) == 16)
      }
    }
  }
}
