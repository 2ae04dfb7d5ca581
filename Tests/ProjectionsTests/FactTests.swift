import Foundation
import Stakebook
import TestSupport
import Testing

/// The facts of a partnership are the claims that count, under any clock.
struct FactTests {
  @Test(
    arguments: [
      (nil, nil), ("2025-10-27", nil), ("2025-10-31", 120), ("2023-06-30", 60),
    ] as [(String?, Seq?)])
  func `facts are the counting claims of the keys that a stream speaks of`(
    _ asOf: String?, _ knownAt: Seq?
  ) throws {
    try withTemporaryFolder { folder in
      let ledger = try Ledger.ofFixtures(in: folder)
      let clock = Clock(asOf: try asOf.map { try Day($0) }, knownAt: knownAt)
      var found = 0
      for partnership in try ledger.rows(Partnership.self) {
        let stream = partnership.partnership
        let facts = try ledger.facts(of: try StreamID(stream), clock: clock).map {
          "\($0.key)|\($0.event)|\($0.stated ?? "-")|\($0.unit ?? "-")|\($0.low ?? -1)"
            + "|\($0.high ?? -1)|\($0.effectiveEarliest)|\($0.effectiveLatest)|\($0.status)"
        }
        var claims: [String] = []
        try ledger.query(clock).run(
          """
          SELECT key || '|' || event || '|' || coalesce(value, '-') || '|' || coalesce(unit, '-')
            || '|' || coalesce(low, -1) || '|' || coalesce(high, -1)
            || '|' || event.effective_earliest || '|' || event.effective_latest
            || '|' || claims.status
          FROM claims
          JOIN event ON event.seq = claims.event
          WHERE counts = 1
          AND key IN (
            SELECT claim.key FROM claim JOIN event ON event.seq = claim.id >> 20
            WHERE event.stream = '\(stream)'
          )
          ORDER BY key
          """, columns: { _ in }
        ) { row in
          if case .text(let text) = row[0] { claims.append(text) }
        }
        #expect(facts == claims, "\(stream)")
        found += facts.count
      }
      #expect(found > 30)
      try ledger.close()
    }
  }
}
