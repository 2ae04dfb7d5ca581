import Foundation
import Stakebook
import TestSupport
import Testing

/// A real Datasette reads a ledger with what `stakebook views --datasette` tells it.
struct DatasetteTests {
  /// Datasette is on PyPI; a machine without it cannot ask it.
  private static let isThere: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["datasette", "--version"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: isThere, "needs datasette"))
  func `datasette shows the public views and no other, with what their columns mean`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init -l deals.db && stakebook import -l deals.db --restore \
          Fixtures/microsoft-openai.jsonl Fixtures/ai-deals.jsonl 2>/dev/null &&
        stakebook views --datasette -l deals.db -o datasette.yaml
        ask() { HOME='\(NSHomeDirectory())' datasette --get "$1" -i deals.db -m datasette.yaml \
          --setting suggest_facets off --setting sql_time_limit_ms 5000; }
        ask /deals.json > database.json
        ask '/deals/rights.json?_shape=objects' > rights.json
        ask /deals/rights > rights.html
        """)
      #expect(made.code == 0, "\(made.output)")
      func object(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      }
      let database = try object("database.json")
      let views = (database["views"] as? [Any] ?? []).compactMap { view in
        view as? String ?? (view as? [String: Any])?["name"] as? String
      }
      #expect(Set(views) == Set(Projections.publicViews.map(\.name)))
      #expect((database["tables"] as? [Any])?.isEmpty == true)
      let rights = try object("rights.json")
      #expect((rights["rows"] as? [Any])?.count == 14)
      #expect((rights["suggested_facets"] as? [Any] ?? []).isEmpty)
      let page = try String(contentsOf: folder.appending(path: "rights.html"), encoding: .utf8)
      let view = try #require(Projections.publicViews.first { $0.name == "rights" })
      #expect(page.contains(view.summary))
      let column = try #require(
        view.columns.first { $0.meaning.allSatisfy { $0.isLetter || $0 == " " } })
      #expect(page.contains(column.meaning))
    }
  }
}
