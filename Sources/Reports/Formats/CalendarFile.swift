import Events
import Projections

/// What comes due as a calendar (RFC 5545): an event that takes the whole of the last day that is meant.
///
/// The same thing keeps its identifier when its day moves, so that a calendar that takes the file again
/// moves it too.
public struct CalendarFile {
  private let wording: Wording
  private let stamp: String
  private let alarm: Alarm?

  /// How long before the day a calendar reminds of it.
  public struct Alarm: Sendable {
    fileprivate let trigger: String

    /// Days or weeks before, such as `7d` or `2w`; nil for anything else.
    public init?(_ text: String) {
      guard let unit = text.last, "dw".contains(unit), let count = Int(text.dropLast()),
        (0...999).contains(count)
      else { return nil }
      trigger = "-P\(count)\(unit == "d" ? "D" : "W")"
    }
  }

  /// A calendar that calls entities by these names and says that it was made at that instant, as the
  /// ledger stores it: `2025-10-28T14:03:00.000000Z`.
  public init(names: [String: String], madeAt instant: String, alarm: Alarm? = nil) {
    wording = Wording(.english, names: names)
    stamp = instant.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    self.alarm = alarm
  }

  /// The file of these rows of the view `upcoming`.
  public func text(_ rows: [JSONObject]) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stakebook//upcoming//EN", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH", "X-WR-CALNAME:Stakebook",
    ]
    for row in rows { lines += event(row) }
    lines.append("END:VCALENDAR")
    return lines.map(Self.folded).joined()
  }

  private func event(_ row: JSONObject) -> [String] {
    guard let day = try? Day(row.text("day_latest")), let next = Day(ordinal: day.ordinal + 1)
    else { return [] }
    let parties = ["from_entity", "to_entity"].map { row.text($0) }.filter { !$0.isEmpty }
    let who = parties.map(wording.name).joined(separator: " → ")
    let amount = row["currency"] == nil ? "" : wording.money("amount", of: row)
    let occasion = row.text("occasion").spaced
    let summary = ["\(row.text("thing")) \(occasion)", amount, who].filter { !$0.isEmpty }
    var told = ["\(row.text("what").spaced): \(occasion) \(row.text("day"))"]
    if row.text("day_earliest") != row.text("day_latest") {
      told.append("from \(row.text("day_earliest")) to \(row.text("day_latest"))")
    }
    for name in ["counts_as", "agreement"] where !row.text(name).isEmpty {
      told.append("\(name.spaced): \(row.text(name))")
    }
    if row["overdue"] == .integer(1) { told.append("overdue") }
    told.append("event \(row["event"]?.integerValue ?? 0)")
    let name = ["what", "thing", "occasion", "stream"].map { row.text($0) }.joined(separator: ".")
    var lines = [
      "BEGIN:VEVENT", "UID:\(name)@stakebook", "DTSTAMP:\(stamp)",
      "DTSTART;VALUE=DATE:\(Self.plain(day))",
      "DTEND;VALUE=DATE:\(Self.plain(next))",
      "SUMMARY:\(Self.escaped(summary.joined(separator: ", ")))",
      "DESCRIPTION:\(Self.escaped(told.joined(separator: "\n")))", "TRANSP:TRANSPARENT",
    ]
    if let alarm {
      lines += [
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:\(alarm.trigger)",
        "DESCRIPTION:\(Self.escaped(summary[0]))", "END:VALARM",
      ]
    }
    return lines + ["END:VEVENT"]
  }

  private static func plain(_ day: Day) -> String { day.description.filter { $0 != "-" } }

  /// A text with what has a meaning of its own escaped; control characters say nothing.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\\", ";", ",": escaped += "\\\(character)"
      case "\n", "\r\n": escaped += "\\n"
      default:
        let isControl = character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        escaped += isControl ? " " : String(character)
      }
    }
  }

  /// A line in pieces of at most 75 bytes, none of which cuts a character.
  private static func folded(_ line: String) -> String {
    var folded = ""
    var length = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if length + width > 75 {
        folded += "\r\n "
        length = 1
      }
      folded.unicodeScalars.append(scalar)
      length += width
    }
    return folded + "\r\n"
  }
}
