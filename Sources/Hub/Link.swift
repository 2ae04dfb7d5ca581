import EventLog
import Events
import Foundation
import GRDB

/// The hub of which a ledger's log is a copy.
public struct Link: Sendable {
  /// Where the hub is.
  public let url: String
  /// For whom it takes this desk.
  public let actor: String
  /// The newest state of it that was seen and found to hold.
  public package(set) var tree: MerkleFrontier
  /// The last of its signed checkpoints that was compared.
  public package(set) var checkpoint: Int64

  /// A link to a hub whose log up to here is the ledger's.
  package init(url: String, actor: String, tree: MerkleFrontier) {
    (self.url, self.actor, self.tree) = (url, actor, tree)
    checkpoint = 0
  }

  /// The link of a ledger; nil where it has none.
  package init?(_ database: Database) throws {
    // Asked with every append of every ledger, most of which have none.
    guard try Self.hasTable(database),
      try RawStatement(database, "SELECT 1 FROM main.hub_link WHERE place = ?")
        .integer(.integer(1)) != nil,
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT url, actor, seq, parts, checkpoint FROM main.hub_link"))
    else { return nil }
    guard let tree = MerkleFrontier(size: row["seq"], parts: Array(row["parts"] as Data)) else {
      throw Rejection(
        .damagedLedger, "what was last seen of the hub is no state of a log",
        hint: "`stakebook hub join` into another file makes a new copy.")
    }
    (url, actor, self.tree) = (row["url"], row["actor"], tree)
    checkpoint = row["checkpoint"]
  }

  /// Whether the file's form has it; a ledger that an earlier version wrote may only be read.
  static func hasTable(_ database: Database) throws -> Bool {
    try RawStatement(database, "PRAGMA user_version").integer() ?? 0 >= 4
  }

  /// Writes it down in place of what stood there.
  package func keep(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO main.hub_link (place, url, actor, seq, parts, checkpoint)
        VALUES (1, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [url, actor, tree.size, Data(tree.parts), checkpoint])
  }

  /// Takes it away: the log is the ledger's own from then on.
  package static func remove(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM main.hub_link")
  }
}

/// What a desk had seen of a hub, and what the hub said afterwards, of a log that may only grow.
public struct HubEvidence: Sendable, Equatable {
  /// When it was found.
  public var foundAt: String
  /// Which hub it was.
  public var url: String
  /// What was found, as a sentence without its full stop.
  public var sentence: String
  /// How many events the desk had seen, and the root over them.
  public var own: (size: Int64, root: [UInt8])
  /// How many the hub says it has, and the root over them.
  public var hub: (size: Int64, root: [UInt8])

  /// All of it.
  package init(
    foundAt: String, url: String, sentence: String, own: (size: Int64, root: [UInt8]),
    hub: (size: Int64, root: [UInt8])
  ) {
    (self.foundAt, self.url, self.sentence) = (foundAt, url, sentence)
    (self.own, self.hub) = (own, hub)
  }

  /// Whether both say the same.
  public static func == (left: HubEvidence, right: HubEvidence) -> Bool {
    left.foundAt == right.foundAt && left.sentence == right.sentence && left.own == right.own
      && left.hub == right.hub
  }

  /// Writes it down beside the earlier ones, unless the last of them says the same.
  package func keep(_ database: Database) throws {
    if let last = try Self.all(database).last, last.url == url, last.own == own, last.hub == hub,
      last.sentence == sentence
    {
      return
    }
    try database.execute(
      sql: """
        INSERT INTO main.hub_evidence
          (found_at, url, sentence, own_size, own_root, hub_size, hub_root)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [foundAt, url, sentence, own.size, Data(own.root), hub.size, Data(hub.root)])
  }

  /// All that a ledger has, the oldest first.
  package static func all(_ database: Database) throws -> [HubEvidence] {
    guard try Link.hasTable(database) else { return [] }
    return try Row.fetchAll(database, sql: "SELECT * FROM main.hub_evidence ORDER BY place").map {
      HubEvidence(
        foundAt: $0["found_at"], url: $0["url"], sentence: $0["sentence"],
        own: ($0["own_size"], Array($0["own_root"] as Data)),
        hub: ($0["hub_size"], Array($0["hub_root"] as Data)))
    }
  }
}
