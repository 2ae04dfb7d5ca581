// Days, partial dates and periods: a strict calendar, and what each text can mean at the most.

import Events
import Testing

@Suite struct ValuesDateTests {
  @Test(arguments: [
    ("0001-01-01", 1), ("0001-12-31", 365), ("0004-12-31", 1461), ("1970-01-01", 719_163),
    ("2000-02-29", 730_179), ("2025-10-28", 739_552), ("9999-12-31", 3_652_059),
  ])
  func `a day and its count of days are the same thing`(text: String, ordinal: Int) throws {
    let day = try Day(text)
    #expect(day.ordinal == ordinal)
    #expect(Day(ordinal: ordinal) == day)
    #expect(day.description == text)
  }

  @Test func `each count is one day after the one before it, through the whole calendar`() {
    var before = Day(ordinal: 1)
    var wrong: [Int] = []
    for ordinal in 2...3_652_059 {
      guard let day = Day(ordinal: ordinal), let last = before else {
        wrong.append(ordinal)
        break
      }
      let isNext =
        day.month == last.month && day.year == last.year
        ? day.day == last.day + 1
        : day.day == 1 && last == Day.last(ofMonth: last.month, in: last.year)
          && day.year * 12 + day.month == last.year * 12 + last.month + 1
      if !isNext || day.ordinal != ordinal || day <= last { wrong.append(ordinal) }
      before = day
    }
    #expect(wrong == [])
    #expect(Day(ordinal: 0) == nil)
    #expect(Day(ordinal: 3_652_060) == nil)
    #expect(Day(ordinal: Int.max) == nil)
    #expect(Day(ordinal: Int.min) == nil)
  }

  @Test(arguments: [
    ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"),
    ("2025-10-28", 84, "2032-10-28"), ("2025-03-31", -1, "2025-02-28"),
    ("2025-01-15", -1, "2024-12-15"), ("2025-12-31", 0, "2025-12-31"),
    ("0001-02-01", -1, "0001-01-01"), ("9999-11-30", 1, "9999-12-30"),
  ])
  func `months are added up to the end of a shorter month`(
    from: String, months: Int, to: String
  ) throws {
    let (day, later) = (try Day(from), try Day(to))
    #expect(day.adding(months: months) == later)
  }

  @Test(arguments: [
    ("0001-01-31", -1), ("9999-12-01", 1), ("2025-01-01", .max), ("2025-01-01", .min),
  ])
  func `there is no day outside the calendar`(from: String, months: Int) throws {
    let day = try Day(from)
    #expect(day.adding(months: months) == nil)
  }

