import Events
import Projections

/// Values over time: each holds from its day until the next one.
///
/// Each series has a drawing of its own, all on one scale of days and values, so that they compare.
/// A scale without negative numbers begins at zero. Where two changes fall into one column the later
/// one is seen.
struct TextSteps {
  /// A value from a day on.
  struct Point {
    let day: Int
    let value: Cell
    /// Nil where there is but one series.
    let series: String?
  }

  let points: [Point]
  /// What the values are.
  let title: String

  func drawn(width: Int, isUnicode: Bool) -> String {
    let numbers = points.compactMap { $0.value.number }
    let (low, high) = (min(0, numbers.min() ?? 0), numbers.max() ?? 0)
    let top = max(high, low < 0 ? 0 : high)
    let days = points.map(\.day)
    let (first, last) = (days.min() ?? 0, days.max() ?? 0)
    let names = points.reduce(into: [String?]()) { names, point in
      if !names.contains(point.series) { names.append(point.series) }
    }
    let labels = (low: label(low), high: label(top))
    let count = names.count == 1 ? 11 : 5
    let middle = Self.rounded(top - (top - low) * Double(count / 2) / Double(count - 1))
    let labelWidth = [labels.low, labels.high, middle].map(displayWidth).max() ?? 0
    let plot = Plot(
      columns: max(20, width - labelWidth - 3), lines: count,
      first: first, last: last, low: low, high: top, isUnicode: isUnicode)
    let edge = isUnicode ? ("┤", "│") : ("+", "|")

    var text = ""
    for name in names {
      let heading = name.map { "\(title): \($0)" } ?? title
      text += shortened(heading, to: width, isUnicode: isUnicode) + "\n"
      let lines = plot.lines(of: points.filter { $0.series == name })
      for (place, line) in lines.enumerated() {
        let label =
          place == 0
          ? labels.high
          : place == lines.count - 1 ? labels.low : place == lines.count / 2 ? middle : ""
        text +=
          trimmed(
            padded(label, to: labelWidth, isRight: true) + " "
              + (label.isEmpty ? edge.1 : edge.0) + line) + "\n"
      }
    }
    return text + Self.axis(first, last, plot, indent: labelWidth + 1)
  }

  /// A number as its own row says it.
  private func label(_ number: Double) -> String {
    (points.first { $0.value.number == number }?.value ?? .real(number)).shown
  }

  /// The value in the middle of the scale, in as many digits as the scale has room for.
  private static func rounded(_ number: Double) -> String {
    let digits = number.magnitude < 10 ? 100.0 : 1.0
    return Cell.real((number * digits).rounded() / digits).shown.replacing(/\.0$/, with: "")
  }

  /// The line below with marks at the days that stand under it: the ends, and between them as many as
  /// have room.
  private static func axis(_ first: Int, _ last: Int, _ plot: Plot, indent: Int) -> String {
    let corner = plot.isUnicode ? "└" : "+"
    let space = String(repeating: " ", count: indent)
    var rule = Array(repeating: Character(plot.isUnicode ? "─" : "-"), count: plot.columns)
    var days = Array(repeating: Character(" "), count: plot.columns)
    let parts = first == last ? 0 : max(1, min(4, plot.columns / 22))
    for part in 0...max(parts, 0) {
      let column = parts == 0 ? 0 : (plot.columns - 1) * part / parts
      let ordinal = parts == 0 ? first : first + (last - first) * part / parts
      let day = Array(Day(ordinal: ordinal)?.description ?? "")
      let left = max(0, min(plot.columns - day.count, column - day.count / 2))
      for (place, character) in day.enumerated() where left + place < days.count {
        days[left + place] = character
      }
      rule[column] = plot.isUnicode ? "┴" : "+"
    }
    return "\(space)\(corner)\(String(rule))\n\(trimmed("\(space) \(String(days))"))\n"
  }
}

/// The field on which a series is drawn.
private struct Plot {
  let columns: Int
  let lines: Int
  let first: Int
  let last: Int
  let low: Double
  let high: Double
  let isUnicode: Bool

  /// The lines of a drawing, from the top.
  func lines(of points: [TextSteps.Point]) -> [String] {
    let signs: [Character] = isUnicode ? Array("─│┌┐└┘") : Array("-|++++")
    var grid = Array(repeating: Array(repeating: Character(" "), count: columns), count: lines)
    var before: Int?
    for (column, value) in values(points).enumerated() {
      defer { before = value.map(line) }
      guard let value else { continue }
      let now = line(value)
      guard let before, before != now else {
        grid[now][column] = signs[0]
        continue
      }
      let isRising = now < before
      grid[before][column] = isRising ? signs[5] : signs[3]
      grid[now][column] = isRising ? signs[2] : signs[4]
      for between in min(before, now) + 1..<max(before, now) { grid[between][column] = signs[1] }
    }
    return grid.map { String($0) }
  }

  /// The value that holds at each column; nil before the first, and where it is NULL.
  private func values(_ points: [TextSteps.Point]) -> [Double?] {
    var values = [Double??](repeating: nil, count: columns)
    for point in points.enumerated().sorted(by: { ($0.1.day, $0.0) < ($1.1.day, $1.0) }) {
      values[column(point.element.day)] = .some(point.element.value.number)
    }
    var held: Double?
    return values.map { value in
      if let value { held = value }
      return held
    }
  }

  private func column(_ day: Int) -> Int {
    last == first ? 0 : (day - first) * (columns - 1) / (last - first)
  }

  private func line(_ value: Double) -> Int {
    let span = high / 2 - low / 2
    guard span > 0 else { return lines - 1 }
    let part = (value / 2 - low / 2) / span
    return lines - 1 - Int((part * Double(lines - 1)).rounded())
  }
}
