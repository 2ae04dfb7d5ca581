import Events

/// A partnership, as the view `partnerships` shows it.
public struct Partnership: ViewRow {
  /// The view it is a row of.
  public static let view = "partnerships"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// Its slug, and the stream of its events.
  public var partnership: String { columns.text("partnership") }
  /// What it is called.
  public var name: String { columns.text("name") }
}

/// A holder's share of an issuer, as the view `stakes` shows it.
public struct Stake: ViewRow {
  /// The view it is a row of.
  public static let view = "stakes"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// Who holds.
  public var holder: String { columns.text("holder") }
  /// Of whom.
  public var issuer: String { columns.text("issuer") }
  /// On which basis.
  public var basis: String { columns.text("basis") }
  /// The rounds left out, joined by commas.
  public var excludes: String { columns.text("excludes") }
  /// Parts per billion; none for a range or an undisclosed share.
  public var percentPPB: Int64? { columns.number("percent_ppb") }
  /// The low end in parts per billion.
  public var percentLowPPB: Int64? { columns.number("percent_low_ppb") }
  /// The high end in parts per billion.
  public var percentHighPPB: Int64? { columns.number("percent_high_ppb") }
  /// The share as stated.
  public var stated: String { columns.text("stated") }
  /// seq of the event that counts.
  public var event: Seq { columns.number("event") ?? 0 }
}

/// Where the ledger's facts disagree, as the view `discrepancies` shows it.
public struct Discrepancy: ViewRow {
  /// The view it is a row of.
  public static let view = "discrepancies"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// The rule's name.
  public var rule: String { columns.text("rule") }
  /// error or warning.
  public var severity: String { columns.text("severity") }
  /// What disagrees.
  public var sentence: String { columns.text("sentence") }
  /// Its own name, by which a note silences it.
  public var finding: String { columns.text("finding") }
  /// seq of the note that explains it; nil while it is open.
  public var silencedBy: Seq? { columns.number("silenced_by") }
  /// What that note says.
  public var reason: String? { columns["reason"]?.stringValue }
}

extension JSONObject {
  /// The text of that name; a missing one is a bug in a view.
  fileprivate func text(_ name: String) -> String { self[name]?.stringValue ?? "" }
  /// The whole number of that name.
  fileprivate func number(_ name: String) -> Int64? { self[name]?.integerValue }
}
