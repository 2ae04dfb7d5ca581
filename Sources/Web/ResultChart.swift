import Foundation
import Stakebook

/// The answer to a question as a picture: names and numbers as bars, days and numbers as lines; a third
/// column tells series apart.
struct ResultChart {
  /// A point: where it stands, which series it is of, how large it is.
  private struct Point {
    let label: String
    let series: String
    let value: Double
  }

  private let points: [Point]
  private let labels: [String]
  private let series: [String]
  private let isTime: Bool
  /// Of times, the day on which each begins, counted from some day.
  private let days: [String: Int]
  private let name: String

  /// Of two columns, the second of numbers, or of three, one of them numbers; nil where the rows are
  /// something else, or too many to be seen.
  init?(_ rows: [JSONObject], _ names: [String], _ isNumber: [Bool]) {
    guard (2...3).contains(names.count), rows.count >= 2, rows.count <= 400,
      let number = isNumber.lastIndex(of: true)
    else { return nil }
    let others = names.indices.filter { $0 != number }
    guard others.allSatisfy({ !isNumber[$0] }) else { return nil }
    func text(_ row: JSONObject, _ place: Int) -> String {
      row[names[place]].map { $0.stringValue ?? $0.canonical } ?? ""
    }
    points = rows.compactMap { row in
      guard let value = Site.number(row[names[number]]) else { return nil }
      return Point(
        label: text(row, others[0]), series: others.count > 1 ? text(row, others[1]) : "",
        value: value)
    }
    var (labels, series): ([String], [String]) = ([], [])
    for point in points {
      if !labels.contains(point.label) { labels.append(point.label) }
      if !series.contains(point.series) { series.append(point.series) }
    }
    let days = labels.compactMap { label in Self.day(label).map { (label, $0) } }
    isTime = days.count == labels.count
    self.days = isTime ? Dictionary(days) { first, _ in first } : [:]
    self.labels = isTime ? days.sorted { $0.1 < $1.1 }.map(\.0) : labels
    self.series = series
    name = names[number]
    guard points.count > 1, series.count <= 7, isTime || labels.count * series.count <= 60 else {
      return nil
    }
  }

  /// The first day that a date can mean; of one of which only the last is known that. Nil where it is none.
  private static func day(_ label: String) -> Int? {
    guard label.contains(/[0-9]{4}/), label.count >= 4, let date = try? PartialDate(label) else {
      return nil
    }
    return (date.earliest ?? date.latest)?.ordinal
  }

  func svg(title: String) -> Markup { isTime && labels.count > 2 ? lines(title) : bars(title) }

  /// Each name over its bars, so that a phone has room for both.
  private func bars(_ title: String) -> Markup {
    let (left, width, high) = (2.0, 356.0, 22.0)
    let most = max(0, points.map(\.value).max() ?? 0)
    let least = min(0, points.map(\.value).min() ?? 0)
    let span = most - least == 0 ? 1 : most - least
    let zero = left + width * (0 - least) / span
    var body = Markup.none
    var y = 4.0
    for label in labels {
      let own = points.filter { $0.label == label }
      body += "<text class=\"b\" x=\"\(s(left))\" y=\"\(s(y + 13))\">\(short(label))</text>"
      y += 18
      for point in own {
        let end = left + width * (point.value - least) / span
        let colour = (series.firstIndex(of: point.series) ?? 0) % 7
        body +=
          "<rect class=\"f\(colour)\" x=\"\(s(min(zero, end)))\" y=\"\(s(y))\" width=\"\(s(max(1, abs(end - zero))))\" height=\"\(s(high - 8))\"><title>\(label) \(point.series): \(told(point.value))</title></rect>"
        body +=
          "<text class=\"k\" x=\"\(s(max(zero, end) + 6))\" y=\"\(s(y + 11))\">\(told(point.value))\(series.count > 1 ? " " + short(point.series, to: 16) : "")</text>"
        y += high - 4
      }
      y += 6
    }
    if least < 0 {
      body += "<line class=\"x\" x1=\"\(s(zero))\" x2=\"\(s(zero))\" y1=\"2\" y2=\"\(s(y))\"/>"
    }
    return picture(title, 460, y + 4, body, "chart bars")
  }

