import Foundation
import Stakebook
import TestSupport
import Testing

/// A Data Package holds what the views hold, and says what it is.
struct DataPackageTests {
  @Test func `a data package has each view with its columns, their types and the sources`() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      let shell = Shell(in: folder)
      let made = try shell.run(
        """
        stakebook init -l deals.db && stakebook import -l deals.db --restore \\
          Fixtures/microsoft-openai.jsonl 2>/dev/null &&
        stakebook export --datapackage deals -l deals.db --as-of 2026-05-31 2>/dev/null
        stakebook export --table stakes -l deals.db --as-of 2026-05-31 --raw -o stakes.csv
        stakebook export --datapackage deals -l deals.db -o x.csv
        """)
      #expect(made.code == 64, "a package takes no output file")
      let package = folder.appending(path: "deals")
      func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
      let stakes = try text(package.appending(path: "stakes.csv"))
      #expect(stakes == (try text(folder.appending(path: "stakes.csv"))))
      let data = try Data(contentsOf: package.appending(path: "datapackage.json"))
      let told = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let resources = try #require(told["resources"] as? [[String: Any]])
      #expect(resources.compactMap { $0["name"] as? String } == Projections.publicViews.map(\.name))
      for resource in resources {
        let name = try #require(resource["path"] as? String)
        let schema = try #require(resource["schema"] as? [String: Any])
        let fields = try #require(schema["fields"] as? [[String: Any]])
        let header = try text(package.appending(path: name)).prefix { !$0.isNewline }
        #expect(fields.compactMap { $0["name"] as? String }.joined(separator: ",") == header)
      }
      let sources = try #require(told["sources"] as? [[String: Any]])
      #expect(sources.count > 20)
      #expect(sources.contains { $0["title"] as? String == "Built to benefit everyone" })
    }
  }
}
