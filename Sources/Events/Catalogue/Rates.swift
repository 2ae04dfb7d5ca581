/// What one unit of a currency costs in another, on a day.
///
/// Key: base, quote and day.
public struct FXRateRecorded: Event {
  /// The stored name.
  public static let type: EventType = "fx_rate.recorded"
  /// Fields, rules and keys.
  public static let shape = Shape(
    family: "Rates", "an exchange rate", stream: .reserved("rates"),
    headline: "1 {base} costs {fx_rate} {quote}",
    fields: [
      .required(
        "base", .choice(Currency.codes), "the currency of which one unit is priced (ISO 4217)"),
      .required("quote", .choice(Currency.codes), "the currency of the price (ISO 4217)"),
      .required("fx_rate", .rate, "units of quote for one of base"),
    ],
    claims: [.fact(.fxRate, ["base", "quote", .effective])])
  /// What was said.
  public let payload: Payload

  /// A rate, such as 1.0823 for one EUR in USD.
  public init(base: String, quote: String, fxRate: ExchangeRate, agreement: AgreementID? = nil) {
    payload = ["base": base, "quote": quote, "fx_rate": fxRate, "agreement": agreement]
  }
}
