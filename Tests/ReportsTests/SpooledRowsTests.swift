import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Reports

/// A report goes through the rows of a view more than once, and a ledger computes them once.
struct SpooledRowsTests {
  /// Counts how often the rows of each view are asked for.
  private final class CountedRows: SnapshotRows {
    let snapshot: Snapshot
    var counts: [String: Int] = [:]

    var header: SnapshotHeader { snapshot.header }

    init(_ snapshot: Snapshot) { self.snapshot = snapshot }

    func forEachRow(of view: String, _ body: (JSONObject) throws -> Void) throws {
      counts[view, default: 0] += 1
      try snapshot.forEachRow(of: view, body)
    }

    func forEachEvent(
      _ seqs: some Sequence<Seq>, _ body: (Seq, JSONObject) throws -> Void
    ) throws {
      try snapshot.forEachEvent(seqs, body)
    }
  }

  @Test func `a page asks once for each view, with its charts beside it`() throws {
    let rows = CountedRows(try FixtureSnapshots.everything())
    let kept = SpooledRows(rows)
    try Charts(kept).forEach { _ in }
    try HTMLReport.write(kept) { _ in }
    #expect(rows.counts.allSatisfy { $0.value == 1 }, "\(rows.counts)")
    #expect(rows.counts.count > 10)
  }

  private func rows(_ view: String, _ kept: SpooledRows) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    try kept.forEachRow(of: view) { rows.append($0) }
    return rows
  }

  @Test func `the rows of a partnership are kept once, whoever goes through them`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "deals.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      _ = try ledger.importFiles(
        [Package.fixtures.appending(path: "microsoft-openai.jsonl").path], restoring: true)
      try ledger.withSnapshot(partnerships: ["microsoft-openai"]) { snapshot in
        let kept = snapshot.spooled()
        #expect(kept.spooled() === kept)
        #expect(snapshot.spooled() === kept)
        // Whom its rows name, and nobody else.
        let named = try rows("entities", kept).map { $0.text("entity") }
        #expect(named.contains("microsoft") && named.count > 3)
      }
      try ledger.close()
    }
  }

  @Test func `rows are the same in memory and on disk, and asked for once`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let whole = snapshot.rows("timeline").reduce(0) { $0 + SpooledRows.size(of: .object($1)) }
    for room in [0, 1000, whole - 1, whole, whole + 1] {
      let source = CountedRows(snapshot)
      let kept = SpooledRows(source, room: room)
      for _ in 0..<2 {
        let told = try rows("timeline", kept).map { JSON.object($0).canonical }
        #expect(told == snapshot.rows("timeline").map { JSON.object($0).canonical }, "\(room)")
      }
      #expect(source.counts["timeline"] == 1)
    }
  }

  @Test func `every value comes back from disk as it was`() throws {
    let rows: [JSONObject] = [
      ["row": "a", "most": .integer(.max), "least": .integer(-.max)],
      [
        "row": "b", "list": ["x", 1, [.integer(1 << 53 + 1), .bool(false)]], "part": .number(0.5),
      ],
      ["later": "\u{1F600} \"'\u{7F}", "row": "c", "object": ["of": ["more": .null]]],
    ]
    let text = JSON.object(["row": .array(rows.map(JSON.object))]).canonical
    var document = try FixtureSnapshots.microsoftOpenAI().document
    document["views"] = ["notes": .array(rows.map(JSON.object))]
    let snapshot = try Snapshot(reading: Array(JSON.object(document).canonical.utf8))
    for room in [0, 1 << 30] {
      let kept = try self.rows("notes", SpooledRows(snapshot, room: room))
      #expect(JSON.object(["row": .array(kept.map(JSON.object))]).canonical == text)
      for (one, other) in zip(kept, rows) {
        #expect(one.count == other.count)
        for (name, value) in other { #expect(one[name] == value, "\(name), \(room)") }
      }
    }
  }

  @Test func `what is null in a file is not there, in memory and on disk`() throws {
    var document = try FixtureSnapshots.microsoftOpenAI().document
    document["views"] = ["notes": [["row": "a", "silenced_by": .null]]]
    let snapshot = try Snapshot(reading: Array(JSON.object(document).canonical.utf8))
    for room in [0, 1 << 30] {
      #expect(try rows("notes", SpooledRows(snapshot, room: room)) == [["row": "a"]])
    }
  }

  @Test func `who stops at the first row finds them all the next time`() throws {
    struct Enough: Error {}
    let snapshot = try FixtureSnapshots.everything()
    for room in [0, 1 << 30] {
      let source = CountedRows(snapshot)
      let kept = SpooledRows(source, room: room)
      #expect(throws: Enough.self) {
        try kept.forEachRow(of: "timeline") { _ in throw Enough() }
      }
      #expect(try rows("timeline", kept).count == snapshot.rows("timeline").count)
      #expect(source.counts["timeline"] == 1)
    }
  }

  @Test func `groups hold the rows of their word, in memory and on disk`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let views = ["valuation_history", "implied_valuations"]
    let all = views.flatMap { snapshot.rows($0) }
    for room in [0, 1 << 30] {
      let kept = SpooledRows(snapshot, room: room)
      var groups: [(issuer: String, rows: [String])] = []
      try kept.forEachGroup(of: views, by: { $0.text("issuer") }) { issuer, rows in
        groups.append((issuer, rows.map { $0.text("row") }))
      }
      var issuers: [String] = []
      for issuer in all.map({ $0.text("issuer") }) where !issuers.contains(issuer) {
        issuers.append(issuer)
      }
      #expect(groups.map(\.issuer) == issuers && issuers.count > 1)
      for (issuer, rows) in groups {
        #expect(
          rows
            == all.filter { $0.text("issuer") == issuer }.map { $0.text("row") })
      }
    }
  }

  @Test func `a report is the same, to the byte, from memory and from disk`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let forms: [(SpooledRows, (String) throws -> Void) throws -> Void] = [
      { try HTMLReport.write($0, to: $1) }, { try MarkdownReport.write($0, to: $1) },
      { try TextReport.write($0, to: $1) },
    ]
    for form in forms {
      let pages = try [0, 1 << 30].map { room in
        var page = ""
        try form(SpooledRows(snapshot, room: room)) { page += $0 }
        return page
      }
      #expect(pages[0] == pages[1] && pages[0].count > 10_000)
    }
  }
}
