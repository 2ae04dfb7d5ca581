import GRDB
import Stakebook
import Testing

@testable import Projections

/// Views are led to their facts by family and key: no question about state reads the whole log.
struct PlanTests {
  /// These list the log itself, every claim, or look for what disagrees anywhere.
  private static let whole: Set = [
    "events", "sources", "notes", "timeline", "claims", "discrepancies",
  ]

  /// In these a thing's few amendments are laid in order, to merge them.
  private static let merged: Set = [
    "agreements", "rights", "revenue_shares", "exposures", "upcoming",
  ]

  /// A step of a plan, and what it belongs to.
  private struct Step {
    let id: Int64
    let parent: Int64
    let text: String
  }

  /// The steps of the plan for everything that a view shows, as it stands and as reports list it:
  /// what is asked of a view may change how it is searched.
  private static func plan(of view: String) throws -> [Step] {
    try plan(of: ["SELECT * FROM \(view)", "SELECT * FROM \(view) ORDER BY 1, 2"])
  }

  /// The steps of the plans for some questions.
  private static func plan(of questions: [String]) throws -> [Step] {
    let desk = try Desk()
    var plan: [Step] = []
    for (place, question) in questions.enumerated() {
      let first = Int64(place) << 32
      try desk.ledger.query().run("EXPLAIN QUERY PLAN \(question)", columns: { _ in }) {
        if case (.integer(let id), .integer(let parent), .text(let text)?) = ($0[0], $0[1], $0.last)
        {
          plan.append(Step(id: first + id, parent: first + parent, text: text))
        }
      }
    }
    return plan
  }

  /// What is sorted anew for each row, though it is more than a list that stands in the row: the
  /// steps beside each temporary tree of a correlated subquery.
  private static func sortedRowByRow(_ plan: [Step]) -> [String] {
    let steps = Dictionary(uniqueKeysWithValues: plan.map { ($0.id, $0) })
    return plan.filter { $0.text.hasPrefix("USE TEMP B-TREE") }.flatMap { tree -> [String] in
      guard steps[tree.parent]?.text.hasPrefix("CORRELATED SCALAR") == true else { return [] }
      return plan.filter { $0.parent == tree.parent && $0.text.hasPrefix("SEARCH") }.map(\.text)
    }
  }

  @Test(arguments: Projections.publicViews.map(\.name))
  func `no view searches a join row by row`(_ view: String) throws {
    let plan = try Self.plan(of: view).map(\.text)
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.hasPrefix("SCAN") && $0.hasSuffix("LEFT-JOIN") } == [])
  }

  @Test(arguments: Projections.publicViews.map(\.name).filter { !whole.contains($0) })
  func `a view of the state scans neither the log nor the keys`(_ view: String) throws {
    let plan = try Self.plan(of: view).map(\.text)
    #expect(!plan.isEmpty)
    #expect(plan.filter { $0.contains(/^SCAN (event|(x_)?claim_key)/) } == [])
  }

  @Test(arguments: Projections.publicViews.map(\.name).filter { !whole.union(merged).contains($0) })
  func `a view of the state sorts no claims for each of its rows`(_ view: String) throws {
    let plan = try Self.plan(of: view)
    #expect(!plan.isEmpty)
    #expect(Self.sortedRowByRow(plan) == [])
  }

  @Test func `which claim counts is sought by its key, not in the key's whole history`() throws {
    let plan = try Self.plan(of: "stakes").map(\.text)
    #expect(plan.contains { $0.hasPrefix("SEARCH same") && $0.hasSuffix("effective_earliest=?)") })
    #expect(plan.contains { $0.hasPrefix("SEARCH long USING INDEX claim_long") })
  }

  /// The ways in which the log is asked, with values for the parameters.
  private static let logQuestions: [(LogQuestion, sought: String)] = {
    var all: [(LogQuestion, String)] = []
    for (stream, type, sought) in [
      (nil, nil, "INTEGER PRIMARY KEY"), ("deal", nil, "event_stream"),
      (nil, "stake.reported", "event_type"), ("deal", "stake.reported", "event_stream"),
    ] as [(String?, String?, String)] {
      for isOfStarted in [false, true] {
        var question = LogQuestion()
        question.stream = stream
        question.type = type
        question.isOfStarted = isOfStarted
        question.last = 5
        all.append((question, sought))
      }
    }
    return all
  }()

  @Test(arguments: logQuestions.indices)
  func `a small question of the log does not scan it, and sorts nothing`(_ place: Int) throws {
    let (question, sought) = Self.logQuestions[place]
    let texts = [question.lastSeqs, question.select(["event", "headline"])].map {
      $0.replacing(":stream", with: "'deal'").replacing(":type", with: "'stake.reported'")
        .replacing(":last", with: "5").replacing(":first", with: "3")
    }
    let plan = try Self.plan(of: texts).map(\.text)
    let searches = plan.filter { $0.hasPrefix("SEARCH event ") && $0.contains(sought) }
    #expect(searches.count >= 2, "\(plan)")
    #expect(plan.filter { $0.hasPrefix("SCAN event") || $0.contains("TEMP B-TREE") } == [])
  }

  @Test func `what bears on a few events is sought, whatever the size of the ledger`() throws {
    let desk = try Desk()
    try desk.ledger.read(.today, .around(Reading.Seeds(events: [1]))) { reading in
      let scans = try Scope.filling(.today).flatMap { statement in
        try Row.fetchAll(reading.database, sql: "EXPLAIN QUERY PLAN \(statement)")
          .map { $0["detail"] as String }.filter { $0.hasPrefix("SCAN ") }
      }
      #expect(scans.contains("SCAN temp.scope"))
      // What was found so far, and what a statement computes from it; successions are few.
      let small = [
        "temp.", "kin", "reach", "succession", "currency", "leg", "tying", "said ", "part ",
        "CONSTANT",
      ]
      let large = scans.filter { scan in !small.contains { scan.hasPrefix("SCAN \($0)") } }
      #expect(large == [])
    }
  }

  @Test(arguments: [Reading.Extent.someRows, .wholeState, .partnerships(["deal"])])
  func `no rule goes through the log for each row of something else`(_ extent: Reading.Extent)
    throws
  {
    let desk = try Desk()
    try desk.ledger.read(.today, extent) { reading in
      let view = Reading.view("discrepancies")
      let plan = try Row.fetchAll(
        reading.database,
        sql: "EXPLAIN QUERY PLAN " + reading.along(view) + Reading.select(from: view))
      let steps = plan.map { (parent: $0["parent"] as Int, text: $0["detail"] as String) }
      let passes = steps.indices.filter {
        steps[$0].text.contains(/^(SCAN event|SEARCH event .*rowid<\?)/)
      }
      #expect(passes.count > 3)
      for pass in passes {
        let outer = steps[..<pass].filter { $0.parent == steps[pass].parent }.map(\.text)
        #expect(
          outer.filter { $0.hasPrefix("SCAN") && !$0.contains(/CONSTANT ROW|SCAN clock/) } == [])
      }
    }
  }
}
