import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

@testable import Projections

/// The public views are a contract: documented from the schema itself, and only ever added to.
///
/// `STAKEBOOK_WRITE_PAGES=1` writes the page anew, unless a column of it would be lost.
struct ContractTests {
  private static let page = Package.root.appending(
    path: "Sources/Stakebook/Stakebook.docc/Views.md")
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

  /// The columns of each view that a page tells, in their order.
  static func columns(of page: String) -> [String: [String]] {
    var (view, columns) = ("", [String: [String]]())
    for line in page.split(separator: "\n") {
      if line.hasPrefix("## ") { view = String(line.dropFirst(3)) }
      if let match = line.firstMatch(of: /^\| `(\w+)` \|/) {
        columns[view, default: []].append(String(match.1))
      }
    }
    return columns
  }

  /// What people may rely on by a page, and a schema does not give: columns that are gone, renamed or moved.
  static func lost(of page: String, in views: [String: [String]]) -> [String] {
    columns(of: page).sorted { $0.key < $1.key }.flatMap { view, kept in
      let now = views[view] ?? []
      return kept.enumerated().filter { place, name in
        !now.indices.contains(place) || now[place] != name
      }.map { "\(view).\($0.element)" }
    }
  }

  @Test func `columns are only ever added, and only at the end of their view`() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    let now = Dictionary(
      uniqueKeysWithValues: Projections.publicViews.map { ($0.name, $0.columns.map(\.name)) })
    let lost = Self.lost(of: page, in: now)
    #expect(lost == [], "Views.md: columns that people may use are gone, or not where they were")
    if Self.isWriting, lost.isEmpty {
      try Self.generated.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOf: Self.page, encoding: .utf8)
    expectSame(written, Self.generated, "Views.md: \(Self.command) writes the page anew")
  }

  private static let command = "STAKEBOOK_WRITE_PAGES=1 Scripts/test --filter 'Contract|Schema'"

  private static let ownSchema = Package.root.appending(
    path: "Sources/Projections/OwnSchema.swift")

  @Test func `a ledger of this program is known by the hash of its schema`() throws {
    let desk = try Desk()
    let hash = try desk.ledger.read { try SchemaCheck.hash($0.database) }
    let written = try String(contentsOf: Self.ownSchema, encoding: .utf8)
    let expected = written.replacing(/ownHash = ".*"/, with: "ownHash = \"\(hash)\"")
    if Self.isWriting {
      try expected.write(to: Self.ownSchema, atomically: true, encoding: .utf8)
    }
    expectSame(
      try String(contentsOf: Self.ownSchema, encoding: .utf8), expected,
      "OwnSchema.swift: \(Self.command) writes it anew")
  }

  @Test func `a text that holds what others should say is not taken for them`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA writable_schema = ON")
        let views = try Row.fetchAll(
          database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name")
        try database.execute(
          sql: """
            UPDATE sqlite_schema
            SET sql = sql || char(0) || 'view ' || :name || char(0) || :sql
            WHERE name = :first
            """,
          arguments: [
            "name": views[1]["name"] as String, "sql": views[1]["sql"] as String,
            "first": views[0]["name"] as String,
          ])
        try database.execute(
          sql: "DELETE FROM sqlite_schema WHERE name = ?", arguments: [views[1]["name"] as String])
      }
      try queue.close()
      let rejection = #expect(throws: Rejection.self) { try Ledger.open(at: path) }
      #expect(rejection?.code == .foreignSchema)
    }
  }

  @Test func `a column that is gone, renamed or moved is seen`() {
    let page = "## a\n\n| `x` | one |\n| `y` | two |\n## b\n\n| `z` | three |\n"
    #expect(Self.lost(of: page, in: ["a": ["x", "y", "more"], "b": ["z"], "c": ["n"]]) == [])
    #expect(Self.lost(of: page, in: ["a": ["x"], "b": ["z"]]) == ["a.y"])
    #expect(Self.lost(of: page, in: ["a": ["y", "x"]]) == ["a.x", "a.y", "b.z"])
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
