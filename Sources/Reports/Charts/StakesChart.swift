import Events
import Projections

/// Shares of an issuer over time on one basis: a step line for each holder, with a band where the source
/// leaves an interval open. What stands on another basis does not compare, and has a chart of its own; one
/// of a single figure has none, for the table tells it.
///
/// A figure holds until another is told, but nobody knows: a year after its day its line fades.
struct StakesChart {
  private struct Step {
    let from: Day
    let until: Day
    let isOpen: Bool
    let point: Int64?
    let low: Int64
    let high: Int64
    /// The row of stakes that it was on its first day.
    let row: String?
    /// The point, where it lies between its ends: of *under 20 %* it is none.
    var middle: Int64? { low == high || point.map { low < $0 && $0 < high } ?? false ? point : nil }

    /// The last day on which it is fresh.
    var fresh: Day { min(from.adding(months: 12) ?? until, until) }
  }
  private struct Series {
    let name: String
    let steps: [Step]
    var latest: Int64 { steps.last.map { $0.point ?? ($0.low + $0.high) / 2 } ?? 0 }
  }

  private static let mostSeries = 14
  private let tables: ReportTables
  private let issuer: String
  private let rows: [JSONObject]
  private let asOf: Day
  private var wording: Wording { tables.wording }

  /// Gives a chart for each issuer and basis that has more than one figure.
  static func forEach(_ tables: ReportTables, _ body: (Chart) throws -> Void) throws {
    guard let asOf = tables.asOf else { return }
    let key = { (row: JSONObject) in
      ["issuer", "basis", "excludes", "asserted_by"].map(row.text).joined(separator: "/")
    }
    try tables.snapshot.forEachGroup(of: ["stake_history"], by: key) { _, rows in
      guard let issuer = rows.first?.text("issuer") else { return }
      try StakesChart(tables: tables, issuer: issuer, rows: rows, asOf: asOf).chart.map(body)
    }
  }

  private var data: ChartData {
    var data = ChartData([
      .init(name: "holder", word: .holder), .init(name: "basis", word: .basis),
      .init(name: "from", word: .from), .init(name: "to", word: .to),
      .init(name: "low", word: .low, isFigure: true),
      .init(name: "percent", word: .percent, isFigure: true),
      .init(name: "high", word: .high, isFigure: true), .init(name: "status", word: .status),
      .init(name: "event", word: .count, isFigure: true),
    ])
    data.rows = rows.map { row in
      [
        .text(wording.name(row.text("holder"))), .text(wording.basis(row)),
        ChartData.text(row.text("valid_from")), ChartData.text(row.text("valid_to")),
        ChartData.percent(row["percent_low_ppb"]), ChartData.percent(row["percent_ppb"]),
        ChartData.percent(row["percent_high_ppb"]),
        .text(wording.stored("status", row.text("status"))), .integer(row.integer("event") ?? 0),
      ]
    }
    data.addresses = rows.map { row in
      let end = row.day("valid_to")
      return row.day("valid_from").flatMap { from in
        // What never held has no day on which it counts.
        if let end, end < from {
          return row.integer("event").flatMap { tables.links?.event($0) }
        }
        return address(
          Self.row(row), from: from, isOpen: from <= asOf && (end.map { $0 > asOf } ?? true))
      }
    }
    return data
  }

  private static func row(_ row: JSONObject) -> String? {
    Projections.view(named: "stakes")?.name(of: row)
  }

  /// Where it stands why a share was so; what holds still is explained as of the day of the state.
  private func address(_ row: String?, from day: Day, isOpen: Bool) -> String? {
    row.flatMap { tables.links?.address(of: [$0], asOf: isOpen ? nil : day) }
  }

  private func address(_ step: Step) -> String? {
    address(step.row, from: step.from, isOpen: step.isOpen)
  }

  /// The series with the greatest latest share first.
  private var series: [Series] {
    rows.grouped { $0.text("holder") }.compactMap { _, rows -> Series? in
      guard let first = rows.first else { return nil }
      var steps: [Step] = []
      for row in rows {
        let low = row.integer("percent_low_ppb")
        let high = row.integer("percent_high_ppb")
        guard let from = row.day("valid_from"), let low, let high, from <= asOf else { continue }
        let end = row.day("valid_to").flatMap { Day(ordinal: $0.ordinal + 1) }
        let step = Step(
          from: from, until: min(end ?? asOf, asOf), isOpen: end.map { $0 > asOf } ?? true,
          point: row.integer("percent_ppb"), low: low, high: high, row: Self.row(row))
        let isTold = steps.contains {
          $0.from == step.from && $0.until == step.until && $0.low == low && $0.high == high
        }
        if !isTold { steps.append(step) }
      }
      guard !steps.isEmpty else { return nil }
      return Series(
        name: wording.name(first.text("holder")), steps: steps.sorted { $0.from < $1.from })
    }
    .enumerated().sorted { ($1.element.latest, $0.offset) < ($0.element.latest, $1.offset) }
    .map(\.element)
  }

  private func told(_ step: Step) -> String {
    step.middle.map { wording.percent(wording.share($0)) }
      ?? wording.percent(nil, low: step.low, high: step.high)
  }

  /// What stands beside a line: its last share, and until when it was held where it is no longer.
  private func last(_ step: Step) -> String {
    step.isOpen ? told(step) : "\(told(step)), \(wording.until(step.until.description))"
  }

