import Stakebook
import Testing

/// What is exercised of an option for a part leaves the rest as it was; what is exercised on several days
/// adds up.
struct OptionUseTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  private func grant(
    percent: Percent? = nil, units: Quantity? = nil, to last: PartialDate? = "2030"
  ) throws {
    try desk.say(
      OptionGranted(
        option: "call", kind: .call, holder: "alpha", writer: "beta", issuer: "gamma",
        percent: percent, units: units, price: "JPY 10 a share", window: Window(to: last)), "2010")
  }

  private func use(
    _ day: PartialDate, percent: Percent? = nil, units: Quantity? = nil, amount: Money? = nil,
    _ status: Status = .reported
  ) throws {
    try desk.say(
      OptionExercised(option: "call", percent: percent, units: units, amount: amount), day, status)
  }

  /// How far it has come, what was exercised, what is left, for how much, by how many events.
  private func state(asOf: String? = nil) throws -> [String] {
    try desk.ask(
      """
      SELECT options.status, coalesce(exercised_share, '-'), coalesce(left_share, '-'),
        coalesce(exercised_for_minor, '-'), json_array_length(events)
      FROM options
      """, asOf: asOf)
  }

  @Test func `units of several days add up until nothing is left`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares", amount: "JPY 500")
    try use("2012-05-01", units: "40m shares", amount: "JPY 400")
    try use("2013-05-01", units: "50m shares", amount: "JPY 600")
    #expect(try state(asOf: "2010-12-31") == ["open - - - 1"])
    #expect(try state(asOf: "2011-12-31") == ["open 50m shares 90000000 shares 500 2"])
    #expect(try state(asOf: "2012-12-31") == ["open 90000000 shares 50000000 shares 900 3"])
    #expect(try state() == ["exercised 140000000 shares - 1500 4"])
  }

  @Test func `two papers on one day tell one exercise`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares")
    try use("2011-05-01", units: "50m shares", .confirmed)
    #expect(try state() == ["open 50m shares 90000000 shares - 2"])
  }

  @Test func `so do percents`() throws {
    try grant(percent: "30%")
    try use("2011-05-01", percent: "10%")
    #expect(try state() == ["open 10% 20% - 2"])
    try use("2012-05-01", percent: "12.5%")
    #expect(try state() == ["open 22.5% 7.5% - 3"])
  }

  @Test func `the rest lapses with its last day, and comes due until then`() throws {
    try grant(units: "140m shares", to: "2015-12-31")
    try use("2011-05-01", units: "50m shares")
    let due = "SELECT occasion, day_latest FROM upcoming"
    #expect(try desk.ask(due, asOf: "2012-01-01") == ["closes 2015-12-31"])
    #expect(try state(asOf: "2016-01-01") == ["lapsed 50m shares 90000000 shares - 2"])
  }

  @Test func `the rest may be waived`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares")
    try desk.say(OptionWaived(option: "call"), "2012-05-01")
    #expect(try state() == ["waived 50m shares 90000000 shares - 3"])
  }

  @Test(arguments: [
    ("up to 50m shares", "20m shares", "open 20m shares up to 30000000 shares"),
    ("up to 50m shares", "50m shares", "exercised 50m shares -"),
    ("about 30m shares", "30m shares", "exercised 30m shares -"),
    ("about 30m shares", "20m shares", "open 20m shares 9500000..10500000 shares"),
    ("140m shares", "at least 50m shares", "exercised at least 50m shares -"),
    ("140m shares", "50m warrants", "exercised 50m warrants -"),
  ])
  func `what may be all of it leaves nothing that is known of`(
    _ granted: Quantity, _ used: Quantity, _ state: String
  ) throws {
    try grant(units: granted)
    try use("2011-05-01", units: used)
    #expect(try self.state() == ["\(state) - 2"])
  }

  @Test func `an exercise that tells no part is of all that is left`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares")
    try use("2012-05-01")
    #expect(try desk.ask("SELECT options.status FROM options") == ["exercised"])
  }

  @Test func `a rumoured exercise takes nothing of an option that is firmly known`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares")
    try use("2012-05-01", units: "90m shares", .rumoured)
    #expect(try state() == ["open 50m shares 90000000 shares - 2"])
  }

  @Test func `what was exercised before the latest grant was of another one`() throws {
    try grant(units: "140m shares")
    try use("2011-05-01", units: "50m shares")
    try desk.say(
      OptionGranted(
        option: "call", kind: .call, holder: "alpha", writer: "beta", issuer: "gamma",
        units: "10m shares"), "2014")
    try use("2015", units: "4m shares")
    #expect(
      try desk.ask("SELECT exercised_share, left_share FROM options") == [
        "4m shares 6000000 shares"
      ])
  }

  @Test func `more than was granted is a finding, what may be all of it is none`() throws {
    try grant(units: "about 100 shares")
    try use("2011-05-01", units: "60 shares")
    try use("2012-05-01", units: "40 shares")
    #expect(try desk.found("units-above-granted") == [])
    try use("2013-05-01", units: "60 shares")
    #expect(
      try desk.ask("SELECT sentence, events FROM discrepancies WHERE rule = 'units-above-granted'")
        == [
          "More of call was exercised than there is: 160 shares of about 100 shares. [6,7,8,9]"
        ])
  }
}
