// Numbers that a spreadsheet reckoned, with more decimals than anybody means.

extension Writing {
  /// What a cell says that a spreadsheet has as a number. Of one with more decimals than can be kept, as a third
  /// of something has, as many as can be kept, and *about*.
  ///
  /// Throws what ``read(_:as:)`` does; what is wrong otherwise is given back as it is.
  public func reckoned(_ text: String, as type: FieldType) throws(Rejection) -> String {
    let whole = try read(text, as: type)
    guard Self.refusal(of: whole, as: type) != nil, let number = Reckoned(text) else {
      return whole
    }
    for places in (0..<number.decimals.count).reversed() {
      let stated = try "about " + read(number.text(decimals: places), as: type)
      if Self.refusal(of: stated, as: type) == nil { return stated }
    }
    return whole
  }
}

/// A number with a decimal point, and what stands before and behind it.
private struct Reckoned {
  private let before: Substring
  private let whole: Substring
  let decimals: Substring
  private let behind: Substring

  init?(_ text: String) {
    let isDigit: (Character) -> Bool = { $0.isASCII && $0.isNumber }
    before = text.prefix { !isDigit($0) }
    let rest = text[before.endIndex...]
    whole = rest.prefix(while: isDigit)
    guard rest[whole.endIndex...].first == "." else { return nil }
    decimals = rest[whole.endIndex...].dropFirst().prefix(while: isDigit)
    behind = rest[decimals.endIndex...]
    guard !whole.isEmpty, !decimals.isEmpty else { return nil }
  }

  /// The same, rounded half up to so many decimals.
  func text(decimals places: Int) -> String {
    var digits = (whole + decimals.prefix(places)).utf8.map { $0 - UInt8(ascii: "0") }
    let isUp =
      decimals.utf8[decimals.utf8.index(decimals.startIndex, offsetBy: places)] >= UInt8(ascii: "5")
    var place = digits.count
    while isUp, place > 0 {
      place -= 1
      digits[place] = (digits[place] + 1) % 10
      if digits[place] > 0 { break }
      if place == 0 { digits.insert(1, at: 0) }
    }
    let all = digits.map(String.init).joined()
    let split = all.index(all.endIndex, offsetBy: -places)
    return before + all[..<split] + (places == 0 ? "" : "." + all[split...]) + behind
  }
}
