/// The number under which a register keeps an entity: `lei:5493006MHB84DD0ZWV18`, `GB-COH:03977902`.
///
/// Known schemes are `lei` (ISO 17442, with its check digits), `isin` (ISO 6166, likewise), `cik` (the
/// SEC's), `wikidata` and `opencorporates`; any other is the code of a register as org-id.guide lists
/// them.
public struct Identifier: StatedValue {
  /// Examples of what may be written.
  public static let grammar =
    "lei:5493006MHB84DD0ZWV18, cik:789019, GB-COH:03977902, wikidata:Q2283"

  /// The scheme, a colon, the number.
  public let text: String
  /// Which register: `lei`, `cik`, `GB-COH`.
  public let scheme: String
  /// The number in it.
  public let id: String

  private static let known = ["lei", "isin", "cik", "wikidata", "opencorporates"]

  /// As what it may be given in two parts.
  static let parts: [Field] = [
    .required("scheme", .text, "which register: lei, cik, GB-COH"),
    .required("id", .text, "the number in it"),
  ]

  /// Reads an identifier. A scheme that is known is written small, the code of a register large.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .identifier, like: Self.grammar)
    guard let colon = stated.firstIndex(of: ":") else {
      throw Self.refusal("'\(stated.prefix(60))' does not say whose number it is")
    }
    let name = trimmingSpaces(stated[..<colon])
    var id = String(trimmingSpaces(stated[stated.index(after: colon)...]))
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }), !id.isEmpty,
      !id.contains(" ")
    else { throw Self.refusal("'\(stated.prefix(60))' is not a register and a number in it") }
    let isKnown = Self.known.contains(name.lowercased())
    let scheme = isKnown ? name.lowercased() : name.uppercased()
    guard isKnown || scheme.contains("-") else {
      let near = nearest(to: name.lowercased(), among: Self.known)
      throw Self.refusal(
        "'\(name)' is no scheme of identifiers", hint: near.map { "Did you mean '\($0)'?" })
    }
    if ["lei", "isin", "wikidata"].contains(scheme) { id = id.uppercased() }
    try Self.check(id, of: scheme)
    // The SEC fills its numbers up with zeros or leaves them out.
    if scheme == "cik", let short = Int(id) { id = String(short) }
    self.scheme = scheme
    self.id = id
    self.text = "\(scheme):\(id)"
  }

  private static func check(_ id: String, of scheme: String) throws(Rejection) {
    let digits = id.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    let signs = id.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 }
    switch scheme {
    case "lei":
      guard id.utf8.count == 20, signs else {
        throw refusal("an LEI has 20 digits and letters, '\(id.prefix(60))' has not")
      }
      guard remainder(ofLEI: id) == 1 else {
        throw refusal("the check digits of the LEI '\(id)' are wrong")
      }
    case "isin":
      guard id.utf8.count == 12, signs, id.utf8.prefix(2).allSatisfy({ $0 >= 0x41 }),
        isLuhn(id)
      else { throw refusal("'\(id.prefix(60))' is not an ISIN: its form or check digit is wrong") }
    case "cik":
      guard digits, (1...10).contains(id.utf8.count) else {
        throw refusal("a CIK has at most 10 digits, '\(id.prefix(60))' has not")
      }
    case "wikidata":
      guard id.hasPrefix("Q"), id.count > 1, id.dropFirst().allSatisfy(\.isNumber) else {
        throw refusal("an item of Wikidata looks like Q2283, '\(id.prefix(60))' does not")
      }
    default: break
    }
  }

  /// ISO 7064, MOD 97-10: letters count as 10 to 35.
  private static func remainder(ofLEI id: String) -> Int {
    id.utf8.reduce(0) { rest, byte in
      byte < 0x41
        ? (rest * 10 + Int(byte - 0x30)) % 97 : (rest * 100 + Int(byte - 0x41) + 10) % 97
    }
  }

  /// ISO 6166: the sum of digits, letters as 10 to 35, every other one from the right doubled.
  private static func isLuhn(_ id: String) -> Bool {
    let digits = id.utf8.flatMap { byte -> [Int] in
      let value = byte < 0x41 ? Int(byte - 0x30) : Int(byte - 0x41) + 10
      return value < 10 ? [value] : [value / 10, value % 10]
    }
    let sum = digits.reversed().enumerated().reduce(0) { sum, next in
      let value = next.offset.isMultiple(of: 2) ? next.element : next.element * 2
      return sum + value / 10 + value % 10
    }
    return sum.isMultiple(of: 10)
  }

  private static func refusal(_ message: String, hint: String? = nil) -> Rejection {
    Rejection(.badIdentifier, message, hint: hint ?? "Write it like \(grammar).")
  }

  /// `{"text","scheme","id"}`.
  public var stored: JSON {
    ["text": .string(text), "scheme": .string(scheme), "id": .string(id)]
  }
}
