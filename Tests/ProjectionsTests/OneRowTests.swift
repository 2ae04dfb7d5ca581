import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

@testable import Projections

/// A row is told by its key: whoever was succeeded by whom, no two rows of a view have one.
struct OneRowTests {
  private static let ledgers = [
    ["microsoft-openai", "ai-deals"], ["volkswagen-rivian"], ["astrazeneca-daiichi-sankyo"],
    ["disney-comcast-hulu"], ["stellantis-leapmotor"], ["catalogue"],
  ]

  /// The keys that several rows of a view have.
  private func shared(_ ledger: Ledger) throws -> [String] {
    try ledger.read(.today, .wholeState) { reading in
      try Projections.publicViews.flatMap { view in
        let key = view.key.map { "\"\($0)\"" }.joined(separator: ", ")
        return try Row.fetchAll(
          reading.database,
          sql: reading.along(view)
            + "SELECT \(key), count(*) FROM \(view.name) GROUP BY \(key) HAVING count(*) > 1"
        ).map { "\(view.name) \($0.databaseValues)" }
      }
    }
  }

  @Test(arguments: ledgers, [1, 3])
  func `of the fixtures no row is told twice, with few heirs to all`(
    _ files: [String], _ heirs: Int
  ) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      defer { try? ledger.close() }
      _ = try ledger.importFiles(
        files.map { Package.fixtures.appending(path: "\($0).jsonl").path }, restoring: true)
      expectSame(try shared(ledger), [])
      let entities = try ledger.read(.today, .wholeState) { reading in
        try String.fetchAll(
          reading.database, sql: "SELECT entity FROM entities WHERE successor IS NULL ORDER BY 1")
      }
      let names = (1...heirs).map { EntityID(stringLiteral: "heir-\($0)") }
      try ledger.append(
        names.map {
          Draft(EntityRegistered(entity: $0, name: $0.text, kind: .company), effective: "2000")
        }
          + entities.enumerated().map { place, entity in
            Draft(
              EntitySucceeded(entity: try EntityID(entity), successor: names[place % heirs]),
              effective: "2026-07-01")
          })
      expectSame(try shared(ledger), [])
    }
  }

  @Test func `two shares of one restructuring are told apart where their holders have one heir`()
    throws
  {
    let desk = try Desk()
    try desk.say(
      RestructuringCompleted(
        from: "beta", to: "gamma", form: .conversion,
        stakes: [
          StakeAfter(holder: "alpha", percent: "20%", basis: .voting, value: "JPY 20"),
          StakeAfter(holder: "delta", percent: "30%", basis: .voting, value: "JPY 60"),
        ]), "2020-01-01")
    try desk.say(EntitySucceeded(entity: "alpha", successor: "delta"), "2021-01-01")
    let told = try desk.ask("SELECT holder, stated, place FROM stake_history ORDER BY place")
    #expect(told == ["delta 20% 0", "delta 30% 1"])
    let whole = try desk.ask("SELECT amount_minor, place FROM implied_valuations ORDER BY place")
    #expect(whole == ["100 0", "200 1"])
    expectSame(try shared(desk.ledger), [])
    #expect(try desk.ledger.explain(["implied_valuations/gamma/delta/voting/6/6/1"]).count == 1)
  }

  // MARK: - Offices

  private func offices(_ desk: Desk, _ asOf: String? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT person, entity, office, state, since, until, coalesce(title, '-') FROM offices
      ORDER BY 1, 2, 3
      """, asOf: asOf)
  }

  @Test
  func `an office at who was succeeded is at the successor, and the later taking counts`()
    throws
  {
    let desk = try Desk()
    func take(_ entity: EntityID, _ day: PartialDate, _ title: String) throws {
      try desk.say(
        OfficeTaken(person: "delta", entity: entity, office: .director, title: title), day)
    }
    try take("alpha", "2019", "first")
    try desk.say(EntitySucceeded(entity: "alpha", successor: "beta"), "2021-01-01")
    #expect(try offices(desk) == ["delta beta director held 2019 - first"])
    // Who leaves at the one that was, and stays at the one that is, holds it.
    try desk.say(OfficeLeft(person: "delta", entity: "alpha", office: .director), "2021-01-01")
    #expect(try offices(desk) == ["delta beta director left 2019 2021-01-01 first"])
    try take("beta", "2021-01-01", "second")
    #expect(try offices(desk) == ["delta beta director held 2021-01-01 - second"])
    #expect(
      try offices(desk, "2020-12-31") == ["delta alpha director held 2019 - first"])
    #expect(
      try desk.ask("SELECT key, counts, why_not FROM claims WHERE family = 'office' ORDER BY key")
        == ["office:delta/alpha/director 0 succeeded", "office:delta/beta/director 1 -"])
    try desk.say(OfficeLeft(person: "delta", entity: "beta", office: .director), "2022")
    #expect(try offices(desk) == ["delta beta director left 2021-01-01 2022 second"])
    let state = try desk.ledger.state(partnerships: ["deal"]).rows("offices")
    #expect(state.map { $0["until"] } == ["2022"])
  }

  @Test func `what is left at a successor on the way is left, and not what is left elsewhere`()
    throws
  {
    let desk = try Desk()
    try desk.say(OfficeTaken(person: "delta", entity: "alpha", office: .chair), "2019")
    try desk.say(EntitySucceeded(entity: "alpha", successor: "beta"), "2020")
    try desk.say(OfficeLeft(person: "delta", entity: "beta", office: .chair), "2021")
    try desk.say(EntitySucceeded(entity: "beta", successor: "gamma"), "2022")
    for day in ["2021-12-31", "2022-12-31"] {
      #expect(try offices(desk, day).map { $0.contains(" left 2019 2021 ") } == [true])
    }
    let other = try Desk()
    try other.say(OfficeTaken(person: "delta", entity: "alpha", office: .chair), "2019")
    try other.say(OfficeLeft(person: "delta", entity: "beta", office: .chair), "2021")
    for entity: EntityID in ["alpha", "beta"] {
      try other.say(EntitySucceeded(entity: entity, successor: "gamma"), "2022")
    }
    #expect(try offices(other) == ["delta gamma chair held 2019 - -"])
  }
}
