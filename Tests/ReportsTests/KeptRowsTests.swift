import Stakebook
import Testing

@testable import Reports

/// A report goes through the rows of a view more than once, and a ledger computes them once.
struct KeptRowsTests {
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

  @Test func `a page asks once for each view, but for the names that its words are made of`() throws
  {
    let rows = CountedRows(try FixtureSnapshots.everything())
    try HTMLReport.write(rows) { _ in }
    let often = rows.counts.filter { $0.value > 1 }.map(\.key)
    #expect(Set(often).isSubset(of: ["entities"]), "\(rows.counts)")
    #expect(rows.counts.count > 10)
  }

  @Test func `rows are the same however many are kept`() throws {
    let snapshot = try FixtureSnapshots.everything()
    let whole = snapshot.rows("timeline").reduce(0) { $0 + KeptRows.size(of: .object($1)) }
    for room in [0, 1000, whole - 1, whole, whole + 1] {
      let source = CountedRows(snapshot)
      let kept = KeptRows(source, room: room)
      for _ in 0..<2 {
        var rows: [JSONObject] = []
        try kept.forEachRow(of: "timeline") { rows.append($0) }
        #expect(rows == snapshot.rows("timeline"))
      }
      #expect(source.counts["timeline"] == (room < whole ? 2 : 1), "\(room)")
    }
  }
}
