import Foundation
import TestSupport
import Testing

/// What only reads writes nothing, and so does a dry run.
struct ReadingTests {
  static let commands = [
    "append -n entity.registered entity=new name=New kind=company -e 2020",
    "import -n new.jsonl", "correct -n 3 name=Other --reason x", "retract -n 3 --reason x",
    "confirm -n 3 --source title=x", "audit", "verify", "doctor", "check", "state", "log",
    "sql 'SELECT count(*) FROM stakes'", "export", "snapshot", "report", "views", "queries",
  ]

  /// Names, bytes and times of all that is in a folder, but for SQLite's index of nothing.
  private static func everything(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
      if name.hasPrefix(".captured") || name.hasSuffix("-shm") { return nil }
      let path = folder.appending(path: name).path
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      if name.hasSuffix("-wal"), attributes[.size] as? Int == 0 { return nil }
      let bytes = FileManager.default.contents(atPath: path)?.hashValue ?? 0
      return "\(name) \(bytes) \(attributes[.modificationDate] ?? "")"
    }
  }

  @Test func `a command that only reads changes nothing in the ledger's folder`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let line =
        #"{"type":"entity.registered","effective":"2020","data":{"entity":"new","name":"New","kind":"company"}}"#
      try Data((line + "\n").utf8).write(to: folder.appending(path: "new.jsonl"))
      let fixture = Package.fixtures.appending(path: "microsoft-openai.jsonl").path
      #expect(try shell.run("stakebook init && stakebook import --restore \(fixture)").code == 0)
      // Nobody has written since: there is no lock to be opened.
      try FileManager.default.removeItem(at: folder.appending(path: "stakebook.db-lock"))
      let before = try Self.everything(folder)
      for command in Self.commands {
        let outcome = try shell.run("stakebook \(command)")
        #expect(outcome.code <= 1, "\(command): \(outcome.errors)")
        #expect(try Self.everything(folder) == before, "\(command)")
      }
    }
  }

  @Test func `no file or folder of a report takes a name that is the ledger's`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let fixture = Package.fixtures.appending(path: "microsoft-openai.jsonl").path
      _ = try shell.run("stakebook init && stakebook import --restore \(fixture)")
      for place in [
        "stakebook.db", "stakebook.db-journal", "stakebook.db-wal", "stakebook.db-lock",
      ] {
        for command in [
          "report --format csv -o", "report --assets", "report --format text -o", "pack --key none",
        ] {
          let outcome = try shell.run("stakebook \(command) \(place)")
          #expect(
            outcome.code == 73 || command.hasPrefix("pack"), "\(command) \(place): \(outcome)")
        }
      }
      #expect(try shell.run("stakebook verify").output.hasPrefix("verified 91 events"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/stakebook.db-journal"))
    }
  }

  @Test func `a wait is a number of seconds that a clock can count`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      _ = try shell.run("stakebook init")
      for wait in ["nan", "inf", "-1", "1e400", "soon", ""] {
        let outcome = try shell.run("stakebook rebuild --wait='\(wait)'")
        #expect(outcome.code == 64, "\(wait)")
      }
      for wait in ["0", "0.5", "none"] {
        #expect(try shell.run("stakebook rebuild --wait=\(wait)").code == 0, "\(wait)")
      }
    }
  }

  @Test func `a default day does not make another event of one that is said again`() throws {
    try withTemporaryFolder { folder in
      let shell = Shell(in: folder)
      let id = "018bcfe5-6800-7000-8000-00000000000a"
      let line =
        #"{"type":"note.recorded","stream":"entities","effective":"2020-02-02","id":"\#(id)","data":{"text":"x"}}"#
      try Data((line + "\n").utf8).write(to: folder.appending(path: "note.jsonl"))
      let outcome = try shell.run(
        """
        stakebook init
        stakebook append entity.registered entity=a name=A kind=company -e 2019 > /dev/null
        stakebook import note.jsonl
        stakebook append note.recorded text=x -s entities --id \(id)
        """)
      #expect(outcome.output.contains("already seq 2"), "\(outcome)")
    }
  }
}
