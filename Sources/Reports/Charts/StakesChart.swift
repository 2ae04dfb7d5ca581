import Events

/// Shares of an issuer over time: a step line for each holder, basis and asserter, with a band where the
/// source leaves an interval open. Bases are never joined, for they do not compare.
struct StakesChart {
  private struct Step {
    let from: Day
    let until: Day
    let isOpen: Bool
    let point: Int64?
    let low: Int64
    let high: Int64
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

  /// Gives a chart for each issuer.
  static func forEach(_ tables: ReportTables, _ body: (Chart) throws -> Void) throws {
    guard let asOf = tables.asOf else { return }
    try tables.snapshot.forEachGroup(of: ["stake_history"], by: { $0.text("issuer") }) {
      issuer, rows in
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
    return data
  }

  /// The series with the greatest latest share first.
  private var series: [Series] {
    tables.grouped(rows) { row in
      ["holder", "basis", "excludes", "asserted_by"].map(row.text).joined(separator: "/")
    }
    .compactMap { _, rows -> Series? in
      guard let first = rows.first else { return nil }
      var steps: [Step] = []
      for row in rows {
        let low = row.integer("percent_low_ppb")
        let high = row.integer("percent_high_ppb")
        guard let from = row.day("valid_from"), let low, let high, from <= asOf else { continue }
        let end = row.day("valid_to").flatMap { Day(ordinal: $0.ordinal + 1) }
        let step = Step(
          from: from, until: min(end ?? asOf, asOf), isOpen: end.map { $0 > asOf } ?? true,
          point: row.integer("percent_ppb"), low: low, high: high)
        let isTold = steps.contains {
          $0.from == step.from && $0.until == step.until && $0.low == low && $0.high == high
        }
        if !isTold { steps.append(step) }
      }
      guard !steps.isEmpty else { return nil }
      let holder = wording.name(first.text("holder"))
      return Series(
        name: "\(holder), \(wording.basis(first))", steps: steps.sorted { $0.from < $1.from })
    }
    .enumerated().sorted { ($1.element.latest, $0.offset) < ($0.element.latest, $1.offset) }
    .map(\.element)
  }

  private func told(_ step: Step) -> String {
    step.point.map { wording.percent(wording.numeral(FigureText.decimal($0, 7))) }
      ?? wording.percent(nil, low: step.low, high: step.high)
  }

  var chart: Chart? {
    let all = series
    guard !all.isEmpty else { return nil }
    let series = Array(all.prefix(Self.mostSeries))
    let room = 214.0
    let labels = series.map { one in
      TextMetrics.lines(one.name, room - 26, size: 12, most: 3)
        + [one.steps.last.map(told) ?? ""]
    }
    let heights = labels.map { Double($0.count) * 15 + 8 }
    let plot = max(250, heights.reduce(0, +))
    let top = 26.0
    let bottom = top + plot
    var canvas = Canvas(height: bottom + 30)
    let days = series.flatMap { $0.steps.flatMap { [$0.from, $0.until] } } + [asOf]
    let greatest = series.flatMap { $0.steps.map(\.high) }.max() ?? 0
    guard let time = TimeAxis(days, 46, canvas.width - room - 16, wording) else { return nil }
    // Two percent at least: an axis of a single point tells nothing.
    let value = ValueAxis(max(greatest, 20_000_000), top, bottom)
    time.draw(&canvas, top: top, bottom: bottom)
    for tick in value.ticks {
      let y = value.y(tick)
      canvas.line(time.left, y, time.right, y, tick == 0 ? "x" : "g")
      let label = wording.percent(wording.numeral(FigureText.decimal(tick, 7)))
      canvas.text(time.left - 8, y + 4, label, "k", .end)
    }
    canvas.text(0, 12, wording(.percent), "k")
    let ends = series.map { one in value.y(one.latest) }
    let tops = Labels.spread(ends, heights, top - 6...bottom + 4)
    for (place, one) in series.enumerated() {
      draw(one, place, &canvas, time, value)
      let x = canvas.width - room
      let middle = tops[place] + heights[place] / 2
      canvas.path(
        [("M", [time.right + 4, ends[place]]), ("L", [x - 6, middle, x, middle])],
        "leader c\(place % 7)")
      canvas.line(x, middle, x + 18, middle, "l c\(place % 7) d\(place % 4)")
      canvas.mark(x + 9, middle, place)
      for (number, line) in labels[place].enumerated() {
        let y = tops[place] + 15 + Double(number) * 15
        canvas.text(x + 26, y, line, number == labels[place].count - 1 ? "b" : "t")
      }
    }
    var description = wording(.stakesOverTimeTold)
    if all.count > series.count {
      description += " " + wording(.seriesLeftOut, "\(all.count - series.count)")
    }
    return Chart(
      .stakes, "stakes-\(issuer)", title: wording(.stakesOverTime, wording.name(issuer)),
      description: description, canvas, data, specification: specification)
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
      if let before, before.until >= step.from {
        steps.append(("L", [left, y]))
      } else {
        steps.append(("M", [left, y]))
      }
      steps.append(("H", [max(right, left + 3)]))
      before = step
    }
    canvas.path(steps, "l c\(style % 7) d\(style % 4)")
    for step in series.steps {
      canvas.mark(time.x(step.from), value.y(step.point ?? (step.low + step.high) / 2), style)
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
