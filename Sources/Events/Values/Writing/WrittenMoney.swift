// Money, percents and quantities as people write them.

extension Writing {
  /// An amount as ``Money`` reads it. Throws `ambiguous-number`, `ambiguous-range`, `bad-money`,
  /// `unknown-currency`.
  public func money(_ text: String) throws(Rejection) -> String {
    let isBare =
      !text.isEmpty
      && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2C || $0 == 0x2E }
    let stated = try withoutBasis(withoutNotes(Events.plain(text)))
    let (before, afterHedge) = isBare ? ("", stated) : HedgeWords.split(stated)
    let (code, unsigned) = isBare ? (nil, stated) : try sign(in: afterHedge)
    var (hedge, body) =
      before.isEmpty && !isBare ? HedgeWords.split(unsigned) : (before, unsigned)
    guard let currency = code ?? self.currency else {
      throw Rejection(
        .badMoney, "'\(text.prefix(60))' has no currency",
        hint: "Write its code, like USD 1bn, or say the currency of the column.")
    }
    if hedge.isEmpty, !isBare, Self.undisclosed.contains(body.lowercased()) {
      return "\(currency) ?"
    }
    if hedge.isEmpty, body.last == "+" {
      hedge = "at least "
      body = String(trimmingSpaces(body.dropLast()))
    }
    let numbers =
      isBare
      ? [try Figures(number: body, in: self, as: .money, text)]
      : try Figures.range(body, in: self, as: .money, text)
    try Figures.requirePositive(numbers, as: .money, text)
    var amounts: [String] = []
    for number in numbers {
      var suffix = number.suffix
      if suffix.isEmpty, let scale, scale != .units, !number.isZero {
        guard code == nil || code == self.currency else {
          throw Rejection(
            .ambiguousNumber,
            "'\(text.prefix(60))' names its currency, and not whether it counts in \(scale.rawValue) "
              + "like its column",
            hint:
              "Write \(currency) \(number.digits)\(scale.suffix), or all its digits with a k, m "
              + "or bn.")
        }
        suffix = scale.suffix
      }
      amounts.append(number.digits + suffix)
    }
    return "\(hedge)\(currency) \(amounts.joined(separator: ".."))"
  }

  /// An amount without the basis that is told beside it, which must not get lost.
  private func withoutBasis(_ text: String) throws(Rejection) -> String {
    let (basis, amount) = BasisWords.split(text)
    guard let basis, !isBasisApart else { return amount }
    throw Rejection(
      .badMoney, "'\(text.prefix(60))' tells a value of the company, \(basis.rawValue)",
      hint: "Write \(amount.prefix(60)) alone, and basis=\(basis.rawValue) of a valuation.reported."
    )
  }

  private static let undisclosed: Set = [
    "?", "undisclosed", "not disclosed", "confidential", "unknown", "unbekannt", "ungenannt",
    "non communiqué", "non divulgué", "inconnu",
  ]

  /// The currency of an amount by its sign or code, and the amount without it.
  private func sign(in text: String) throws(Rejection) -> (code: String?, rest: String) {
    for (sign, codes) in Self.signs {
      guard let place = text.firstRange(of: sign) else { continue }
      // A word is no part of a longer one.
      if sign.last?.isLetter == true, place.upperBound < text.endIndex,
        text[place.upperBound].isLetter
      {
        continue
      }
      let rest = String(
        trimmingSpaces((text[..<place.lowerBound] + " " + text[place.upperBound...])[...]))
      if let own = currency, codes.contains(own) { return (own, Self.single(rest)) }
      guard codes.count == 1 else {
        throw Rejection(
          .unknownCurrency,
          "'\(text.prefix(60))' can be "
            + codes.map { Self.single("\($0) \(rest)") }.joined(separator: " or "),
          hint: "Write the code, or say the currency of the column.")
      }
      return (codes[0], Self.single(rest))
    }
    var place = text.startIndex
    while place < text.endIndex {
      let letters = text[place...].prefix { $0.isASCII && $0.isLetter }
      if letters.count == 3, Self.small.contains(letters) || letters.allSatisfy(\.isUppercase),
        Currency.decimals(of: letters.uppercased()) != nil
      {
        let rest = text[..<place] + " " + text[letters.endIndex...]
        return (letters.uppercased(), Self.single(String(rest)))
      }
      place = letters.isEmpty ? text.index(after: place) : letters.endIndex
    }
    return (nil, text)
  }

  private static func single(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }

  /// Codes that people also write small.
  private static let small: Set<Substring> = ["usd", "eur", "gbp", "jpy", "chf"]

  /// Signs and words, the longer ones first, and which currencies have them.
  private static let signs: [(String, [String])] = [
    ("US$", ["USD"]), ("AU$", ["AUD"]), ("CA$", ["CAD"]), ("HK$", ["HKD"]), ("NZ$", ["NZD"]),
    ("NT$", ["TWD"]), ("A$", ["AUD"]), ("C$", ["CAD"]), ("S$", ["SGD"]), ("R$", ["BRL"]),
    ("$", ["USD"]), ("euros", ["EUR"]), ("euro", ["EUR"]), ("Euro", ["EUR"]), ("€", ["EUR"]),
    ("£", ["GBP"]), ("₹", ["INR"]), ("₩", ["KRW"]), ("₽", ["RUB"]), ("₺", ["TRY"]),
    ("₪", ["ILS"]), ("zł", ["PLN"]), ("RMB", ["CNY"]), ("元", ["CNY"]), ("円", ["JPY"]),
    ("¥", ["JPY", "CNY"]), ("kr.", ["DKK", "NOK", "SEK"]), ("kr", ["DKK", "NOK", "SEK"]),
  ]

  /// A share as ``Percent`` reads it. Throws `ambiguous-number`, `ambiguous-range`, `bad-percent`.
  public func percent(_ text: String) throws(Rejection) -> String {
    let stated = withoutNotes(Events.plain(text))
    if stated.contains(" of ") || stated == "?%" { return stated }
    var (hedge, body) = HedgeWords.split(stated)
    var hasSign = false
    if hedge.isEmpty, body.last == "+" {
      hedge = "at least "
      body = String(trimmingSpaces(body.dropLast()))
    }
    if let sign = Self.percentSigns.first(where: { body.lowercased().hasSuffix($0) }) {
      hasSign = true
      body = String(trimmingSpaces(body.dropLast(sign.count)))
    }
    let numbers = try Figures.range(
      body.replacing("%", with: ""), in: self, as: .percent, text)
    try Figures.requirePositive(numbers, as: .percent, text)
    var shares: [String] = []
    for number in numbers {
      guard number.suffix.isEmpty else {
        throw Rejection(
          .badPercent, "'\(text.prefix(60))' is not a percent", hint: "Write it like 27%.")
      }
      shares.append(try share(number, hasSign: hasSign, of: text))
    }
    return hedge + shares.joined(separator: "..")
  }

  private static let percentSigns = ["%", "percent", "per cent", "pct", "prozent", "pour cent"]

  private func share(
    _ number: Figures, hasSign: Bool, of text: String
  ) throws(Rejection) -> String {
    let whole = number.digits.prefix { $0 != "." }
    let isSmall = whole.allSatisfy { $0 == "0" } || number.digits == "1"
    if hasSign || percents == .hundredths || number.isZero || (percents == nil && !isSmall) {
      return number.digits + "%"
    }
    let shifted = Self.hundredfold(number.digits) + "%"
    guard percents == .fractions else {
      throw Rejection(
        .ambiguousNumber, "'\(text.prefix(60))' can be \(number.digits)% or \(shifted)",
        hint: "Write the one that is meant, or say what bare numbers of the column mean.")
    }
    return shifted
  }

  private static func hundredfold(_ digits: String) -> String {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    let padded = decimals + String(repeating: "0", count: max(0, 2 - decimals.count))
    let whole = String((parts[0] + padded.prefix(2)).drop { $0 == "0" })
    let rest = padded.dropFirst(2)
    return (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
  }

  /// A quantity as ``Quantity`` reads it: the last word is its unit.
  public func quantity(_ text: String) throws(Rejection) -> String {
    let stated = Events.plain(text)
    if decimals == nil, (try? Quantity(stated)) != nil { return stated }
    let (hedge, body) = HedgeWords.split(stated)
    guard let space = body.lastIndex(of: " ") else { return stated }
    let numbers = try Figures.range(String(body[..<space]), in: self, as: .quantity, text)
    try Figures.requirePositive(numbers, as: .quantity, text)
    let amounts = numbers.map { $0.digits + $0.suffix }.joined(separator: "..")
    return "\(hedge)\(amounts)\(body[space...])"
  }
}
