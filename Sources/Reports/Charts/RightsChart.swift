import Events

/// How long rights, options and debts last: a bar from the beginning to the end, and an end that says what
/// kind it is.
struct RightsChart {
  private static let mostRows = 40
  private let tables: ReportTables
  private var wording: Wording { tables.wording }

  init(_ tables: ReportTables) { self.tables = tables }

  private func data(_ rows: [JSONObject]) -> ChartData {
    var data = ChartData([
      .init(name: "right", word: .right), .init(name: "kind", word: .kind),
      .init(name: "status", word: .status), .init(name: "granted", word: .granted),
      .init(name: "ends", word: .ends), .init(name: "at_the_latest", word: .atLatest),
      .init(name: "from", word: .firstDay), .init(name: "kind_of_end", word: .kindOfEnd),
      .init(name: "event", word: .count, isFigure: true), .init(name: "slug", word: .slug),
    ])
    data.rows = rows.map { row in
      [
        .text(wording.thing(row.text("right"))), .text(kind(row)),
        .text(wording.stored("status", row.text("status"))), ChartData.text(row.text("granted")),
        ChartData.text(wording.ends(row, "ends_on", "ends_when", rule: row.text("ends_rule"))),
        ChartData.text(row.text("ends_at_latest")),
        start(of: row).map { .text($0.description) } ?? .null,
        .text(wording(isOver(row) ? .overShort : end(of: row).word)),
        .integer(row.integer("event") ?? 0), .text(row.text("right")),
      ]
    }
    data.addresses = rows.map(address)
    return data
  }

  private func address(of row: JSONObject) -> String? {
    row["row"]?.stringValue.flatMap { tables.links?.address(of: [$0]) }
  }

  private enum End {
    case day, condition, open

    var word: Word {
      switch self {
      case .day: .dayEnd
      case .condition: .conditionalEnd
      case .open: .openEnd
      }
    }
  }

  /// What ends a right that is in force.
  private func end(of row: JSONObject) -> End {
    let hasCondition = !(row["ends_when"]?.arrayValue ?? []).isEmpty
    if hasCondition { return .condition }
    return row.day("ends_at_latest") == nil ? .open : .day
  }

  private func isOver(_ row: JSONObject) -> Bool {
    ["waived", "expired", "ended", "exercised", "lapsed", "repaid", "converted"]
      .contains(row.text("status"))
  }

  private func start(of row: JSONObject) -> Day? {
    (try? PartialDate(row.text("granted")))?.earliest ?? row.day("effective_earliest")
  }

  /// What sort of right it is; a debt is one for the lender.
  private func kind(_ row: JSONObject) -> String {
    row["debt"] == nil ? wording.stored("kind", row.text("kind")) : wording(.debt)
  }

  /// Rows in the words of the view `rights`.
  private func rows() throws -> [JSONObject] {
    func renamed(_ row: JSONObject, _ names: [(String, String)]) -> JSONObject {
      names.reduce(into: row) { $0[$1.0] = row[$1.1] }
    }
    let options = try tables.rows("options").map { option in
      let use = try? PartialDate(option.text("exercised"))
      var row = renamed(
        option,
        [
          ("right", "option"), ("grantor", "writer"), ("grantee", "holder"),
          ("ends_on", "closes_on"),
          ("ends_at_latest", "last_day"),
        ])
      if let day = use?.latest { row["ends_at_latest"] = .string(day.description) }
      return row
    }
    let debts = try tables.rows("debts").map { debt in
      renamed(
        debt,
        [
          ("right", "debt"), ("grantor", "borrower"), ("grantee", "lender"), ("granted", "issued"),
          ("ends_on", "maturity"), ("ends_at_latest", "matures"),
        ])
    }
    return try tables.rows("rights") + options + debts
  }

