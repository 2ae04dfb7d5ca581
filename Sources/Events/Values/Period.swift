/// A length of time, or a stretch of the calendar.
public struct Period: StatedValue {
  /// Examples of what may be written.
  public static let grammar = "7 years, about 5 years, 18 months, 2027..2032, 2025-Q3"

  /// What a period means.
  private enum Meaning: Hashable {
    case months(Int64)
    case days(Int64)
    case calendar(PartialDate)
  }

  /// As stated.
  public let text: String
  private let meaning: Meaning
  private let certainty: Certainty

  private static let units: [(String, Meaning)] = [
    ("year", .months(12)), ("quarter", .months(3)), ("month", .months(1)), ("week", .days(7)),
    ("day", .days(1)),
  ]

  /// Reads a period.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .period, like: Self.grammar)
    self.text = stated
    let (qualifier, body) = StatedNumber.Qualifier.split(stated)
    switch qualifier {
    case .none: certainty = .exact
    case .about: certainty = .approximate
    default:
      throw Rejection(
        .badPeriod, "'\(stated.prefix(60))' is open at one end",
        hint: "Write it like \(Self.grammar).")
    }
    let words = body.split(separator: " ")
    let isCount = words.first?.utf8.allSatisfy { 0x30...0x39 ~= $0 } == true
    if words.count == 2, isCount, let count = Int64(words[0]), 1...9999 ~= count {
      let word = words[1].lowercased()
      for (unit, length) in Self.units where word == unit || word == unit + "s" {
        meaning =
          switch length {
          case .months(let each): .months(count * each)
          case .days(let each): .days(count * each)
          case .calendar: length
          }
        return
      }
    }
    do {
      let date = try PartialDate(String(body))
      guard date.earliest != nil, date.flag == nil else {
        throw Rejection(.badPeriod, "")
      }
      meaning = .calendar(date)
    } catch {
      throw Rejection(
        .badPeriod, "'\(stated.prefix(60))' is not a period",
        hint: "Write it like \(Self.grammar).")
    }
  }

  /// `{"text","certainty"}` and months, days, or earliest and latest day.
  public var stored: JSON {
    var members: [(String, JSON)] = [
      ("text", .string(text)), ("certainty", .string(certainty.rawValue)),
    ]
    switch meaning {
    case .months(let count): members.append(("months", .integer(count)))
    case .days(let count): members.append(("days", .integer(count)))
    case .calendar(let date):
      if let earliest = date.earliest {
        members.append(("earliest", .string(earliest.description)))
      }
      if let latest = date.latest { members.append(("latest", .string(latest.description))) }
    }
    return .object(JSONObject(members))
  }
}
