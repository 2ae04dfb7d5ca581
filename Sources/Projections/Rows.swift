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

/// What an investor committed to an issuer in one currency, as the view `capital` shows it.
public struct Capital: ViewRow {
  /// The view it is a row of.
  public static let view = "capital"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// Who owes.
  public var investor: String { columns.text("investor") }
  /// To whom.
  public var issuer: String { columns.text("issuer") }
  /// ISO 4217 code of all amounts.
  public var currency: String { columns.text("currency") }
  /// Binding and unconditional, in minor units.
  public var committedMinor: Int64 { columns.number("committed_minor") ?? 0 }
  /// What came, in minor units.
  public var fundedMinor: Int64 { columns.number("funded_minor") ?? 0 }
  /// What is left, in minor units.
  public var outstandingMinor: Int64 { columns.number("outstanding_minor") ?? 0 }
}

/// What a buyer committed to buy from a supplier in one currency, as the view `purchases` shows it.
public struct Purchases: ViewRow {
  /// The view it is a row of.
  public static let view = "purchases"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// Who owes.
  public var buyer: String { columns.text("buyer") }
  /// To whom.
  public var supplier: String { columns.text("supplier") }
  /// ISO 4217 code of all amounts.
  public var currency: String { columns.text("currency") }
  /// Binding and unconditional, in minor units.
  public var committedMinor: Int64 { columns.number("committed_minor") ?? 0 }
  /// What is left, in minor units.
  public var outstandingMinor: Int64 { columns.number("outstanding_minor") ?? 0 }
}

/// What a stake's worth implies for the whole company, as the view `implied_valuations` shows it.
public struct ImpliedValuation: ViewRow {
  /// The view it is a row of.
  public static let view = "implied_valuations"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// The company.
  public var issuer: String { columns.text("issuer") }
  /// Whose stake implies it.
  public var holder: String { columns.text("holder") }
  /// The value in minor units.
  public var amountMinor: Int64? { columns.number("amount_minor") }
  /// The low end in minor units.
  public var amountLowMinor: Int64? { columns.number("amount_low_minor") }
  /// The high end in minor units.
  public var amountHighMinor: Int64? { columns.number("amount_high_minor") }
  /// ISO 4217 code.
  public var currency: String { columns.text("currency") }
}

/// A right and what ends it, as the view `rights` shows it.
public struct Right: ViewRow {
  /// The view it is a row of.
  public static let view = "rights"
  /// Its columns by name.
  public let columns: JSONObject
  /// A row with these columns.
  public init(columns: JSONObject) { self.columns = columns }

  /// Its slug.
  public var right: String { columns.text("right") }
  /// What sort of right it is.
  public var kind: String { columns.text("kind") }
  /// pending, in_force, waived, expired or ended.
  public var status: String { columns.text("status") }
  /// Whether the grantee alone has it now; nil where nobody says.
  public var isExclusive: Bool? { columns.number("exclusive").map { $0 != 0 } }
  /// The day on which it ends at the latest, as stated.
  public var endsOn: String? { columns["ends_on"]?.stringValue }
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
