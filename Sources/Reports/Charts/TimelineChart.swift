import Events

/// When facts took effect: a row for each kind, and a dot for each period that has any, the larger
/// the more there are. So it holds for ten events as for a million.
struct TimelineChart {
  private typealias Bin = Chronicle.Month

  private let tables: ReportTables
  private var wording: Wording { tables.wording }

  init(_ tables: ReportTables) { self.tables = tables }

  func chart() throws -> Chart? {
    let byMonth = try tables.snapshot.chronicle().counts
    var families: [String: Chronicle.Count] = [:]
    for (month, count) in byMonth { families[month.family, default: .init()].add(count) }
    let months = Set(byMonth.keys.map(\.period)).compactMap { try? Day("\($0)-01") }
    guard let first = months.min(), let last = months.max(), let asOf = tables.asOf else {
      return nil
    }
    let lanes = families.sorted { ($1.value.number, $0.key) < ($0.value.number, $1.key) }
      .map(\.key)
    let years = last.year - first.year + 1
    let bins = { (most: Int) in Self.bins(byMonth, byYear: years > most) }
    let ordered = bins(12).sorted {
      ($0.key.period, $0.key.family) < ($1.key.period, $1.key.family)
    }
    var data = ChartData([
      .init(name: "period", word: .period), .init(name: "category", word: .category),
      .init(name: "events", word: .count, isFigure: true),
    ])
    data.rows = ordered.map { bin, count in
      [.text(bin.period), .text(wording.stored("family", bin.family)), .integer(count.number)]
    }
    data.addresses = ordered.map { address($0.value) }
    return Chart(
      .timeline, "timeline", title: wording(.timelineChart),
      description: wording(.timelineChartTold), data, specification: Self.specification
    ) { draw(bins($0.isNarrow ? 4 : 12), lanes, families, first...max(last, asOf), &$0) }
  }

  /// A dot has its width: where months are closer than that, years are told.
  private static func bins(
    _ byMonth: [Bin: Chronicle.Count], byYear: Bool
  ) -> [Bin: Chronicle.Count] {
    var bins: [Bin: Chronicle.Count] = [:]
    for (bin, count) in byMonth {
      let period = String(bin.period.prefix(byYear ? 4 : 7))
      bins[Bin(family: bin.family, period: period), default: .init()].add(count)
    }
    return bins
  }

  /// Where the events are told one by one.
  private func address(_ count: Chronicle.Count) -> String? {
    guard let links = tables.links, count.number == Int64(count.events.count) else { return nil }
    return count.events.count == 1
      ? links.event(count.events[0]) : links.events(count.events.sorted())
  }

  private func draw(
    _ bins: [Bin: Chronicle.Count], _ lanes: [String], _ totals: [String: Chronicle.Count],
    _ days: ClosedRange<Day>, _ canvas: inout Canvas
  ) {
    let names = lanes.map { lane in
      "\(wording.stored("family", lane)) (\(wording.grouped(totals[lane]?.number ?? 0)))"
    }
    let width = names.map { TextMetrics.width($0, size: 12) }.max() ?? 0
    let lane = 30.0
    let top = 8.0
    let bottom = top + Double(lanes.count) * lane
    canvas.height = bottom + 26
    let ends = [days.lowerBound, days.upperBound]
    guard let time = TimeAxis(ends, width + 20, canvas.width - 16, wording) else { return }
    time.draw(&canvas, top: top, bottom: bottom)
    let most = Double(bins.values.map(\.number).max() ?? 1)
    for (place, name) in names.enumerated() {
      let y = top + (Double(place) + 0.5) * lane
      canvas.figure(name, at: totals[lanes[place]].flatMap(address)) { $0.text(2, y + 4, name) }
      canvas.line(time.left, y, time.right, y, "g")
    }
    let ordered = bins.sorted { ($0.key.period, $0.key.family) < ($1.key.period, $1.key.family) }
    for (bin, count) in ordered {
      guard let place = lanes.firstIndex(of: bin.family), let day = middle(of: bin.period) else {
        continue
      }
      let radius = max(2.5, 12 * (Double(count.number) / most).squareRoot())
      let (x, y, address) = (time.x(day), top + (Double(place) + 0.5) * lane, address(count))
      let told = wording.pair(
        wording.date(bin.period), wording.stored("family", bin.family))
      canvas.figure("\(told) (\(wording.grouped(count.number)))", at: address) { canvas in
        if address != nil, radius < 9 { canvas.circle(x, y, 9, "hit") }
        canvas.circle(x, y, radius, "dot c\(place % 7) f\(place % 7)")
      }
    }
  }

  private func middle(of period: String) -> Day? {
    try? Day(period.utf8.count == 4 ? "\(period)-07-01" : "\(period)-15")
  }

  private static let specification: JSONObject = [
    "mark": "circle",
    "encoding": [
      "x": ["field": "period", "type": "temporal", "title": .null],
      "y": ["field": "category", "type": "nominal", "title": .null],
      "size": ["field": "events", "type": "quantitative"],
    ],
  ]
}
