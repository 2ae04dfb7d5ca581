import Stakebook
import Testing

/// Views are led to their facts by family and key: no question about state reads the whole log.
struct PlanTests {
  /// These list the log itself, every claim, or look for what disagrees anywhere.
  private static let whole: Set = [
    "events", "sources", "notes", "timeline", "claims", "discrepancies",
  ]

  /// The steps of the plan for everything that a view shows.
  private static func plan(of view: String) throws -> [String] {
    let desk = try Desk()
    var plan: [String] = []
    try desk.ledger.query().run("EXPLAIN QUERY PLAN SELECT * FROM \(view)", columns: { _ in }) {
      if case .text(let step) = $0.last { plan.append(step) }
    }
    return plan
  }

  @Test(arguments: Projections.publicViews.map(\.name))
  func `no view searches a join row by row`(_ view: String) throws {
    let plan = try Self.plan(of: view)
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.hasPrefix("SCAN") && $0.hasSuffix("LEFT-JOIN") } == [])
  }

  @Test(arguments: Projections.publicViews.map(\.name).filter { !whole.contains($0) })
  func `a view of the state scans neither the log nor the keys`(_ view: String) throws {
    let plan = try Self.plan(of: view)
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.hasPrefix("SCAN event") || $0.hasPrefix("SCAN claim_key") } == [])
  }
}
