/// How an issuer becomes another.
public enum RestructuringForm: String, Choice {
  /// Its capital is divided anew.
  case recapitalization
  /// It takes another legal form.
  case conversion
  /// It joins another.
  case merger
  /// A part becomes independent.
  case spinOff = "spin_off"
}

/// A share as it stands after a restructuring.
public struct StakeAfter: PayloadValue {
  static let fields: [Field] = [
    .required("holder", .slug(.entity), "who holds"),
    .required("percent", .percent, "how large the share is"),
    .required("basis", .choice(Basis.self), "of what it is a share"),
    .optional("value", .money, "what the source says that the share is worth"),
  ]

  /// The object.
  public let said: JSON

  /// A share of the issuer that the restructuring leads to.
  public init(holder: EntityID, percent: Percent, basis: Basis, value: Money? = nil) {
    let said: Payload = ["holder": holder, "percent": percent, "basis": basis, "value": value]
    self.said = said.json
  }
}

/// An issuer that has become another, and who holds what of it then.
///
/// Key: from and to. Each share in `stakes` is a claim of its own, under the key that
/// ``StakeReported`` would give it.
public struct RestructuringCompleted: Event {
  /// The stored name.
  public static let type: EventType = "restructuring.completed"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Restructuring", "an issuer that became another",
    headline: "{from} becomes {to} ({form})",
    fields: [
      .required("from", .slug(.entity), "the issuer before"),
      .required("to", .slug(.entity), "the issuer after"),
      .required("form", .choice(RestructuringForm.self), "how it was done"),
      .optional("stakes", .list(.object(StakeAfter.fields)), "who holds what afterwards"),
    ],
    claims: [
      .fact(.restructuring, ["from", "to"]),
      .each(.stake, in: "stakes", ["holder", .field("to"), "basis", .constant("")]),
    ])
  /// What was said.
  public let payload: Payload

  /// A restructuring with the shares that it leads to.
  public init(
    from: EntityID, to: EntityID, form: RestructuringForm, stakes: [StakeAfter] = [],
    agreement: AgreementID? = nil
  ) {
    payload = ["from": from, "to": to, "form": form, "stakes": stakes, "agreement": agreement]
  }
}
