/// A number as people say it, with its interval: what money, percents and quantities share.
///
/// All arithmetic is on whole numbers of the smallest unit. An exact value is a point; *about*
/// reaches half a unit of the last digit written to either side, rounded outward; *up to* begins
/// at 0; *at least* has no end; an undisclosed number has neither.
struct StatedNumber: Hashable, Sendable {
  let certainty: Certainty
  let point: Int64?
  let low: Int64?
  let high: Int64?

  init(certainty: Certainty, point: Int64?, low: Int64?, high: Int64?) {
    (self.certainty, self.point, self.low, self.high) = (certainty, point, low, high)
  }

  /// How the numbers of one kind of value are read.
  struct Scale {
    /// What is read, for messages.
    let kind: StatedKind
    /// Examples, for messages.
    let grammar: String
    /// How many decimals the smallest unit has.
    let decimals: Int
    /// The largest value there can be; nil: what JSON keeps exactly.
    var most: Int64?
    /// Whether a suffix such as bn may follow the digits.
    var takesSuffixes = true
  }

  /// A word that says how sure a number is, and what is left of the text.
  enum Qualifier {
    case none, about, atMost, under, atLeast, over

    private static let words: [(String, Qualifier)] = [
      ("approximately ", .about), ("about ", .about), ("~", .about),
      ("up to ", .atMost), ("at most ", .atMost), ("<=", .atMost),
      ("at least ", .atLeast), (">=", .atLeast),
      ("less than ", .under), ("under ", .under), ("<", .under),
      ("more than ", .over), ("over ", .over), (">", .over),
    ]

    /// Splits the qualifier from the front of a text.
    static func split(_ text: String) -> (Qualifier, Substring) {
      let lower = text.lowercased()
      for (word, qualifier) in words where lower.hasPrefix(word) {
        return (qualifier, trimmingSpaces(text.dropFirst(word.count)))
      }
      return (.none, text[...])
    }
  }

  /// What may follow the digits.
  static let suffixes: [(name: String, power: Int)] = [
    ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12),
    ("bn", 9), ("tn", 12), ("k", 3), ("m", 6), ("lakh", 5), ("crore", 7), ("lakh crore", 12),
  ]

  /// Reads a number, `low..high` or `?`, with its qualifier already split off.
  init(_ body: Substring, _ qualifier: Qualifier, _ scale: Scale) throws(Rejection) {
    if body == "?" {
      guard case .none = qualifier else {
        throw scale.refusal("an undisclosed value cannot be about, over or under something")
      }
      (certainty, point, low, high) = (.undisclosed, nil, nil, nil)
      return
    }
    if let (first, second) = Self.ends(of: body) {
      guard case .none = qualifier else {
        throw scale.refusal("a range cannot be about, over or under something")
      }
      guard !first.isEmpty, !second.isEmpty else {
        throw scale.refusal(
          "the range '\(body.prefix(60))' is open at one end",
          hint: "Write 'at least' or 'up to' before a number.")
      }
      let start = try SpelledNumber(first, scale)
      let end = try SpelledNumber(second, scale)
      guard end.suffix.isEmpty || !start.suffix.isEmpty else {
        throw Rejection(
          .ambiguousRange, "'\(body.prefix(60))' has a suffix at one end only",
          hint: "Write it at both ends: \(first)\(end.suffix)..\(second).")
      }
      guard start.value <= end.value else {
        throw scale.refusal("the range '\(body.prefix(60))' runs backwards")
      }
      (certainty, point, low, high) = (.range, nil, start.value, end.value)
      return
    }
    let number = try SpelledNumber(body, scale)
    let most = scale.most ?? JSON.mostInteger
    switch qualifier {
    case .none:
      (certainty, point, low, high) = (.exact, number.value, number.value, number.value)
    case .about:
      certainty = .approximate
      point = number.value
      low = max(0, number.value - number.halfUnit)
      let reached = number.value + number.halfUnit
      guard reached <= most || scale.most != nil else { throw scale.excess(body) }
      high = min(most, reached)
    case .atMost:
      (certainty, point, low, high) = (.atMost, number.value, 0, number.value)
    case .under:
      guard number.value > 0 else { throw scale.refusal("nothing is under 0") }
      (certainty, point, low, high) = (.atMost, number.value, 0, number.value - 1)
    case .atLeast:
      (certainty, point, low, high) = (.atLeast, number.value, number.value, scale.most)
    case .over:
      guard number.value < most else { throw scale.excess("over \(body)") }
      (certainty, point, low, high) = (.atLeast, number.value, number.value + 1, scale.most)
    }
  }

  /// The two ends of `a..b`.
  static func ends(of text: Substring) -> (Substring, Substring)? {
    let dot = UInt8(ascii: ".")
    var rest = text.utf8
    while let place = rest.firstIndex(of: dot) {
      rest = rest[rest.index(after: place)...]
      if rest.first == dot {
        let after = rest.index(after: rest.startIndex)
        return (trimmingSpaces(text[..<place]), trimmingSpaces(text[after...]))
      }
    }
    return nil
  }

  /// The stored members besides text and unit; `name` is that of the point.
  func members(pointNamed name: String) -> [(String, JSON)] {
    var members: [(String, JSON)] = [("certainty", .string(certainty.rawValue))]
    if let point { members.append((name, .integer(point))) }
    if let low { members.append(("low", .integer(low))) }
    if let high { members.append(("high", .integer(high))) }
    return members
  }
}

