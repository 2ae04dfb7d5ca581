/// A date as precise as its source: a day, a month, a quarter, a year, or from one to another.
///
/// `..D` is some time up to D and counts from D on; `~` flags doubt and does not widen; `?` is
/// history without a date.
public struct PartialDate: StatedValue {
  /// Examples of what may be written.
  public static let grammar =
    "2019, 2019-07, 2019-Q3, 2019-H1, 2019-07-22, ~2021, 2019..2025-10, ..2025-10-28, ?"

  /// How a date is meant beyond its days.
  public enum Flag: String, Sendable {
    /// About that time.
    case circa
    /// Some time up to its day.
    case until
    /// Nobody knows when.
    case unknown
  }

  /// As stated.
  public let text: String
  /// The first day it can mean.
  public let earliest: Day?
  /// The last day it can mean.
  public let latest: Day?
  /// How it is meant beyond its days.
  public let flag: Flag?

  /// Whether it is about that time.
  public var isCirca: Bool { flag == .circa }
  /// Whether it is some time up to its day.
  public var isUntil: Bool { flag == .until }

  /// Reads a date.
  public init(_ text: String) throws(Rejection) {
    let stated = try readable(text, as: .date, like: Self.grammar)
    self.text = stated
    if stated == "?" {
      (earliest, latest, flag) = (nil, nil, .unknown)
      return
    }
    var body = stated[...]
    var isCirca = false
    // Most begin with the year.
    if let first = body.utf8.first, !(0x30...0x39 ~= first) {
      for word in ["~", "about ", "circa "] where body.lowercased().hasPrefix(word) {
        isCirca = true
        body = trimmingSpaces(body.dropFirst(word.count))
        break
      }
    }
    if let (first, second) = StatedNumber.ends(of: body) {
      guard !second.isEmpty else {
        throw Rejection(
          .badDate, "'\(stated.prefix(60))' has no end",
          hint: first.isEmpty
            ? "Write it like \(Self.grammar)." : "Write its beginning alone: \(first.prefix(60)).")
      }
      let end = try Self.span(second)
      if first.isEmpty {
        guard !isCirca else {
          throw Rejection(
            .badDate, "'\(stated.prefix(60))' is both doubtful and open",
            hint: "Write ..\(second.prefix(60)).")
        }
        (earliest, latest, flag) = (end.latest, end.latest, .until)
        return
      }
      let start = try Self.span(first)
      guard start.earliest <= end.latest else {
        throw Rejection(
          .badDate, "'\(stated.prefix(60))' runs backwards",
          hint: "Write the earlier date first.")
      }
      (earliest, latest) = (start.earliest, end.latest)
    } else {
      (earliest, latest) = try Self.span(body)
    }
    flag = isCirca ? .circa : nil
  }

  /// The date of an event without content, as it was stated: it means no days where it cannot be read.
  package init(remaining text: String) {
    let date = try? PartialDate(text)
    self.text = text
    (earliest, latest) = (date?.earliest, date?.latest)
    flag = date.map(\.flag) ?? .unknown
  }

  private static func span(_ text: Substring) throws(Rejection) -> (earliest: Day, latest: Day) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    func number(_ part: Substring, _ width: Int) -> Int? {
      part.utf8.count == width && part.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(part) : nil
    }
    func months(_ first: Int, _ last: Int, of year: Int) -> (Day, Day)? {
      guard let earliest = Day(year: year, month: first, day: 1),
        let latest = Day.last(ofMonth: last, in: year)
      else { return nil }
      return (earliest, latest)
    }
    var span: (Day, Day)?
    if let year = number(parts[0], 4) {
      switch parts.count {
      case 1: span = months(1, 12, of: year)
      case 2 where parts[1].uppercased().hasPrefix("Q"):
        if let quarter = number(parts[1].dropFirst(), 1), 1...4 ~= quarter {
          span = months(3 * quarter - 2, 3 * quarter, of: year)
        }
      case 2 where parts[1].uppercased().hasPrefix("H"):
        if let half = number(parts[1].dropFirst(), 1), 1...2 ~= half {
          span = months(6 * half - 5, 6 * half, of: year)
        }
      case 2:
        if let month = number(parts[1], 2) { span = months(month, month, of: year) }
      case 3:
        let day = try Day(String(text))
        span = (day, day)
      default: break
      }
    }
    guard let span else {
      throw Rejection(
        .badDate, "'\(text.prefix(60))' is not a date that exists",
        hint: "Write it like \(grammar).")
    }
    return span
  }

  /// `{"text","earliest"?,"latest"?,"flag"?}`, days as `YYYY-MM-DD`.
  public var stored: JSON {
    var members: [(String, JSON)] = [("text", .string(text))]
    if let earliest { members.append(("earliest", .string(earliest.description))) }
    if let latest { members.append(("latest", .string(latest.description))) }
    if let flag { members.append(("flag", .string(flag.rawValue))) }
    return .object(JSONObject(members))
  }
}
