import Foundation
import Stakebook
import TestSupport
import Testing

/// The public views are a contract: documented from the schema itself, and only ever added to.
///
/// `STAKEBOOK_WRITE_PAGES=1` writes the page anew, and adds new columns to the list that is kept.
struct ContractTests {
  private static let page = Package.root.appending(
    path: "Sources/Stakebook/Stakebook.docc/Views.md")
  private static let list = Package.fixtures.appending(path: "columns.txt")
  private static let isWriting =
    ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_PAGES"] != nil

  private static var generated: String {
    let opening = """
      # Views

      Every view that SQL can ask, and every column: the contract of Stakebook with whoever asks.

      ## Overview

      Columns are only ever added, never renamed, moved or taken away; a test holds their list. So name
      the columns you want, and a query keeps its meaning. Any SQLite client reads the same views, which
      then mean today and all that is known; `stakebook sql` reads them under both clocks
      (<doc:Clocks>). `stakebook views` lists them in the terminal, <doc:Questions> asks them.

      Amounts come four times: rounded in major units for reading (REAL), exact in minor units, and
      their low and high ends; shares in percent and in parts per billion (`_ppb`) likewise. Sum and
      compare the exact ones. What is a list or an object is canonical JSON, for `json_each`.

      Other views and tables in the file are steps on the way to these, and may change with any version.
      This page is made from the schema: `Scripts/test --filter ContractTests` with
      `STAKEBOOK_WRITE_PAGES=1` writes it.


      """
    let views = Projections.publicViews.map { view in
      let columns = view.columns.map { column in
        let note =
          column.isJSON ? " (JSON)" : column.kind == .rounded ? " (rounded)" : ""
        return "| `\(column.name)` | \(column.meaning)\(note) |\n"
      }
      let key = view.key.map { "`\($0)`" }.joined(separator: ", ")
      return "## \(view.name)\n\nOne row for each \(view.summary). A row is told by \(key).\n\n"
        + "| column | meaning |\n|---|---|\n" + columns.joined()
    }
    return opening + views.joined(separator: "\n")
  }

  private static var columns: [String] {
    Projections.publicViews.flatMap { view in view.columns.map { "\(view.name).\($0.name)" } }
  }

  @Test func `the page of the views says what the schema says`() throws {
    if Self.isWriting {
      try Self.generated.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(page == Self.generated, "STAKEBOOK_WRITE_PAGES=1 writes the page anew")
  }

  @Test func `columns are only ever added, and only at the end of their view`() throws {
    var kept = ((try? String(contentsOf: Self.list, encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
    let missing = Self.columns.filter { !Set(kept).contains($0) }
    if Self.isWriting, !missing.isEmpty {
      kept += missing
      try (kept.joined(separator: "\n") + "\n")
        .write(to: Self.list, atomically: true, encoding: .utf8)
    }
    #expect(Set(kept).subtracting(Self.columns) == [], "a column that people may use is gone")
    #expect(Set(Self.columns).subtracting(kept) == [], "a new column belongs in columns.txt")
    // The list grows at its end: within a view its order is that in which columns came.
    for view in Projections.publicViews {
      let own = kept.filter { $0.hasPrefix(view.name + ".") }
      #expect(own == Self.columns.filter { $0.hasPrefix(view.name + ".") }, "\(view.name)")
    }
  }

  @Test func `the columns that are documented are those that SQLite gives`() throws {
    let desk = try Desk()
    for view in Projections.publicViews {
      var names: [String] = []
      try desk.ledger.query().run(
        "SELECT * FROM \(view.name) LIMIT 0", columns: { names = $0 }, row: { _ in })
      #expect(names == view.columns.map(\.name), "\(view.name)")
    }
  }
}
