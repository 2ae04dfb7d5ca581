import Events

/// Numbers by the rules of each language: English 12,345.6 and 27 %, French 12 345,6 and 27 % with
/// narrow no-break spaces, German 12.345,6 and 27 %.
extension Wording {
  /// A whole number with its groups of three.
  func grouped(_ number: Int64) -> String {
    let sign = number < 0 ? "−" : ""
    let digits = Array(String(number.magnitude))
    guard digits.count > Int(self(.digitsWithoutGroups)) ?? 3 else { return sign + String(digits) }
    let mark = self(.groupMark)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text += mark }
      text.append(digit)
    }
    return sign + text
  }

  /// A decimal as ``Amounts/decimal(_:_:)`` writes it.
  func numeral(_ decimal: String) -> String {
    let parts = decimal.split(separator: ".", omittingEmptySubsequences: false)
    let whole = Int64(parts.first ?? "").map(grouped) ?? String(parts.first ?? "")
    guard parts.count == 2 else { return whole }
    return whole + self(.decimalMark) + parts[1]
  }

  /// A numeral with the sign for percent.
  func percent(_ numeral: String) -> String { self(.percentForm, numeral) }

  /// A share in parts per billion with its interval: `27 % (26.5–27.5)`.
  func percent(_ point: Int64?, low: Int64?, high: Int64?) -> String {
    let one = share
    guard let point else {
      guard let low, let high else { return self(.undisclosed) }
      return percent("\(one(low))–\(one(high))")
    }
    guard let low, let high, low < point || high > point else { return percent(one(point)) }
    return "\(percent(one(point))) (\(one(low))–\(one(high)))"
  }

  /// Parts per billion as a numeral: `27`, `33.33`.
  func share(_ ppb: Int64) -> String {
    numeral(FigureText.decimal(FigureText.told(ppb: ppb), 7))
  }

  /// An amount with its currency: `USD 135bn`, `135 Md USD`, `135 Mrd. USD`.
  func money(_ numeral: String, _ unit: MoneyUnit, _ currency: String) -> String {
    let values = ["number": numeral, "currency": currency]
    guard let unit = unit.word else { return self(.moneyForm, values) }
    return self(.scaledMoneyForm, values.merging(["unit": self(unit)]) { first, _ in first })
  }

  /// The unit of an axis: `USD bn`, `Md USD`.
  func unit(_ unit: MoneyUnit, _ currency: String) -> String {
    unit.word.map { self(.axisForm, ["unit": self($0), "currency": currency]) } ?? currency
  }

  /// Minor units with so many significant digits, or all of them: more than six are read without a unit,
  /// `HKD 8,508,589,314`.
  func money(
    _ minor: Int64, _ currency: String, isRough: Bool = false, digits: Int = Amounts.digits
  ) -> String {
    let isWhole = !isRough && FigureText.isLong(minor)
    let unit = isWhole ? .one : MoneyUnit(of: minor, currency, self)
    return money(numeral(minor, unit, currency, isRough, digits), unit, currency)
  }

  func numeral(
    _ minor: Int64, _ unit: MoneyUnit, _ currency: String, _ isRough: Bool,
    _ digits: Int = Amounts.digits
  ) -> String {
    numeral(
      FigureText.decimal(
        isRough ? FigureText.rounded(minor, to: digits) : minor,
        unit.power + Amounts.decimals(of: currency), isInMinor: unit.power == 0))
  }

  /// An amount with its ends: exact, with its ceiling, approximate with its interval, a
  /// range, or at least so much.
  ///
  /// What was converted (`isConverted`) has as many digits as a division gives; those beyond the sixth nobody
  /// stated, and it is rounded. A quotient has the three digits (`digits`) of what people state.
  func money(
    _ point: Int64?, low: Int64?, high: Int64?, _ currency: String, isConverted: Bool = false,
    digits: Int = Amounts.digits
  ) -> String {
    guard let point else {
      guard let low else { return self(.undisclosedIn, currency) }
      let unit = MoneyUnit(of: high ?? low, currency, self)
      guard let high else {
        return low == 0 ? self(.unknownIn, currency) : self(.atLeast, money(low, currency))
      }
      let isLong = isConverted && [low, high].contains(where: FigureText.isLong)
      let ends = [low, high].map { numeral($0, unit, currency, isLong, digits) }
      return money(ends.joined(separator: "–"), unit, currency)
    }
    let isExact = low == point && high == point
    let isLong = isConverted && FigureText.isLong(point)
    let text = money(point, currency, isRough: !isExact || isLong, digits: digits)
    if isExact { return text }
    guard let low, let high else { return self(.orMore, text) }
    let unit = MoneyUnit(of: point == 0 ? high : point, currency, self)
    var ends = [low, high].map { numeral($0, unit, currency, true, digits) }
    let figure = numeral(point, unit, currency, true, digits)
    // A quotient that does not come out even, of figures that are exact.
    if ends.allSatisfy({ $0 == figure }) { return text }
    // An interval to one side only is none of a figure that lies between its ends.
    if low < point, point < high, ends.contains(figure) {
      ends = [low, high].map { numeral($0, unit, currency, true, digits + 1) }
    }
    if point == 0, low == 0 { return self(.atMost, money(high, currency, isRough: true)) }
    if point == 0 { return money(ends.joined(separator: "–"), unit, currency) }
    // So much is sure, and it may be more: what is promised as "up to" is a ceiling.
    if low == point {
      let isLong = isConverted && [point, high].contains(where: FigureText.isLong)
      return self(
        .withCeiling, money(point, currency, isRough: isLong),
        money(high, currency, isRough: isLong))
    }
    return "\(text) (\(ends.joined(separator: "–")))"
  }

  /// An amount of a row by the name of its columns.
  func money(
    _ name: String, of row: JSONObject, currency: String = "currency", digits: Int = Amounts.digits
  ) -> String {
    money(
      row["\(name)_minor"]?.integerValue, low: row["\(name)_low_minor"]?.integerValue,
      high: row["\(name)_high_minor"]?.integerValue, row.text(currency),
      isConverted: Amounts.digits(of: row) != nil, digits: digits)
  }

  /// The same where there is no room for its ceiling in words: of *so much, up to more* both ends.
  func range(_ name: String, of row: JSONObject) -> String {
    var row = row
    if let low = row["\(name)_low_minor"], low == row["\(name)_minor"],
      row["\(name)_high_minor"]?.integerValue != nil, row["\(name)_high_minor"] != low,
      low != .integer(0)
    {
      row["\(name)_minor"] = nil
    }
    return money(name, of: row)
  }

  /// What came, by the name of its columns; where no event tells of any, that none is recorded. `others` names
  /// the column of what came in other currencies, where nothing stands beside that tells it.
  func came(_ name: String, of row: JSONObject, and others: String? = nil) -> String {
    var came = (others.map { row.text($0) } ?? "").split(separator: ", ").map { stated(String($0)) }
    if ["minor", "low_minor"].contains(where: { row["\(name)_\($0)"] != nil }) {
      let told = row.text("came_told_as")
      came.insert(
        money(name, of: row) + (told.isEmpty ? "" : " (\(stored("status", told)))"), at: 0)
    }
    return came.isEmpty ? self(.noneRecorded) : joined(came, .and)
  }

  /// A value as it was stated, in the words of this language; other text as it is.
  ///
  /// A cell of a table has the figure first; a sentence reads on: `about 27 %`.
  func stated(_ text: String, inSentence: Bool = false) -> String {
    if let money = try? Money(recorded: text) {
      let currency = money.currency
      return said(
        money.certainty, money.minor, money.lowMinor, money.highMinor,
        inSentence
      ) {
        self.money($0, currency)
      } ends: {
        self.money(nil, low: $0, high: $1, currency)
      } unknown: {
        self(inSentence ? .undisclosedAmount : .undisclosedIn, currency)
      }
    }
    if let share = try? Percent(recorded: text) {
      if share.certainty == .approximate, !inSentence {
        return percent(share.ppb, low: share.lowPPB, high: share.highPPB)
      }
      return said(share.certainty, share.ppb, share.lowPPB, share.highPPB, inSentence) {
        // What units of units give was divided; what was stated in percent stays as it is.
        percent(text.contains("%") ? numeral(FigureText.decimal($0, 7)) : self.share($0))
      } ends: {
        percent(nil, low: $0, high: $1)
      } unknown: {
        self(inSentence ? .undisclosedShare : .undisclosed)
      }
    }
    if let quantity = try? Quantity(recorded: text) {
      let one = { (milli: Int64) in self.numeral(FigureText.decimal(milli, 3)) }
      let unit = stored("unit", quantity.unit)
      return said(
        quantity.certainty, quantity.milli, quantity.lowMilli, quantity.highMilli, inSentence
      ) {
        "\(one($0))\u{A0}\(unit)"
      } ends: {
        "\(one($0))–\(one($1))\u{A0}\(unit)"
      } unknown: {
        inSentence ? self(.undisclosedNumber, unit) : "\(self(.undisclosed)) (\(unit))"
      }
    }
    if let price = try? Price(recorded: text) {
      let told = { (number: String) in
        self(.perUnit, self.money(number, .one, price.currency), self.stored("unit", price.unit))
      }
      let one = { (ppb: Int64) in self.numeral(FigureText.decimal(ppb, 9)) }
      return said(price.certainty, price.ppb, price.lowPPB, price.highPPB, inSentence) {
        told(one($0))
      } ends: {
        told("\(one($0))–\(one($1))")
      } unknown: {
        self(inSentence ? .undisclosedAmount : .undisclosedIn, price.currency)
      }
    }
    return shortened(text)
  }

  private func said(
    _ certainty: Certainty, _ point: Int64?, _ low: Int64?, _ high: Int64?, _ inSentence: Bool,
    one: (Int64) -> String, ends: (Int64, Int64) -> String, unknown: () -> String
  ) -> String {
    let text: String? =
      switch certainty {
      case .exact: point.map(one)
      case .approximate:
        point.map { self(inSentence ? .roughly : .approximately, one($0)) }
      // What is *under* or *over* a number does not reach it.
      case .atMost:
        point.map { self(high ?? $0 < $0 ? .under : .atMost, one($0)) }
      case .atLeast:
        point.map { self(low ?? $0 > $0 ? .over : .atLeast, one($0)) }
      case .range: low.flatMap { low in high.map { ends(low, $0) } }
      case .undisclosed: nil
      }
    return text ?? unknown()
  }

  /// What can be said of a sum: its one value, both ends, or the one that is known.
  func sum(
    from low: Int64, to high: Int64?, _ currency: String, isConverted: Bool = false
  ) -> String {
    let one = { (minor: Int64) in
      self.money(minor, currency, isRough: isConverted && FigureText.isLong(minor))
    }
    guard let high else { return self(.atLeast, one(low)) }
    if low == high { return one(high) }
    if low == 0 { return self(.atMostSum, one(high)) }
    // A quotient that does not come out even, of figures that are exact.
    let ends = [low, high].map { FigureText.rounded($0, to: Amounts.digits) }
    if ends[0] == ends[1] { return money(low, currency, isRough: true) }
    return money(nil, low: low, high: high, currency, isConverted: true)
  }

  /// A length of time, or a stretch of the calendar.
  func period(_ text: String) -> String {
    let (about, body) = Self.splitAbout(text)
    let words = body.split(separator: " ")
    guard words.count == 2, let count = Int64(words[0]),
      let length = length(count, words[1].lowercased())
    else { return date(text) }
    return about ? self(.roughly, length) : length
  }

  private func length(_ count: Int64, _ unit: String) -> String? {
    let one = unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    return file["period.\(one)\(count == 1 ? "" : "s")"].map { text in
      filled(text) { _ in grouped(count) }
    }
  }

  private static func splitAbout(_ text: String) -> (isAbout: Bool, rest: String) {
    let rest = withoutCirca(text)
    return (rest.count < text.count, rest)
  }
}
