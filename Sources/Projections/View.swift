import Events

/// A view that people and reports read: the public contract, or a step on the way to it.
///
/// Its columns are only ever added to. The same text makes the persistent view (today, all that is
/// known) and the TEMP view of a session with another clock.
public struct View: Sendable {
  /// The name in SQL.
  public let name: String
  /// One row per what, in a phrase.
  public let summary: String
  /// The columns in order.
  public let columns: [Column]
  /// The SELECT.
  public let sql: String
  /// Whether it is part of the contract; the others are steps that may change.
  public let isPublic: Bool
  /// The columns that name entities: a partnership's state shows the rows whose entities are all
  /// among its parties.
  public let parties: [String]
  /// The columns that tell a row from every other one, whatever the clock says.
  public let key: [String]
  /// In which order reports list the rows.
  public let order: String

  /// A column: its name, what it holds, and how its text is to be read.
  public struct Column: Sendable {
    /// How a value is to be read.
    public enum Kind: Sendable {
      /// As SQLite gives it.
      case plain
      /// Canonical JSON in text.
      case json
      /// A rounded number for reading, beside the exact ones; left out of snapshots.
      case rounded
    }
    /// The name in SQL.
    public let name: String
    /// What it holds, in a phrase.
    public let meaning: String
    /// How a value is to be read.
    public let kind: Kind

    /// Whether it holds whole numbers; else text, or JSON.
    public var isWhole: Bool {
      Self.wholeNames.contains(name) || Self.wholeEnds.contains { name.hasSuffix($0) }
    }

    private static let wholeEnds = ["_minor", "_ppb", "_milli"]
    private static let wholeNames: Set = [
      "about", "amendments", "beaten", "binding", "claims", "counts", "ended_by", "event",
      "exclusive", "expired", "high", "low", "pending", "position", "silenced_by", "sources",
      "undisclosed", "value_event", "version", "withdrawn_by",
    ]

    /// A column read as SQLite gives it.
    public static func plain(_ name: String, _ meaning: String) -> Column {
      Column(name: name, meaning: meaning, kind: .plain)
    }
    /// A column of canonical JSON.
    public static func json(_ name: String, _ meaning: String) -> Column {
      Column(name: name, meaning: meaning, kind: .json)
    }
  }

  /// The same order, and the key where it leaves two rows equal: with SQLite of any version the rows
  /// come in one order.
  var wholeOrder: String {
    let named = order.split { !($0.isLetter || $0 == "_" || $0.isNumber) }.map(String.init)
    let rest = key.filter { !named.contains($0) }.map { "\"\($0)\"" }
    return ([order] + rest).joined(separator: ", ")
  }

  /// The columns without those that only round others.
  public var exactColumns: [Column] { columns.filter { $0.kind != .rounded } }

  /// A view of the public contract.
  static func contract(
    _ name: String, _ summary: String, parties: [String] = [], key: [String]? = nil,
    order: String? = nil, _ columns: [Column], sql: String
  ) -> View {
    let first = columns.filter { $0.kind != .rounded }.prefix(5).map { "\"\($0.name)\"" }
    return View(
      name: name, summary: summary, columns: columns, sql: sql, isPublic: true, parties: parties,
      key: key ?? columns.prefix(1).map(\.name), order: order ?? first.joined(separator: ", "))
  }

  /// A step on the way to public views.
  static func step(_ name: String, _ summary: String, sql: String) -> View {
    View(
      name: name, summary: summary, columns: [], sql: sql, isPublic: false, parties: [],
      key: [], order: "1")
  }

  /// What a row of it is called, for `why` and `diff`: the view and the row's key, with slashes.
  public func name(of row: JSONObject) -> String {
    ([name] + key.map { row[$0].map(Self.spelt) ?? "" }).joined(separator: "/")
  }

  /// A value of a key as it stands in a row's name.
  public static func spelt(_ value: JSON) -> String { value.stringValue ?? value.canonical }

  private func create(_ kind: String) -> String {
    let list = columns.isEmpty ? "" : " (\(columns.map(\.name).joined(separator: ", ")))"
    return "CREATE \(kind) \(name)\(list) AS\n\(sql)"
  }

  /// The statement that makes it in the ledger's file.
  var createStatement: String { create("VIEW") }
  /// The statement that makes it for one session.
  var createTemporaryStatement: String { create("TEMP VIEW") }
}

extension [View.Column] {
  /// What every row that shows one event's fact tells of it.
  static let common: [View.Column] = [
    .plain("event", "seq of the event that counts"),
    .plain("stream", "the partnership in whose stream it stands"),
    .plain("effective", "when it holds, as stated"),
    .plain("effective_earliest", "first day that can mean"),
    .plain("effective_latest", "last day that can mean"),
    .plain("status", "confirmed, reported, estimated, rumoured"),
    .plain("sources", "number of sources"),
    .plain("source", "title of the best source"),
    .plain("beaten", "how many live claims about the same fact and time say otherwise"),
  ]

  /// The same for a thing that is merged from several events and has a status of its own.
  static let commonBesideStatus: [View.Column] = common.dropLast().map { column in
    column.name == "status"
      ? .plain("claim_status", "how sure the fact is: \(column.meaning)") : column
  }

  /// An amount of money: rounded, exact, its interval.
  static func money(_ name: String, _ meaning: String) -> [View.Column] {
    [
      View.Column(name: name, meaning: "\(meaning), in major units", kind: .rounded),
      .plain("\(name)_minor", "\(meaning), exact, in minor units"),
      .plain("\(name)_low_minor", "its low end"),
      .plain("\(name)_high_minor", "its high end; NULL when it has none"),
    ]
  }

  /// A share: rounded, exact in parts per billion, its interval.
  static func percent(_ name: String, _ meaning: String) -> [View.Column] {
    [
      View.Column(name: name, meaning: "\(meaning), in percent", kind: .rounded),
      .plain("\(name)_ppb", "\(meaning), exact, in parts per billion"),
      .plain("\(name)_low_ppb", "its low end"),
      .plain("\(name)_high_ppb", "its high end"),
    ]
  }

  /// How an amount or share was said.
  static let stated: [View.Column] = [
    .plain("certainty", "exact, approximate, at_most, at_least, range, undisclosed"),
    .plain("stated", "the value as stated"),
  ]
}