  /// A round number, of which about four make up an axis so long.
  private static func step(_ span: Double) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let rough = span / 4
    let power = pow(10, log10(rough).rounded(.down))
    return ([1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
  }

  private func lines(_ title: String) -> Markup {
    let (left, top, width, height) = (90.0, 14.0, 620.0, 230.0)
    let step = Self.step(
      max(0, points.map(\.value).max() ?? 0) - min(0, points.map(\.value).min() ?? 0))
    let most = (max(0, points.map(\.value).max() ?? 0) / step).rounded(.up) * step
    let least = (min(0, points.map(\.value).min() ?? 0) / step).rounded(.down) * step
    let span = most - least == 0 ? 1 : most - least
    let ends = (days[labels.first ?? ""] ?? 0, days[labels.last ?? ""] ?? 0)
    func x(_ place: Int) -> Double {
      let day = days[labels[place]] ?? 0
      return left + width * Double(day - ends.0) / Double(max(1, ends.1 - ends.0))
    }
    func y(_ value: Double) -> Double { top + height * (1 - (value - least) / span) }
    var body = Markup.none
    for number in 0...Int((span / step).rounded()) {
      let value = least + step * Double(number)
      body +=
        "<line class=\"g\" x1=\"\(s(left))\" x2=\"\(s(left + width))\" y1=\"\(s(y(value)))\" y2=\"\(s(y(value)))\"/><text class=\"k\" x=\"\(s(left - 8))\" y=\"\(s(y(value) + 4))\" text-anchor=\"end\">\(told(value))</text>"
    }
    // As many as have room beside each other, the first and the last among them.
    var placed: [Double] = []
    for (place, label) in ([0, labels.count - 1] + Array(labels.indices)).map({ ($0, labels[$0]) })
    where placed.allSatisfy({ abs($0 - x(place)) > 78 }) {
      placed.append(x(place))
      body +=
        "<text class=\"k\" x=\"\(s(x(place)))\" y=\"\(s(top + height + 18))\" text-anchor=\"middle\">\(String(label.prefix(14)))</text>"
    }
    for (number, name) in series.enumerated() {
      let own = points.filter { $0.series == name }
        .compactMap { point in labels.firstIndex(of: point.label).map { ($0, point) } }.sorted {
          $0.0 < $1.0
        }
      let path = own.map { "\(s(x($0.0))),\(s(y($0.1.value)))" }.joined(separator: " ")
      body += "<polyline class=\"l c\(number % 7) d\(number % 5)\" points=\"\(path)\"/>"
      for (place, point) in own {
        body +=
          "<circle class=\"f\(number % 7)\" cx=\"\(s(x(place)))\" cy=\"\(s(y(point.value)))\" r=\"3\"><title>\(point.label) \(name): \(told(point.value))</title></circle>"
      }
      if let last = own.last {
        body +=
          "<text x=\"\(s(x(last.0) + 8))\" y=\"\(s(y(last.1.value) + 4))\">\(short(name.isEmpty ? self.name : name))</text>"
      }
    }
    return picture(title, 900, top + height + 30, body)
  }

  private func picture(
    _ title: String, _ width: Double, _ height: Double, _ body: Markup, _ kind: String = "chart"
  ) -> Markup {
    "<svg class=\"\(kind)\" viewBox=\"0 0 \(s(width)) \(s(height))\" role=\"img\" aria-label=\"\(title): \(name)\">\(body)</svg>"
  }

  private func short(_ text: String, to most: Int = 44) -> String {
    text.count > most ? text.prefix(most - 1) + "…" : text
  }

  private func s(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  /// A number with few digits, as whole where it is.
  private func told(_ value: Double) -> String {
    for (size, unit) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where abs(value) >= size * 10 {
      return "\((value / size * 10).rounded() / 10)\(unit)".replacing(".0", with: "")
    }
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }
}