  @Test(arguments: [
    "", "2025", "2025-10", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10",
    "2025-01-00", "0000-01-01", "10000-01-01", "25-01-01", "2025-1-01", "2025-01-1", "2025/01/01",
    " 2025-01-01", "2025-01-01 ", "2025-01-01T00", "+025-01-01", "-025-01-01", "2025-01--1",
    "\u{0662}025-01-01",
  ])
  func `what is not a day of the calendar is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try Day(text) }
    #expect(rejection?.code == .badDate)
  }

  @Test(arguments: [
    ("2019", "2019-01-01 2019-12-31 -"), ("2019-07", "2019-07-01 2019-07-31 -"),
    ("2024-02", "2024-02-01 2024-02-29 -"), ("2019-Q3", "2019-07-01 2019-09-30 -"),
    ("2019-q4", "2019-10-01 2019-12-31 -"), ("2019-H1", "2019-01-01 2019-06-30 -"),
    ("2019-H2", "2019-07-01 2019-12-31 -"), ("2019-07-22", "2019-07-22 2019-07-22 -"),
    ("~2021", "2021-01-01 2021-12-31 circa"), ("about 2021", "2021-01-01 2021-12-31 circa"),
    ("~2019-07..2020", "2019-07-01 2020-12-31 circa"),
    ("2019..2025-10", "2019-01-01 2025-10-31 -"), ("2019..2019", "2019-01-01 2019-12-31 -"),
    ("..2025-10-28", "2025-10-28 2025-10-28 until"), ("..2025", "2025-12-31 2025-12-31 until"),
    ("..2024-02", "2024-02-29 2024-02-29 until"), ("?", "- - unknown"),
    ("0001", "0001-01-01 0001-12-31 -"), ("9999", "9999-01-01 9999-12-31 -"),
  ])
  func `a partial date means just its days`(text: String, meaning: String) throws {
    let date = try PartialDate(text)
    let members = ["earliest", "latest", "flag"].map { date.stored[$0]?.stringValue }
    #expect(members.map { $0 ?? "-" }.joined(separator: " ") == meaning)
    #expect(members == [date.earliest?.description, date.latest?.description, date.flag?.rawValue])
    #expect(date.isCirca == (members[2] == "circa"))
    #expect(date.isUntil == (members[2] == "until"))
    #expect(date.text == text)
    #expect(date.stored["text"] == .string(text))
  }

  @Test(arguments: [
    "", "19", "02019", "0000", "10000", "2019-13", "2019-7", "2019-Q0", "2019-Q5", "2019-H3",
    "2019-Q", "2019-QQ", "2019-W07", "2019-02-30", "2019-02-29", "2019-07-22-01", "2019/07",
    "July 2019", "22.07.2019", "2025..2019", "2019-07..2019-06", "2025-01..", "..", "..?",
    "?..2019",
    "~?", "~..2021", "~~2021", "2019..2020..2021", "2019...2020", "2019-", "-2019", "+2019",
    "201\u{0669}", "today",
  ])
  func `what is not a date of the calendar is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try PartialDate(text) }
    #expect(rejection?.code == .badDate)
    #expect(rejection?.hint?.hasSuffix(".") == true)
  }

  @Test func `an open end is refused, and the hint says what to write`() {
    let text = "2025-01.."
    let rejection = #expect(throws: Rejection.self) { try PartialDate(text) }
    #expect(rejection?.hint?.contains("2025-01.") == true)
    #expect(rejection?.hint?.contains("2025-01..") == false)
  }

  @Test(arguments: [
    ("7 years", "exact months=84"), ("1 year", "exact months=12"), ("18 months", "exact months=18"),
    ("2 quarters", "exact months=6"), ("2 weeks", "exact days=14"), ("90 days", "exact days=90"),
    ("about 5 years", "approximate months=60"), ("~5 Years", "approximate months=60"),
    ("2027..2032", "exact earliest=2027-01-01 latest=2032-12-31"),
    ("2025-Q3", "exact earliest=2025-07-01 latest=2025-09-30"),
    ("2032", "exact earliest=2032-01-01 latest=2032-12-31"),
    ("~2032", "approximate earliest=2032-01-01 latest=2032-12-31"),
  ])
  func `a period is a length or a stretch of the calendar`(text: String, meaning: String) throws {
    let period = try Period(text)
    var words = [period.stored["certainty"]?.stringValue ?? "-"]
    for name in ["months", "days"] {
      if let number = period.stored[name]?.integerValue { words.append("\(name)=\(number)") }
    }
    for name in ["earliest", "latest"] {
      if let day = period.stored[name]?.stringValue { words.append("\(name)=\(day)") }
    }
    #expect(words.joined(separator: " ") == meaning)
    #expect(period.stored.objectValue?.count == words.count + 1)
    #expect(period.text == text)
    #expect(period.stored["text"] == .string(text))
  }

  @Test(arguments: [
    "", "7", "years", "7 decades", "0 years", "-7 years", "+7 years", "7.5 years", "1e3 days",
    "up to 7 years", "at least 2 years", "..2032", "2032..", "2032..2027", "2032-02-30", "?",
    "about ?", "~ ~2032", "99999999999999999999 years", "7 years 3 months", "\u{0667} years",
  ])
  func `what is not a period is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try Period(text) }
    #expect(rejection?.code == .badPeriod)
    #expect(rejection?.hint?.isEmpty == false)
  }
}
