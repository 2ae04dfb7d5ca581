import Stakebook
import Testing

/// What people write for the two clocks, and which day and seq it means.
struct ClockReadingTests {
  private static let sample = SampleLedger.whole

  @Test(arguments: [
    ("2025-10-28", "2025-10-28"), ("2025-10", "2025-10-31"), ("2025-Q3", "2025-09-30"),
    ("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("..2025-10-28", "2025-10-28"),
  ])
  func `as of a partial date means its last day`(_ text: String, _ day: String) throws {
    #expect(try Self.sample.first("SELECT as_of FROM x_clock", asOf: text) == day)
  }

  @Test func `today and yesterday are days of UTC`() throws {
    let today = try Self.sample.first("SELECT date('now')")
    #expect(try Self.sample.first("SELECT as_of FROM x_clock", asOf: "today") == today)
    let before = try Self.sample.first(
      "SELECT as_of = date('now', '-1 day') FROM x_clock", asOf: "yesterday")
    #expect(before == "1")
  }

  /// Events 105 and 106 were recorded on 2025-10-29, the rest of that day's before them.
  @Test(arguments: ["2025-10-29", "2025-10-29T23:59:59Z", "2025-10-29T23:59:59.999999Z"])
  func `known at a day means all that was recorded up to its end`(_ text: String) throws {
    let last = try Self.sample.first(
      "SELECT max(event) FROM events WHERE recorded_at < '2025-10-30'")
    #expect(try Self.sample.first("SELECT known_at FROM x_clock", knownAt: text) == last)
    #expect(try Self.sample.first("SELECT max(event) FROM events", knownAt: text) == last)
  }

  @Test func `known at digits alone means a seq, before the first day nothing`() throws {
    #expect(try Self.sample.first("SELECT count(*) FROM events", knownAt: "42") == "42")
    #expect(try Self.sample.first("SELECT count(*) FROM events", knownAt: "0") == "0")
    #expect(try Self.sample.first("SELECT count(*) FROM events", knownAt: "2001-01-01") == "0")
    #expect(try Self.sample.first("SELECT count(*) FROM stakes", knownAt: "2001-01-01") == "0")
  }

  @Test(arguments: ["2025-02-30", "someday", "?", "2025-13", "", "99999", "2025-10-28T25:00:00Z"])
  func `what is no reading is refused`(_ text: String) {
    #expect(throws: Rejection.self) { try Self.sample.first("SELECT 1", knownAt: text) }
    guard text != "2025-10-28T25:00:00Z" else { return }
    #expect(throws: Rejection.self) { try Self.sample.first("SELECT 1", asOf: text) }
  }
}
