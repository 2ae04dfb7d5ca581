/// Numbers as spreadsheets store them, written with a decimal point and no more digits than are meant.
enum NumberText {
  /// The digits of a stored number, which is a binary one: fifteen of them, as spreadsheets show; nil
  /// where it is none.
  static func plain(_ stored: String, shifted places: Int = 0) -> String? {
    guard let number = Double(stored), number.isFinite else { return nil }
    if number == 0 { return "0" }
    // The shortest text that means the same number: digits, perhaps a point, perhaps an exponent.
    let parts = number.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa.joined().utf8.map { Int($0) - 48 }
    var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + places
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      point -= 1
    }
    if digits.count > 15 {
      let roundsUp = digits[15] >= 5
      digits.removeLast(digits.count - 15)
      if roundsUp { increment(&digits, &point) }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    guard (-30...40).contains(point) else { return nil }
    let text = digits.map(String.init).joined()
    let sign = number < 0 ? "-" : ""
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
    if point >= digits.count {
      return sign + text + String(repeating: "0", count: point - digits.count)
    }
    return sign + text.prefix(point) + "." + text.dropFirst(point)
  }

  private static func increment(_ digits: inout [Int], _ point: inout Int) {
    for place in digits.indices.reversed() {
      if digits[place] < 9 {
        digits[place] += 1
        return
      }
      digits[place] = 0
    }
    digits.insert(1, at: 0)
    point += 1
  }
}
