import Foundation
import GRDB
import Stakebook

@testable import Projections

/// A ledger in a temporary file, with short ways to record something and to ask.
///
/// Known are the entities `alpha`, `beta`, `gamma`, `delta` and the partnership `deal` of the first
/// two. Amounts in the tests are yen, which have no smaller unit: `JPY 100` is 100 in SQL.
final class Desk: Sendable {
  let ledger: Ledger
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "ledger.db").path
    try Ledger.create(at: path)
    ledger = try Ledger.open(at: path, for: .writing)
    let entities: [EntityID] = ["alpha", "beta", "gamma", "delta"]
    let drafts = entities.map { entity in
      draft(EntityRegistered(entity: entity, name: entity.text, kind: .company), "2000")
    }
    try ledger.append(
      drafts + [draft(PartnershipFormed(name: "Deal", parties: ["alpha", "beta"]), "2000")])
  }

  deinit {
    try? ledger.close()
    try? FileManager.default.removeItem(at: folder)
  }

  static let paper = Source("A paper", kind: .press)

  /// The event as a draft, in the stream in which its type belongs.
  func draft(
    _ event: some Event, _ effective: PartialDate, _ status: Status = .reported,
    from sources: [Source] = [Desk.paper]
  ) -> Draft {
    var stream: StreamID? = "deal"
    if case .reserved = type(of: event).shape.stream { stream = nil }
    return Draft(event, stream: stream, effective: effective, status: status, sources: sources)
  }

  /// Records an event and gives its seq.
  @discardableResult
  func say(
    _ event: some Event, _ effective: PartialDate, _ status: Status = .reported,
    from sources: [Source] = [Desk.paper]
  ) throws -> Seq {
    try ledger.append([draft(event, effective, status, from: sources)]).receipts[0].seq
  }

  /// Takes an event back.
  @discardableResult
  func retract(_ seq: Seq) throws -> Seq {
    try ledger.retract(String(seq), reason: "a mistake").receipts[0].seq
  }

  /// The answer, a text for each row, its columns separated by spaces; NULL is a hyphen.
  func ask(
    _ sql: String, asOf: String? = nil, knownAt: Seq? = nil, publicBy: String? = nil
  ) throws -> [String] {
    let clock = try ledger.clock(
      asOf: asOf, knownAt: knownAt.map(String.init), publicBy: publicBy)
    // Findings are read as `check` reads them.
    return try sql.contains("FROM discrepancies")
      ? askOfTables([sql], clock)[0] : ask([sql], clock)[0]
  }

  /// The answers where the views that others share are computed once, as tables: what names many of
  /// them is short to prepare.
  func askOfTables(_ questions: [String], _ clock: Clock) throws -> [[String]] {
    try askOfTables(questions, [clock])[0]
  }

  /// The same under one clock after the other, of what was public by the same day.
  func askOfTables(_ questions: [String], _ clocks: [Clock]) throws -> [[[String]]] {
    guard let first = clocks.first else { return [] }
    return try ledger.read(first, .wholeState) { reading in
      try clocks.enumerated().map { place, clock in
        let moved = place == 0 ? reading : try reading.moved(to: clock)
        return try questions.map { sql in
          let along =
            sql.contains("FROM discrepancies") ? moved.along(Reading.view("discrepancies")) : ""
          return try Row.fetchAll(moved.database.cachedStatement(sql: along + sql)).map { row in
            row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value ?? "")" }
              .joined(separator: " ")
          }
        }
      }
    }
  }

  /// The answers to several questions on one connection.
  func ask(_ questions: [String], _ clock: Clock) throws -> [[String]] {
    // How long an answer takes is for the benchmark to say.
    let connection = try ledger.query(clock, limits: QueryLimits(seconds: 60))
    return try questions.map { sql in
      var answer: [String] = []
      try connection.run(sql, columns: { _ in }) { row in
        answer.append(row.map(Self.text).joined(separator: " "))
      }
      return answer
    }
  }

  /// The tables that are computed, each as its rows in the order in which they lie.
  func tables() throws -> [[String]] {
    let names = try ask(
      """
      SELECT name
      FROM sqlite_schema
      WHERE type = 'table' AND name NOT IN ('event', 'ledger') AND name NOT LIKE 'sqlite%'
      ORDER BY name
      """)
    return try ask(names.map { "SELECT * FROM \($0)" }, .today)
  }

  /// What every public view shows, a text for each row in no particular order.
  func everything(_ clock: Clock = .today) throws -> [String] {
    let views = Projections.publicViews
    let answers = try askOfTables(views.map { "SELECT * FROM \($0.name)" }, clock)
    return zip(views, answers).flatMap { view, rows in rows.map { "\(view.name) \($0)" }.sorted() }
  }

  private static func text(_ value: Cell) -> String {
    switch value {
    case .null: "-"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob: "BLOB"
    }
  }
}
