import Foundation
import GRDB
import Stakebook
import TestSupport
import Testing

/// A hub of either kind, and the desks that share it.
struct Team {
  /// Both transports; PostgreSQL only where it is installed.
  enum Kind: String, CaseIterable, Sendable {
    case file
    case postgres
  }

  static let kinds: [Kind] = Cluster.isThere ? Kind.allCases : [.file]

  let kind: Kind
  let folder: URL
  /// The database's name, where it is one.
  private let name: String

  /// A hub with the first events of the founding example, and the desk that made it, `first.db`.
  static func with(_ kind: Kind, _ events: Int = 12, _ body: (Team) throws -> Void) throws {
    try TrustLedger.with(events) { trust in
      let team = try Team(kind, of: trust)
      defer { team.end() }
      #expect(try team.use("first") { try $0.head() } == events)
      try body(team)
    }
  }

  /// The same for a body that waits.
  static func with(_ kind: Kind, _ body: (Team) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let trust = TrustLedger(folder: folder)
      try TrustLedger.with(12) {
        try FileManager.default.copyItem(atPath: $0.path, toPath: trust.path)
      }
      let team = try Team(kind, of: trust)
      defer { team.end() }
      try await body(team)
    }
  }

  private init(_ kind: Kind, of trust: TrustLedger) throws {
    self.kind = kind
    folder = trust.folder
    name = "hub_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    try FileManager.default.moveItem(atPath: trust.path, toPath: path("first"))
    if kind == .postgres {
      let cluster = try #require(Cluster.only)
      try cluster.sql("CREATE DATABASE \(name)")
      for role in ["anna", "rita", "red"] { _ = try? cluster.sql("CREATE ROLE \(role) LOGIN") }
    }
    _ = try Ledger.createHub(at: address("owner"), from: path("first"))
    guard kind == .postgres else { return }
    try sql("GRANT stakebook_writer TO anna")
    try sql("GRANT stakebook_reader TO rita")
    try sql("GRANT stakebook_redactor TO red")
  }

  private func end() {
    if kind == .postgres { _ = try? Cluster.only?.sql("DROP DATABASE \(name)") }
  }

  /// Where the hub is, for a user of PostgreSQL.
  func address(_ user: String = "anna") throws -> HubAddress {
    switch kind {
    case .file: try HubAddress(folder.appending(path: "hub.db").path)
    case .postgres: try HubAddress(Cluster.only?.url(name, user) ?? "")
    }
  }

  /// The file of a desk.
  func path(_ desk: String) -> String { folder.appending(path: "\(desk).db").path }

  /// A desk that joins the hub.
  func join(_ desk: String, as user: String = "anna") throws {
    try Ledger.join(address(user), at: path(desk))
  }

  /// Opens a desk's ledger, uses it, closes it.
  @discardableResult
  func use<Result>(_ desk: String, _ body: (Ledger) throws -> Result) throws -> Result {
    let ledger = try Ledger.open(at: path(desk), for: .writing)
    do {
      let result = try body(ledger)
      try ledger.close()
      return result
    } catch {
      try? ledger.close()
      throw error
    }
  }

  /// Every event of a desk as an export has it.
  func export(_ desk: String) throws -> [String] {
    var lines: [String] = []
    try use(desk) { try $0.forEachEvent { lines.append(try $0.line.canonical) } }
    return lines
  }

  /// Runs SQL on the hub as its owner.
  @discardableResult
  func sql(_ sql: String, as user: String = "owner") throws -> String {
    switch kind {
    case .postgres: return try Cluster.only?.sql(sql, in: name, as: user) ?? ""
    case .file:
      let queue = try DatabaseQueue(path: folder.appending(path: "hub.db").path)
      defer { try? queue.close() }
      return try queue.writeWithoutTransaction { database in
        try database.execute(sql: sql)
        return ""
      }
    }
  }

  /// Changes the hub's rows behind the back of its guards.
  func tamper(_ change: String) throws {
    switch kind {
    case .postgres:
      try sql(
        """
        ALTER TABLE stakebook.event DISABLE TRIGGER USER; UPDATE stakebook.event SET \(change);
        ALTER TABLE stakebook.event ENABLE TRIGGER USER
        """)
    case .file:
      let path = folder.appending(path: "hub.db").path
      let queue = try DatabaseQueue(path: path)
      let made = try queue.read {
        try String.fetchOne($0, sql: "SELECT sql FROM sqlite_schema WHERE name = 'event_update'")
      }
      try queue.writeWithoutTransaction { database in
        try database.execute(
          sql: "DROP TRIGGER event_update; UPDATE event SET \(change); \(made ?? "")")
      }
      try queue.close()
    }
  }

  /// Keeps the hub as it is.
  func backUp() throws {
    switch kind {
    case .postgres: try Cluster.only?.sql("CREATE DATABASE \(name)_kept TEMPLATE \(name)")
    case .file:
      try FileManager.default.copyItem(
        atPath: folder.appending(path: "hub.db").path,
        toPath: folder.appending(path: "hub.kept").path)
    }
  }

  /// Puts it back as it was kept.
  func putBack() throws {
    switch kind {
    case .postgres:
      try Cluster.only?.sql("DROP DATABASE \(name)")
      try Cluster.only?.sql("ALTER DATABASE \(name)_kept RENAME TO \(name)")
    case .file:
      try FileManager.default.removeItem(atPath: folder.appending(path: "hub.db").path)
      try FileManager.default.moveItem(
        atPath: folder.appending(path: "hub.kept").path,
        toPath: folder.appending(path: "hub.db").path)
    }
  }
}

/// A registration, which needs nothing before it.
func registration(_ slug: String, name: String? = nil, id: String? = nil) -> Draft {
  Draft(
    type: "entity.registered", effective: "2020",
    data: ["entity": .string(slug), "name": .string(name ?? slug), "kind": "company"], id: id)
}

extension Correction {
  /// Fields that are said otherwise.
  init(fields: [String]) {
    self.init(reason: "")
    assignments = fields
  }
}

extension AppendTerms {
  /// The hub is left alone: what is said waits in the outbox.
  static var offline: AppendTerms {
    var terms = AppendTerms()
    terms.isOffline = true
    return terms
  }
}

/// What went wrong in several threads.
final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var found: [String] = []
  var all: [String] { lock.withLock { found } }
  func add(_ failure: String) { lock.withLock { found.append(failure) } }
}