extension StatedNumber.Scale {
  func refusal(_ message: String, hint: String? = nil) -> Rejection {
    Rejection(kind.refusal, message, hint: hint ?? "Write it like \(grammar).")
  }

  fileprivate func excess(_ text: Substring) -> Rejection {
    Rejection(
      .outOfRange, "'\(text.prefix(60))' is more than a \(kind) can be",
      hint: "Write it like \(grammar).")
  }

  /// Refuses a text whose numbers can be read in another way, and offers each reading that is one.
  func requireOneReading(
    of text: String, _ doubt: DecimalMarks.Doubt = .never, isReadable: (String) -> Bool
  ) throws(Rejection) {
    guard let marks = DecimalMarks(text, doubt, decimals: decimals) else { return }
    let thousands = marks.asThousands.flatMap { isReadable($0) ? $0 : nil }
    let fractions = marks.asDecimals.flatMap { isReadable($0) ? $0 : nil }
    let shown = "'\(text.prefix(60))'"
    switch (thousands?.prefix(60), fractions?.prefix(60)) {
    case (nil, nil): return
    case (let one?, let other?) where one != other:
      throw Rejection(
        .ambiguousNumber, "\(shown) can be read in two ways", hint: "Write \(one) or \(other).")
    case (let whole?, nil) where marks.isTooFine && !marks.hasComma:
      throw refusal(
        "\(shown) has more decimals than can be kept",
        hint: "Write \(whole), or at most \(decimals) decimals.")
    case (let whole?, _):
      throw refusal("\(shown) has a thousands separator", hint: "Write \(whole).")
    case (nil, let fraction?):
      let fault =
        marks.endsInComma
        ? "a decimal comma"
        : marks.hasComma ? "a thousands separator" : "more decimals than can be kept"
      throw refusal("\(shown) has \(fault)", hint: "Write \(fraction).")
    }
  }
}

/// Digits with a decimal point and a suffix, in whole numbers of the smallest unit.
private struct SpelledNumber {
  let value: Int64
  /// Half a unit of the last digit written, rounded up, in the smallest unit.
  let halfUnit: Int64
  /// The suffix as written, empty where there is none.
  let suffix: String

  init(_ text: Substring, _ scale: StatedNumber.Scale) throws(Rejection) {
    let shown = text.prefix(60)
    var rest = text
    var digits: Int128 = 0
    var count = 0
    var decimals = 0
    var sawPoint = false
    while let character = rest.first {
      if let digit = character.wholeNumberValue, character.isASCII {
        digits = digits * 10 + Int128(digit)
        count += 1
        if sawPoint { decimals += 1 }
      } else if character == ".", !sawPoint, count > 0 {
        sawPoint = true
      } else {
        break
      }
      guard count <= 30 else { throw scale.refusal("'\(shown)' has too many digits") }
      rest = rest.dropFirst()
    }
    guard count > 0, !sawPoint || decimals > 0 else {
      throw Self.notANumber(text, scale)
    }
    let suffix = trimmingSpaces(rest).lowercased()
    var power = 0
    if !suffix.isEmpty {
      guard scale.takesSuffixes,
        let known = StatedNumber.suffixes.first(where: { $0.name == suffix })
      else {
        throw Self.notASuffix(rest, in: text, scale)
      }
      power = known.power
    }
    let exponent = power - decimals + scale.decimals
    guard let value = Self.scaled(digits, by: exponent) else {
      throw scale.refusal(
        "'\(shown)' has more decimals than can be kept",
        hint: "There are at most \(scale.decimals) decimals, once the suffix is applied.")
    }
    let most = Int128(scale.most ?? JSON.mostInteger)
    guard value <= most else { throw scale.excess(text) }
    self.value = Int64(value)
    let half = exponent > 0 ? Self.scaled(5, by: exponent - 1) ?? 0 : 1
    halfUnit = Int64(min(half, most))
    self.suffix = String(rest)
  }

  private static func scaled(_ digits: Int128, by exponent: Int) -> Int128? {
    var digits = digits
    if exponent >= 0 {
      for _ in 0..<exponent {
        let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
        if overflow { return Int128.max }
        digits = product
      }
      return digits
    }
    for _ in 0..<(-exponent) {
      guard digits.isMultiple(of: 10) else { return nil }
      digits /= 10
    }
    return digits
  }

  private static func notANumber(
    _ text: Substring, _ scale: StatedNumber.Scale
  ) -> Rejection {
    if text.first == "-" { return scale.refusal("'\(text.prefix(60))' is negative") }
    return scale.refusal("'\(text.prefix(60))' is not a number")
  }

  private static func notASuffix(
    _ rest: Substring, in text: Substring, _ scale: StatedNumber.Scale
  ) -> Rejection {
    let shown = text.prefix(60)
    let suffix = trimmingSpaces(rest).lowercased()
    guard scale.takesSuffixes else { return scale.refusal("'\(shown)' is not a number") }
    if suffix.first == "e",
      suffix.dropFirst().first.map({ $0.isNumber || "+-".contains($0) }) == true
    {
      return scale.refusal(
        "'\(shown)' has an exponent", hint: "Write all digits or a suffix: 1000000000 or 1bn.")
    }
    if ["b", "bln", "mrd", "md"].contains(suffix) {
      return scale.refusal("'\(shown)' has an unknown suffix", hint: "Write bn for a billion.")
    }
    if ["mn", "mm", "mln", "mio"].contains(suffix) {
      return scale.refusal("'\(shown)' has an unknown suffix", hint: "Write m for a million.")
    }
    return scale.refusal("'\(shown)' is not understood")
  }
}
