import Events
import Projections

/// Values of an issuer over time: a mark for each value as stated, a hollow one for each implied,
/// with a bar over its interval; marks on one basis, and of one asserter, are joined by steps.
struct ValuationsChart {
  private struct Value {
    let day: Day
    let point: Int64?
    let low: Int64
    let high: Int64
    let address: String?
    /// The point, where it lies between its ends: of *under USD 1bn* it is none.
    var middle: Int64? { low == high || point.map { low < $0 && $0 < high } ?? false ? point : nil }
    var shown: Int64 { point ?? (low + high) / 2 }
  }
  private struct Series {
    let name: String
    let isImplied: Bool
    let values: [Value]
  }

  private let tables: ReportTables
  private let issuer: String
  private let currency: String
  private let stated: [JSONObject]
  private let implied: [JSONObject]
  private var wording: Wording { tables.wording }

  /// Gives a chart for each issuer and currency.
  static func forEach(_ tables: ReportTables, _ body: (Chart) throws -> Void) throws {
    let views = ["valuation_history", "implied_valuations"]
    let key = { (row: JSONObject) in "\(row.text("issuer"))/\(row.text("currency"))" }
    try tables.snapshot.forEachGroup(of: views, by: key) { _, rows in
      guard let first = rows.first else { return }
      try ValuationsChart(
        tables: tables, issuer: first.text("issuer"), currency: first.text("currency"),
        // What a stake is worth is no value of the company.
        stated: rows.filter { !isImplied($0) && $0.text("subject") != "stake" },
        implied: rows.filter(isImplied)
      ).chart.map(body)
    }
  }

  private static func isImplied(_ row: JSONObject) -> Bool { row.text("subject").isEmpty }

  private func subject(_ row: JSONObject) -> String {
    let holder = wording.name(row.text("holder"))
    if Self.isImplied(row) { return wording(.impliedShort, holder) }
    return row.text("subject") == "stake" ? wording(.stakeOf, holder) : wording(.company)
  }

  private var data: ChartData {
    var data = ChartData([
      .init(name: "subject", word: .subject), .init(name: "basis", word: .basis),
      .init(name: "date", word: .date), .init(name: "low", word: .low, isFigure: true),
      .init(name: "value", word: .value, isFigure: true),
      .init(name: "high", word: .high, isFigure: true),
      .init(name: "currency", word: .currency), .init(name: "status", word: .status),
      .init(name: "event", word: .count, isFigure: true),
    ])
    data.rows = (stated + implied).map { row in
      [
        .text(subject(row)), .text(wording.basis(row)),
        ChartData.text(row.text("effective_earliest")),
        ChartData.amount(row["amount_low_minor"], currency),
        ChartData.amount(row["amount_minor"], currency),
        ChartData.amount(row["amount_high_minor"], currency), .text(currency),
        .text(wording.stored("status", row.text("status"))), .integer(row.integer("event") ?? 0),
      ]
    }
    data.addresses = (stated + implied).map(address)
    data.digits = stated.map { _ in nil } + implied.map { _ in Amounts.quotientDigits }
    return data
  }

  /// Where it stands why a value is so: what is implied by itself, another as of its day.
  private func address(of row: JSONObject) -> String? {
    if Self.isImplied(row) {
      return row["row"]?.stringValue.flatMap { tables.links?.address(of: [$0]) }
    }
    guard let name = Projections.view(named: "valuations")?.name(of: row) else { return nil }
    return tables.links?.address(of: [name], asOf: row.day("effective_earliest"))
  }

  private func told(_ value: Value, isImplied: Bool) -> String {
    let digits = isImplied ? Amounts.quotientDigits : Amounts.digits
    return value.middle.map { wording.money($0, currency, isRough: true, digits: digits) }
      ?? wording.sum(from: value.low, to: value.high, currency, isConverted: true)
  }

  private var series: [Series] {
    (stated + implied).grouped {
      "\($0.text("subject"))/\($0.text("holder"))/"
        + (Self.isImplied($0) ? "" : "\($0.text("basis"))/\($0.text("asserted_by"))")
    }.compactMap { _, rows in
      guard let first = rows.first else { return nil }
      var values: [Value] = []
      for row in rows {
        guard let day = row.day("effective_earliest"), let low = row.integer("amount_low_minor"),
          let high = row.integer("amount_high_minor")
        else { continue }
        let isTold = values.contains { $0.day == day && $0.low == low && $0.high == high }
        if !isTold {
          values.append(
            Value(
              day: day, point: row.integer("amount_minor"), low: low, high: high,
              address: address(of: row)))
        }
      }
      guard !values.isEmpty else { return nil }
      let basis = Self.isImplied(first) ? "" : ", " + wording.basis(first)
      return Series(
        name: subject(first) + basis, isImplied: Self.isImplied(first),
        values: values.sorted { $0.day < $1.day })
    }
  }

  var chart: Chart? {
    let series = series
    let values = series.flatMap(\.values)
    // A chart of one point tells nothing.
    guard values.count > 1, let asOf = tables.asOf else { return nil }
    return Chart(
      .valuations, "valuations-\(issuer)-\(currency)",
      title: wording(.valuationOverTime, wording.name(issuer)),
      description: wording(.valuationOverTimeTold), data, specification: Self.specification
    ) { draw(series, asOf, &$0) }
  }