  func chart() throws -> Chart? {
    let rows = try rows()
    let dated = rows.filter { start(of: $0) != nil }
      .sorted { (isOver($0) ? 1 : 0, $0.text("right")) < (isOver($1) ? 1 : 0, $1.text("right")) }
    guard let asOf = tables.asOf, dated.count > 1 else { return nil }
    let shown = Array(dated.prefix(Self.mostRows))
    var description = wording(.rightsChartTold)
    if dated.count > shown.count {
      description += " " + wording(.seriesLeftOut, "\(dated.count - shown.count)")
    }
    return Chart(
      .rights, "rights",
      title: wording(
        rows.allSatisfy { $0["debt"] == nil && $0["option"] == nil } ? .rightsChart : .termsChart),
      description: description, data(rows), specification: Self.specification(asOf)
    ) { draw(shown, asOf, &$0) }
  }

  private func draw(_ shown: [JSONObject], _ asOf: Day, _ canvas: inout Canvas) {
    let ends = shown.compactMap { $0.day("ends_at_latest") }
    let starts = shown.compactMap(start)
    let beyond = [asOf, ends.max() ?? asOf].max().flatMap { $0.adding(months: 6) } ?? asOf
    canvas.hatching("rights-hatch", "h c0")
    let legend = canvas.legend(
      [
        wording(.inForce), wording(.overShort), wording(.dayEnd), wording(.conditionalEnd),
        wording(.openEnd),
      ], 0
    ) { canvas, place, x, y in
      switch place {
      case 0: canvas.rect(x, y - 6, 18, 12, "box c0 f0")
      case 1: canvas.rect(x, y - 6, 18, 12, "box e c6")
      default:
        canvas.rect(x, y - 5, 12, 10, "box c0 hatched", isHatched: true)
        draw([End.day, .condition, .open][place - 2], at: x + 12, y, 6, &canvas)
      }
    }
    let top = legend + 8
    let labels = shown.map { label(of: $0, canvas.width) }
    var bottom = top
    let tops = labels.map { label -> Double in
      defer { bottom += 27 + 15 * Double(label.count) }
      return bottom
    }
    bottom += 6
    canvas.height = bottom + 44
    guard let time = TimeAxis(starts + [beyond], 16, canvas.width - 24, wording) else { return }
    // Lines stand beside bars alone: none strikes a label.
    let bands = shown.indices.map { place in
      let y = tops[place] + 15 * Double(labels[place].count)
      return (top: y + 3, bottom: y + 21)
    }
    let now = time.x(asOf)
    time.draw(&canvas, top: top, bottom: bottom, in: bands, struck: now)
    for band in bands { canvas.line(now, band.top, now, band.bottom, "now") }
    canvas.line(now, bottom + 2, now, bottom + 24, "now")
    let anchor: Canvas.Anchor = now > canvas.width - 120 ? .end : now < 120 ? .start : .middle
    canvas.text(now, bottom + 38, wording(.asOfShort, wording.day(asOf)), "k", anchor)
    for (place, one) in shown.enumerated() {
      let told = labels[place].flatMap { [$0.strong, $0.left, $0.right] }
      canvas.figure(told.filter { !$0.isEmpty }.joined(separator: ", "), at: address(of: one)) {
        draw(one, labels[place], &$0, tops[place], time, now)
      }
    }
  }

  /// A line over a bar: what stands to the left, strong or not, and to the right.
  private struct Label {
    var strong = ""
    var left = ""
    var right = ""
  }

  /// What a right is called, of what kind it is and whose, and how it ends: in one line where there is
  /// room, else in more.
  private func label(of row: JSONObject, _ width: Double) -> [Label] {
    let parties = ["grantor", "grantee"].map { row.text($0) }.filter { !$0.isEmpty }
      .map(wording.name).joined(separator: " → ")
    let about = parties.isEmpty ? kind(row) : wording.pair(kind(row), parties)
    // What its own terms do not end, the agreement does in which it stands: as in the table.
    let ends = tables.end(ofRight: row)
    let told =
      isOver(row)
      ? wording.stored("status", row.text("status"))
        + wording.date(row.text("ends_at_latest")).prefixed(" ")
      : ends
    let room = width - 40
    let names = TextMetrics.lines(
      wording.thing(row.text("right")), room, size: 12, most: 8, isBold: true)
    let name = names.last ?? ""
    let (nameWidth, toldWidth) = (
      TextMetrics.width(name, size: 12, isBold: true), TextMetrics.width(told, size: 12)
    )
    let aboutWidth = TextMetrics.width(about, size: 12)
    if names.count == 1, nameWidth + aboutWidth + toldWidth + 40 < room {
      return [Label(strong: name, left: about, right: told)]
    }
    let rest = TextMetrics.lines(about, room, size: 11, most: 8).map { Label(left: $0) }
    let first = names.dropLast().map { Label(strong: $0) }
    if nameWidth + toldWidth + 40 < room {
      return first + [Label(strong: name, right: told)] + rest
    }
    return first + [Label(strong: name)]
      + TextMetrics.lines(told, room, size: 12, most: 12).map { Label(right: $0) } + rest
  }

