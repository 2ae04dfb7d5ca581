/// The currencies of ISO 4217, also those it has withdrawn, and how many decimals their minor units
/// have.
public enum Currency {
  /// All codes, by the decimals of their minor unit.
  public static let codesByDecimals: [(decimals: Int, codes: [String])] = inUse.map {
    decimals, codes in
    let withdrawn = withdrawnByDecimals.filter { $0.decimals == decimals }.flatMap(\.codes)
    return (decimals, codes + withdrawn.map(\.code))
  }

  /// The codes in use, by the decimals of their minor unit (ISO 4217, list one).
  private static let inUse: [(decimals: Int, codes: [String])] = [
    (0, words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")),
    (
      2,
      words(
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD \
        CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
        GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK \
        LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
        NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
        SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST \
        XCD XCG YER ZAR ZMW ZWG
        """)
    ),
    (3, words("BHD IQD JOD KWD LYD OMR TND")),
    (4, words("CLF UYW")),
  ]

  /// All codes: those in use, then those withdrawn, each in alphabetical order.
  public static let codes: [String] =
    inUse.flatMap(\.codes).sorted()
    + withdrawnByDecimals.flatMap(\.codes).map(\.code).sorted()

  private static let decimalsByCode: [String: Int] = Dictionary(
    uniqueKeysWithValues: codesByDecimals.flatMap { decimals, codes in
      codes.map { ($0, decimals) }
    })

  /// How many decimals the minor unit has: 2 for USD, 0 for JPY; nil for an unknown code.
  public static func decimals(of code: String) -> Int? { decimalsByCode[code] }

  /// The same, or a refusal of a code that ISO 4217 does not know.
  static func known(_ code: String) throws(Rejection) -> Int {
    guard let decimals = decimals(of: code) else {
      throw Rejection(
        .unknownCurrency, "'\(code)' is not a currency of ISO 4217",
        hint: nearest(to: code, among: codes).map { "Did you mean '\($0)'?" }
          ?? "Write a code such as USD, EUR or JPY.")
    }
    return decimals
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
