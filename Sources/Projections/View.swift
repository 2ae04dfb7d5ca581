import Events

/// A view that people and reports read: the public contract, or a step on the way to it.
///
/// Its columns are only ever added to. The same text makes the view of the file (today, all that is
/// known) and what stands before it under a reading: a TEMP view, or a TEMP table where it is shared.
public struct View: Sendable {
  /// The name in SQL.
  public let name: String
  /// One row per what, in a phrase.
  public let summary: String
  /// The columns in order.
  public let columns: [Column]
  /// The SELECT.
  public internal(set) var sql: String
  /// Whether it is part of the contract; the others are steps that may change.
  public let isPublic: Bool
  /// The columns that name entities: a partnership's state shows the rows whose entities are all
  /// among its parties.
  public let parties: [String]
  /// The columns that tell a row from every other one, whatever the clock says.
  public let key: [String]
  /// In which order reports list the rows.
  public let order: String
  /// By which columns its rows are sought by those who share it: a reading that asks much computes it
  /// once, with these indexes. Where there are none it is computed wherever it is named.
  let lookups: [String]
  /// Where people meet it.
  public let uses: Uses

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
    _ name: String, _ summary: String, _ uses: Uses, parties: [String] = [], key: [String]? = nil,
    order: String? = nil, lookups: [String] = [], _ columns: [Column], sql: String
  ) -> View {
    let first = columns.filter { $0.kind != .rounded }.prefix(5).map { "\"\($0.name)\"" }
    return View(
      name: name, summary: summary, columns: columns, sql: sql, isPublic: true, parties: parties,
      key: key ?? columns.prefix(1).map(\.name), order: order ?? first.joined(separator: ", "),
      lookups: lookups, uses: uses)
  }

  /// A step on the way to public views.
  static func step(
    _ name: String, _ summary: String, lookups: [String] = [], columns: [Column] = [], sql: String
  ) -> View {
    View(
      name: name, summary: summary, columns: columns, sql: sql, isPublic: false, parties: [],
      key: [], order: "1", lookups: lookups, uses: Uses())
  }

  /// What a row of it is called, for `why` and `diff`: the view and the row's key, with slashes.
  public func name(of row: JSONObject) -> String {
    let parts = key.map { row[$0].map(Self.spelt) ?? "" }
    // Whose figure it is, and which of a list, is told only where that is said.
    let isPlain =
      key.last == "asserted_by" && parts.last == "" || key.last == "place" && parts.last == "0"
    return ([name] + (isPlain ? parts.dropLast() : parts)).joined(separator: "/")
  }

  /// A value of a key as it stands in a row's name.
  public static func spelt(_ value: JSON) -> String { value.stringValue ?? value.canonical }

  private var heading: String {
    columns.isEmpty ? name : "\(name) (\(columns.map(\.name).joined(separator: ", ")))"
  }

  private func create(_ kind: String) -> String { "CREATE \(kind) \(heading) AS\n\(sql)" }

  /// It as a part of one statement.
  var named: String { "\(heading) AS (\n\(sql)\n)" }

  /// The statement that makes it in the ledger's file.
  var createStatement: String { create("VIEW") }
  /// The statement that makes it for one session, unless it is there.
  var createTemporaryStatement: String { create("TEMP VIEW IF NOT EXISTS") }
}