  private func draw(
    _ row: JSONObject, _ labels: [Label], _ canvas: inout Canvas, _ top: Double, _ time: TimeAxis,
    _ now: Double
  ) {
    let over = isOver(row)
    for (place, label) in labels.enumerated() {
      let base = top + 14 + 15 * Double(place)
      var left = time.left
      if !label.strong.isEmpty {
        canvas.text(left, base, label.strong, "b")
        left += TextMetrics.width(label.strong, size: 12, isBold: true) + 10
      }
      if !label.left.isEmpty { canvas.text(left, base, label.left, "k") }
      if !label.right.isEmpty { canvas.text(canvas.width - 4, base, label.right, "t", .end) }
    }
    guard let start = start(of: row) else { return }
    let (left, y, height) = (time.x(start), top + 5 + 15 * Double(labels.count), 13.0)
    let last = row.day("ends_at_latest")
    let middle = y + height / 2
    if row.text("granted").hasPrefix("..") {
      canvas.line(max(2, left - 14), middle, left, middle, "w dash \(over ? "c6" : "c0")")
    }
    if over {
      let end = max(left + 3, last.map(time.x) ?? now)
      canvas.rect(left, y, end - left, height, "box e c6")
      canvas.line(end, y - 3, end, y + height + 3, "l c6")
      return
    }
    canvas.rect(left, y, max(3, now - left), height, "box c0 f0")
    let end = end(of: row)
    let far = last.map(time.x) ?? time.right - 4
    let from = max(now, left)
    if far > from {
      canvas.rect(from, y, far - from, height, "box c0 hatched", isHatched: true)
    }
    draw(end, at: max(far, from), middle, 9, &canvas)
  }

  private func draw(
    _ end: End, at x: Double, _ y: Double, _ size: Double, _ canvas: inout Canvas
  ) {
    let (top, bottom) = (y - size, y + size)
    switch end {
    case .day: canvas.line(x, top, x, bottom, "l c0")
    case .condition:
      canvas.path(
        [("M", [x, top]), ("L", [x + size, y, x, bottom, x - size, y]), ("Z", [])], "m o c0")
    case .open:
      canvas.path([("M", [x, top]), ("L", [x + size, y, x, bottom]), ("Z", [])], "m c0 f0")
    }
  }

  /// A bar from the grant to the last day that is known, else to the day of the state; a mark behind
  /// it says what kind of end it has.
  private static func specification(_ asOf: Day) -> JSONObject {
    [
      "transform": [
        ["calculate": .string("toDate(datum.at_the_latest || '\(asOf)')"), "as": "until"]
      ],
      "encoding": ["y": ["field": "right", "type": "nominal", "title": .null]],
      "layer": [
        [
          "mark": ["type": "bar", "opacity": .number(0.6)],
          "encoding": [
            "x": ["field": "from", "type": "temporal", "title": .null],
            "x2": ["field": "until"],
            "color": ["field": "status", "type": "nominal"],
          ],
        ],
        [
          "mark": ["type": "point", "filled": true, "color": "black"],
          "encoding": [
            "x": ["field": "until", "type": "temporal"],
            "shape": ["field": "kind_of_end", "type": "nominal"],
          ],
        ],
      ],
    ]
  }
}