  var chart: Chart? {
    let all = series
    // Of one day, or of one share that stayed, the table tells as much.
    let steps = all.flatMap(\.steps)
    guard let first = rows.first, Set(steps.map(\.from)).count > 1,
      all.count > 1 || Set(steps.map { [$0.low, $0.high] }).count > 1
    else { return nil }
    let series = Array(all.prefix(Self.mostSeries))
    var description = wording(.stakesOverTimeTold)
    if all.count > series.count {
      description += " " + wording(.seriesLeftOut, "\(all.count - series.count)")
    }
    return Chart(
      .stakes, Chart.safe("stakes-\(issuer)-\(name(first))"),
      title: wording(.stakesOverTime, wording.name(issuer), wording.basis(first)),
      description: description, data, specification: specification
    ) { draw(series, &$0) }
  }

  private func draw(_ series: [Series], _ canvas: inout Canvas) {
    let labels = series.map { $0.steps.last.map(last) ?? "" }
    let room = (labels.map { TextMetrics.width($0, size: 12, isBold: true) }.max() ?? 0) + 20
    let legend = canvas.legend(series.map(\.name), 0) { canvas, place, x, y in
      canvas.line(x, y, x + 18, y, "l c\(place % 7) d\(place % 4)")
      canvas.mark(x + 9, y, place)
    }
    let heights = labels.map { _ in 16.0 }
    let top = legend + 34
    let bottom = top + max(220, heights.reduce(0, +))
    canvas.height = bottom + 30
    let days = series.flatMap { $0.steps.flatMap { [$0.from, $0.until] } } + [asOf]
    let greatest = series.flatMap { $0.steps.map(\.high) }.max() ?? 0
    guard let time = TimeAxis(days, 46, canvas.width - room - 16, wording) else { return }
    // Two percent at least: an axis of a single point tells nothing.
    let value = ValueAxis(max(greatest, 20_000_000), top, bottom)
    time.draw(&canvas, top: top, bottom: bottom)
    for tick in value.ticks {
      let y = value.y(tick)
      canvas.line(time.left, y, time.right, y, tick == 0 ? "x" : "g")
      let label = wording.percent(wording.share(tick))
      canvas.text(time.left - 8, y + 4, label, "k", .end)
    }
    canvas.text(0, top - 14, wording(.percent), "k")
    let ends = series.map { one in value.y(one.latest) }
    let tops = Labels.spread(ends, heights, top - 6...bottom + 4)
    for (place, one) in series.enumerated() {
      draw(one, place, &canvas, time, value)
      let x = canvas.width - room + 14
      let middle = tops[place] + heights[place] / 2
      canvas.path(
        [("M", [time.right + 4, ends[place]]), ("L", [x - 4, middle])], "leader c\(place % 7)")
      let told = "\(one.name) \(labels[place])"
      canvas.figure(told, at: one.steps.last.flatMap(address)) {
        $0.text(x, middle + 4, labels[place], "b")
      }
    }
  }

  /// What tells the charts of an issuer apart.
  private func name(_ row: JSONObject) -> String {
    ["basis", "excludes", "asserted_by"].map(row.text).filter { !$0.isEmpty }
      .joined(separator: "-")
  }

  private func draw(
    _ series: Series, _ style: Int, _ canvas: inout Canvas, _ time: TimeAxis, _ value: ValueAxis
  ) {
    var steps: [(command: String, numbers: [Double])] = []
    var before: Step?
    for step in series.steps {
      let (left, right) = (time.x(step.from), time.x(step.until))
      if step.low < step.high {
        let (high, low) = (value.y(step.high), value.y(step.low))
        canvas.rect(left, high, max(right - left, 3), low - high, "band f\(style % 7)")
      }
      let y = value.y(step.point ?? (step.low + step.high) / 2)
      let fresh = time.x(step.fresh)
      if let before, before.until >= step.from {
        steps.append(("L", [left, y]))
      } else {
        steps.append(("M", [left, y]))
      }
      steps.append(("H", [max(fresh, left + 3)]))
      if fresh < right - 3 {
        canvas.path([("M", [fresh, y]), ("H", [right])], "l faded c\(style % 7) d\(style % 4)")
        steps.append(("M", [right, y]))
      }
      before = step
    }
    canvas.path(steps, "l c\(style % 7) d\(style % 4)")
    for step in series.steps {
      canvas.mark(
        time.x(step.from), value.y(step.point ?? (step.low + step.high) / 2), style,
        "\(series.name) \(told(step)), \(wording.day(step.from))", at: address(step))
    }
  }

  /// A line from the day on which a share holds to the last one, today where none is told.
  private var specification: JSONObject {
    [
      "transform": [
        ["calculate": .string("toDate(datum.to || '\(asOf)')"), "as": "until"],
        ["calculate": "datum.percent || (+datum.low + +datum.high) / 2", "as": "shown"],
      ],
      "encoding": [
        "x": ["field": "from", "type": "temporal", "title": .null],
        "color": ["field": "holder", "type": "nominal"],
      ],
      "layer": [
        [
          "mark": ["type": "rect", "opacity": .number(0.2)],
          "encoding": [
            "x2": ["field": "until"],
            "y": ["field": "low", "type": "quantitative", "title": "percent"],
            "y2": ["field": "high"],
          ],
        ],
        [
          "mark": ["type": "rule", "strokeWidth": 2],
          "encoding": [
            "x2": ["field": "until"], "y": ["field": "shown", "type": "quantitative"],
            "strokeDash": ["field": "basis", "type": "nominal"],
          ],
        ],
        [
          "mark": ["type": "point", "filled": true],
          "encoding": [
            "y": ["field": "shown", "type": "quantitative"],
            "shape": ["field": "basis", "type": "nominal"],
          ],
        ],
      ],
    ]
  }
}
