import Foundation
import Stakebook
import TestSupport
import Testing

/// A file is imported whatever ends its lines; what takes nothing says so.
struct ImportTests {
  /// Imports a file of these bytes into a ledger that is made for it.
  private static func importing<Result>(
    _ bytes: [UInt8], as name: String, restoring: Bool = false,
    _ body: (Imported, Ledger) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      let file = folder.appending(path: name)
      try Data(bytes).write(to: file)
      let imported = try ledger.importFiles([file.path], restoring: restoring)
      return try body(imported, ledger)
    }
  }

  private static let rows = [
    "type,effective,entity,name,kind,note", "entity.registered,2019,alpha,Alpha,company,",
    "entity.registered,2019,beta,Beta,company,last",
  ]
  private static let lines = ["alpha", "beta"].map { name in
    #"{"type":"entity.registered","effective":"2019","data":{"entity":"\#(name)","#
      + #""name":"B","kind":"company"}}"#
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [true, false])
  func `lines may end with LF, CR LF or CR, the last one with nothing`(
    end: String, isWhole: Bool
  ) throws {
    for (name, lines) in [("a.csv", Self.rows), ("a.jsonl", Self.lines)] {
      let text = lines.joined(separator: end) + (isWhole ? end : "")
      try Self.importing(Array(text.utf8), as: name) { imported, ledger in
        #expect(imported.appended == 2, "\(name)")
        #expect(imported.emptyFiles == [])
        let note = try ledger.event("2").note
        #expect(note == (name == "a.csv" ? "last" : nil))
      }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a file longer than what is read at once is parted the same way`(end: String) throws {
    let lines = (0..<4000).map { Self.lines[0].replacing("alpha", with: "entity-\($0)") }
    try Self.importing(Array(lines.joined(separator: end).utf8), as: "a.jsonl") { imported, _ in
      #expect(imported.appended == 4000)
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"], ["\n", "\r\n", "\r"])
  func `line ends in quotes are kept as they stand`(end: String, inside: String) throws {
    let note = "one\(inside)two\(inside)\(inside)"
    let text = Self.rows[0] + end + "entity.registered,2019,alpha,Alpha,company,\"\(note)\"" + end
    try Self.importing(Array(text.utf8), as: "a.csv") { _, ledger in
      let kept = try ledger.event("1").note ?? ""
      #expect(Array(kept.utf8) == Array(note.utf8))
    }
  }

  @Test(arguments: [
    ("a.csv", "type,effective,entity,name,kind\n"), ("a.csv", "type,effective\r"),
    ("a.jsonl", ""), ("a.jsonl", "\n\r\n \r"),
  ])
  func `a file without an event is told`(name: String, text: String) throws {
    for restoring in name.hasSuffix("csv") ? [false] : [false, true] {
      try Self.importing(Array(text.utf8), as: name, restoring: restoring) { imported, _ in
        #expect(imported.appended == 0)
        #expect(imported.emptyFiles.map { URL(filePath: $0).lastPathComponent } == [name])
      }
    }
  }

  @Test(arguments: [
    ("type,effective,nmae", "Did you mean 'name'?"),
    ("type,effective,Name", "Did you mean 'name'?"),
    ("type,effective, entity", "Did you mean 'entity'?"),
    ("type,effective,source.titel", "Did you mean 'source.title'?"),
    ("type,effective,ends.no", "Did you mean 'ends.on'?"),
    ("type,effective,zzzzzz", "`stakebook types TYPE --csv` prints the columns of a type."),
    ("type,effective,", "`stakebook types TYPE --csv` prints the columns of a type."),
  ])
  func `a column that no type has is refused at the header, with rows and without`(
    header: String, hint: String
  ) throws {
    for rows in ["", "\n", "\nentity.registered,2019,\n"] {
      let rejection = #expect(throws: Rejection.self) {
        try Self.importing(Array((header + rows).utf8), as: "a.csv") { _, _ in }
      }
      #expect(rejection?.code == .unknownField)
      #expect(rejection?.hint == hint)
      #expect(rejection?.location?.line == 1)
    }
  }

  @Test func `the columns of every type's template may stand in one header`() throws {
    for type in Catalogue.types {
      let header = try csvTemplate(for: type.type.text).joined(separator: ",")
      try Self.importing(Array((header + "\n").utf8), as: "a.csv") { imported, _ in
        #expect(imported.emptyFiles.count == 1, "\(type.type)")
      }
    }
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 is read where it is a table, and refused by its name where it is JSONL`(
    encoding: String.Encoding
  ) throws {
    func bytes(_ lines: [String]) throws -> [UInt8] {
      Array(try #require(lines.joined(separator: "\r\n").data(using: encoding)))
    }
    try Self.importing(try bytes(Self.rows), as: "a.csv") { imported, _ in
      #expect(imported.appended == 2)
    }
    let rejection = #expect(throws: Rejection.self) {
      try Self.importing(try bytes(Self.lines), as: "a.jsonl") { _, _ in }
    }
    #expect(rejection?.code == .jsonUTF8)
    #expect(rejection?.message.contains("UTF-16") == true)
  }

  @Test
  func `a table of field names is read in any dialect, and one of other names is shown the guide`()
    throws
  {
    let text = Self.rows.joined(separator: "\n")
    for (name, bytes) in [
      ("a.csv", Array(text.replacing(",", with: ";").utf8)),
      ("a.tsv", Array(text.replacing(",", with: "\t").utf8)),
    ] {
      try Self.importing(bytes, as: name) { imported, ledger in
        #expect(imported.appended == 2)
        let note = try ledger.event("2").note
        #expect(note == "last")
      }
    }
    let rejection = #expect(throws: Rejection.self) {
      try Self.importing(Array("Date,Investor\n2020,A\n".utf8), as: "a.csv") { _, _ in }
    }
    #expect(rejection?.hint?.contains("--guide") == true)
  }

  /// A ledger of before may hold it: what the log kept is not judged again.
  @Test func `an export with an amount that would be refused today is restored as it was`() throws {
    let data =
      #"{"commitment":"loan","investor":"alpha","issuer":"beta","amount":{"text":"EUR 1.500","#
      + #""currency":"EUR","certainty":"exact","minor":150,"low":150,"high":150}}"#
    let formed = #"{"name":"Deal","parties":["alpha","beta"]}"#
    let drafts =
      Self.lines
      + [
        #"{"type":"partnership.formed","stream":"deal","effective":"2019","data":\#(formed)}"#,
        #"{"type":"capital.committed","stream":"deal","effective":"2019","data":\#(data)}"#,
      ]
    var export = ""
    try Self.importing(Array(drafts.joined(separator: "\n").utf8), as: "a.jsonl") { _, ledger in
      try ledger.forEachEvent { export += try $0.line.canonical + "\n" }
    }
    try Self.importing(Array(export.utf8), as: "b.jsonl", restoring: true) { imported, ledger in
      #expect(imported.appended == 4)
      var again = ""
      try ledger.forEachEvent { again += try $0.line.canonical + "\n" }
      #expect(again == export)
      try ledger.correct("4", Correction(reason: "the day was another"))
      let data = try ledger.event("5").data
      #expect(data?.contains("\"minor\":150,") == true)
    }
  }

  private static func largest(_ text: String, _ count: Int) -> Draft {
    Draft(
      type: "entity.registered", effective: "2019",
      data: ["entity": "alpha", "name": "Alpha", "kind": "company"],
      actor: String(repeating: text, count: count), note: "n", correlationID: "c",
      causationID: "d")
  }

  /// The most of such texts for which an event is taken.
  private static func most(_ text: String) throws -> Int {
    var (taken, refused) = (1, 2 << 20)
    while refused - taken > 1 {
      let middle = (taken + refused) / 2
      do {
        _ = try Accepted(largest(text, middle))
        taken = middle
      } catch {
        #expect(error.code == .tooLarge)
        refused = middle
      }
    }
    return taken
  }

  @Test(arguments: ["a", "\u{1}", "\"", "é", "\\"])
  func `the largest event that is taken is restored and imported from its line`(
    _ text: String
  ) throws {
    let count = try Self.most(text)
    #expect(count > 100_000 && count < 1 << 20)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      try ledger.append([Self.largest(text, count)])
      let line = try ledger.event("1").line
      for restoring in [true, false] {
        var written = line
        if !restoring, case .object(var object) = line {
          for name in ["seq", "version", "recorded_at", "salt", "content_hash", "leaf_hash", "id"] {
            object[name] = nil
          }
          written = .object(object)
        }
        let bytes = Array((written.canonical + "\n").utf8)
        try Self.importing(bytes, as: "a.jsonl", restoring: restoring) { imported, other in
          #expect(imported.appended == 1)
          let actor = try other.event("1").actor
          #expect(actor == String(repeating: text, count: count))
        }
      }
    }
  }
}
