/// What a total adds up.
public enum TotalMeasure: String, Choice {
  /// Capital promised.
  case capitalCommitted = "capital.committed"
  /// Capital paid in.
  case capitalFunded = "capital.funded"
  /// Capital put in, as a holder accounts for it.
  case capitalInvested = "capital.invested"
  /// Purchases promised.
  case purchasesCommitted = "purchases.committed"
  /// Purchases made.
  case purchasesDrawn = "purchases.drawn"
  /// Revenue shares paid.
  case revenueSharePaid = "revenue_share.paid"
}

/// A sum that somebody stated, to be compared with the ledger's own.
///
/// Key: measure, from and to, and whose figure it is where that is said. It is never added to anything.
public struct TotalReported: Event {
  /// The stored name.
  public static let type: EventType = "total.reported"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Totals", "a sum as somebody stated it",
    headline: "Total {measure} from {from} to {to}: {amount}",
    fields: [
      .required("measure", .choice(TotalMeasure.self), "what is added up"),
      .required("from", .slug(.entity), "who pays or promises"),
      .required("to", .slug(.entity), "who receives"),
      .required("amount", .money, "the sum"),
      .assertedBy,
    ],
    claims: [.fact(.total, ["measure", "from", "to"], manner: ["asserted_by"])])
  /// What was said.
  public let payload: Payload

  /// A sum from one entity to the other.
  public init(
    measure: TotalMeasure, from: EntityID, to: EntityID, amount: Money,
    assertedBy: EntityID? = nil, agreement: AgreementID? = nil
  ) {
    payload = [
      "measure": measure, "from": from, "to": to, "amount": amount, "asserted_by": assertedBy,
      "agreement": agreement,
    ]
  }
}
