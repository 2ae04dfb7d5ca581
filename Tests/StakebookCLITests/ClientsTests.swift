import Foundation
import TestSupport
import Testing

/// What `Clients.md` tells to do with other programs is done, with those that this machine has.
struct ClientsTests {
  /// A chapter of the page, with its examples in order.
  struct Chapter: Sendable, CustomTestStringConvertible {
    let title: String
    var examples: [(language: String, text: String)] = []

    var testDescription: String { title }

    /// The programs and libraries of Python that it needs.
    var needs: Set<String> {
      Set(
        examples.flatMap { example -> [String] in
          switch example.language {
          case "python":
            example.text.split(separator: "\n").filter { $0.hasPrefix("import ") }
              .flatMap { $0.dropFirst(7).split(separator: ",") }
              .map { "python:\($0.trimmingCharacters(in: .whitespaces))" }
          case "sql": ["python:duckdb"]
          case "r": ["Rscript"]
          default:
            example.text.split(separator: "\n").compactMap { line in
              let program = line.prefix { $0 != " " }
              return program == "stakebook" ? nil : String(program)
            }
          }
        })
    }

    /// All of it as one script of bash. A server never ends: its test is ``DatasetteTests``.
    var script: String {
      var python = ""
      var lines = "set -e\n"
      for (language, text) in examples {
        switch language {
        case "python": python += "\(text)\n"
        case "sql": lines += Self.handed("import duckdb\n\(Self.duckdb(text))", to: "python3 -")
        case "r": lines += Self.handed(text, to: "Rscript --vanilla -")
        default:
          lines +=
            text.split(separator: "\n").filter { !$0.hasPrefix("datasette serve") }
            .joined(separator: "\n") + "\n"
        }
      }
      return lines + (python.isEmpty ? "" : Self.handed(python, to: "python3 -"))
    }

    private static func handed(_ text: String, to program: String) -> String {
      "\(program) <<'END'\n\(text)\nEND\n"
    }

    private static func duckdb(_ text: String) -> String {
      """
      for query in r'''\(text)'''.split(';'):
          if query.strip(): assert duckdb.sql(query).fetchall(), query
      """
    }
  }

  private static let chapters: [Chapter] = {
    let place = "Sources/Stakebook/Stakebook.docc/Clients.md"
    let page =
      (try? String(contentsOf: Package.root.appending(path: place), encoding: .utf8)) ?? ""
    var chapters: [Chapter] = []
    var example: (language: String, text: String)?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = example {
        if line == "```" {
          chapters[chapters.count - 1].examples.append(open)
          example = nil
        } else {
          example?.text += "\(line)\n"
        }
      } else if line.hasPrefix("```") {
        example = (String(line.dropFirst(3)), "")
      } else if line.hasPrefix("## ") {
        chapters.append(Chapter(title: String(line.dropFirst(3))))
      }
    }
    return chapters.filter { !$0.examples.isEmpty }
  }()

  /// What of these this machine lacks.
  private static func missing(_ needs: Set<String>) throws -> [String] {
    try withTemporaryFolder { folder in
      try needs.sorted().filter { need in
        let library = need.split(separator: ":").dropFirst().joined()
        let script =
          library.isEmpty ? "command -v '\(need)'" : "python3 -c 'import \(library)'"
        return try Shell(in: folder).run(script).code != 0
      }
    }
  }

  @Test func `the page has an example for each program that it names`() {
    #expect(Self.chapters.count >= 11)
    let needed = Set(Self.chapters.flatMap(\.needs))
    for client in ["datasette", "sqlite-utils", "vd", "frictionless", "sqlite3", "Rscript"] {
      #expect(needed.contains(client))
    }
    for library in ["pandas", "duckdb", "connectorx", "openpyxl"] {
      #expect(needed.contains("python:\(library)"))
    }
    #expect(Self.chapters.allSatisfy { !$0.script.isEmpty })
    let languages = Set(Self.chapters.flatMap { $0.examples.map(\.language) })
    #expect(languages == ["sh", "python", "sql", "r"])
  }

  @Test(arguments: chapters)
  func `an example of the page works as it stands`(_ chapter: Chapter) throws {
    let missing = try Self.missing(chapter.needs)
    guard missing.isEmpty else {
      print("skipped: \(chapter.title) needs \(missing.joined(separator: ", "))")
      return
    }
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        export STAKEBOOK_LEDGER=deals.db
        stakebook init && stakebook import --restore Fixtures/microsoft-openai.jsonl &&
        stakebook export --table stakes -o stakes.csv
        """)
      #expect(made.code == 0, "\(made.errors)")
      let done = try shell.run("export STAKEBOOK_LEDGER=deals.db\n\(chapter.script)")
      #expect(done.code == 0, "\(chapter.script)\n\(done.errors)")
    }
  }
}
