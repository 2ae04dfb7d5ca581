/// A day of the proleptic Gregorian calendar, from year 1 to 9999.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// A day that exists.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1,
      day <= Self.length(ofMonth: month, in: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `YYYY-MM-DD`.
  public init(_ text: String) throws(Rejection) {
    let bytes = Array(text.utf8)
    let hyphen = UInt8(ascii: "-")
    func number(_ places: Range<Int>) -> Int? {
      places.reduce(0) { number, place in
        0x30...0x39 ~= bytes[place] ? number.map { $0 * 10 + Int(bytes[place]) - 0x30 } : nil
      }
    }
    guard bytes.count == 10, bytes[4] == hyphen, bytes[7] == hyphen, let year = number(0..<4),
      let month = number(5..<7), let day = number(8..<10)
    else {
      throw Rejection(
        .badDate, "'\(text.prefix(60))' is not a day", hint: "Write it like 2025-10-28.")
    }
    guard let found = Day(year: year, month: month, day: day) else {
      throw Rejection(
        .badDate, "there is no day '\(text)'", hint: "Write a day of the calendar.")
    }
    self = found
  }

  /// The last day of a month.
  public static func last(ofMonth month: Int, in year: Int) -> Day? {
    guard 1...12 ~= month else { return nil }
    return Day(year: year, month: month, day: length(ofMonth: month, in: year))
  }

  /// How many days there are from 0001-01-01 to this day, both counted.
  public var ordinal: Int {
    let months = (1..<month).reduce(0) { $0 + Self.length(ofMonth: $1, in: year) }
    return Self.days(before: year) + months + day
  }

  /// The day of that count; nil outside the years 1 to 9999.
  public init?(ordinal: Int) {
    guard 1...Self.days(before: 10_000) ~= ordinal else { return nil }
    // The mean year is 146,097 days in 400 years; the guess is at most one year off.
    var year = (ordinal - 1) * 400 / 146_097 + 1
    if Self.days(before: year) >= ordinal { year -= 1 }
    if Self.days(before: year + 1) < ordinal { year += 1 }
    var rest = ordinal - Self.days(before: year)
    var month = 1
    while rest > Self.length(ofMonth: month, in: year) {
      rest -= Self.length(ofMonth: month, in: year)
      month += 1
    }
    self.init(year: year, month: month, day: rest)
  }

  /// The same day that many months later, or the last of a month that is too short for it; nil
  /// outside the years 1 to 9999.
  public func adding(months: Int) -> Day? {
    guard -120_000...120_000 ~= months else { return nil }
    let count = year * 12 + month - 1 + months
    guard count >= 12 else { return nil }
    let (year, month) = (count / 12, count % 12 + 1)
    return Day(year: year, month: month, day: min(day, Self.length(ofMonth: month, in: year)))
  }

  private static func days(before year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Earlier and later.
  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    String(digits: [(year, 4), (month, 2), (day, 2)], after: "--")
  }
}