  private func draw(_ series: [Series], _ asOf: Day, _ canvas: inout Canvas) {
    let values = series.flatMap(\.values)
    let greatest = values.map(\.high).max() ?? 1
    let unit = MoneyUnit(of: greatest, currency, wording)
    let legend = canvas.legend(series.map(\.name), 0) { canvas, place, x, y in
      if !series[place].isImplied {
        canvas.line(x, y, x + 18, y, "l c\(place % 7) d\(place % 4)")
      }
      canvas.mark(x + 9, y, place, isHollow: series[place].isImplied)
    }
    let top = legend + 34
    let bottom = top + 250
    canvas.height = bottom + 30
    guard let time = TimeAxis(values.map(\.day) + [asOf], 54, canvas.width - 24, wording) else {
      return
    }
    let value = ValueAxis(greatest, top, bottom)
    time.draw(&canvas, top: top, bottom: bottom)
    for tick in value.ticks {
      let y = value.y(tick)
      canvas.line(time.left, y, time.right, y, tick == 0 ? "x" : "g")
      canvas.text(
        time.left - 8, y + 4, wording.numeral(tick, unit, currency, false), "k", .end)
    }
    canvas.text(0, top - 14, wording.unit(unit, currency), "k")
    for (place, one) in series.enumerated() { draw(one, place, &canvas, time, value) }
    label(series, &canvas, time, value)
  }

  private func draw(
    _ series: Series, _ style: Int, _ canvas: inout Canvas, _ time: TimeAxis, _ value: ValueAxis
  ) {
    if !series.isImplied, series.values.count > 1 {
      var steps: [(command: String, numbers: [Double])] = []
      for one in series.values {
        let (x, y) = (time.x(one.day), value.y(one.shown))
        steps += steps.isEmpty ? [("M", [x, y])] : [("H", [x]), ("V", [y])]
      }
      canvas.path(steps, "l c\(style % 7) d\(style % 4)")
    }
    for one in series.values {
      let x = time.x(one.day)
      if one.low < one.high {
        let (high, low) = (value.y(one.high), value.y(one.low))
        canvas.path(
          [
            ("M", [x - 5, high]), ("H", [x + 5]), ("M", [x, high]), ("V", [low]),
            ("M", [x - 5, low]), ("H", [x + 5]),
          ], "w c\(style % 7)")
      }
      canvas.mark(
        x, value.y(one.shown), style, isHollow: series.isImplied,
        wording.pair(series.name, told(one, isImplied: series.isImplied))
          + ", \(wording.day(one.day))",
        at: one.address)
    }
  }

  /// The amount beside each mark that has room for it.
  private func label(
    _ series: [Series], _ canvas: inout Canvas, _ time: TimeAxis, _ value: ValueAxis
  ) {
    var taken = series.flatMap(\.values).map { one in
      let (x, y) = (time.x(one.day), value.y(one.shown))
      return Canvas.Box(left: x - 7, top: y - 7, right: x + 7, bottom: y + 7)
    }
    taken += series.flatMap(\.values).filter { $0.low < $0.high }.map { one in
      let x = time.x(one.day)
      return Canvas.Box(left: x - 4, top: value.y(one.high), right: x + 4, bottom: value.y(one.low))
    }
    for one in series where !one.isImplied {
      for (before, after) in zip(one.values, one.values.dropFirst()) {
        let (left, x) = (time.x(before.day), time.x(after.day))
        let (start, end) = (value.y(before.shown), value.y(after.shown))
        taken.append(.init(left: left, top: start - 2, right: x, bottom: start + 2))
        taken.append(
          .init(left: x - 2, top: min(start, end), right: x + 2, bottom: max(start, end)))
      }
    }
    var labelled: [String: Double] = [:]
    let values = series.flatMap { one in
      one.values.map { (value: $0, isImplied: one.isImplied) }
    }
    for (one, isImplied) in values.sorted(by: { $0.value.shown > $1.value.shown }) {
      let text = told(one, isImplied: isImplied)
      let width = TextMetrics.width(text, size: 12)
      let (x, y) = (time.x(one.day), value.y(one.shown))
      // Marks of the same amount beside each other need it once.
      if let other = labelled[text], abs(other - x) < width { continue }
      labelled[text] = x
      let places: [(left: Double, base: Double)] = [
        (x - width / 2, y - 11), (x - width - 10, y + 4), (x + 10, y + 4), (x - width / 2, y + 20),
        // At an end of the axis, where a step begins at the mark.
        (x, y - 11), (x, y + 20), (x - width, y - 11), (x - width, y + 20),
      ]
      for place in places {
        let box = Canvas.Box(
          left: place.left, top: place.base - 11, right: place.left + width,
          bottom: place.base + 3)
        let isInside =
          box.left >= time.left && box.right <= canvas.width && box.bottom <= value.bottom
          && box.top >= value.top - 30
        guard isInside, !taken.contains(where: box.overlaps) else { continue }
        canvas.figure(text, at: one.address) { $0.text(place.left, place.base, text) }
        taken.append(box)
        break
      }
    }
  }

  private static let specification: JSONObject = [
    "encoding": [
      "x": ["field": "date", "type": "temporal", "title": .null],
      "color": ["field": "subject", "type": "nominal"],
    ],
    "layer": [
      [
        "mark": "rule",
        "encoding": [
          "y": ["field": "low", "type": "quantitative", "title": "value"],
          "y2": ["field": "high"],
        ],
      ],
      [
        "mark": ["type": "point", "filled": true],
        "encoding": [
          "y": ["field": "value", "type": "quantitative"],
          "shape": ["field": "basis", "type": "nominal"],
        ],
      ],
    ],
  ]
}
