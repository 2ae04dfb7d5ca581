import Events
import Projections

/// What was committed against what came, between two parties: capital and its funding, purchases and what
/// was drawn of them, payments and what was paid. One chart for each currency.
struct BalanceChart {
  private static let mostRows = 30
  private let tables: ReportTables
  private let topic: View.Topic
  private let currency: String
  private let rows: [JSONObject]
  private var wording: Wording { tables.wording }

  private var isCapital: Bool { topic == .capital }
  private var view: String { topic.rawValue }
  private var came: String { isCapital ? "funded" : topic == .payments ? "paid" : "drawn" }
  private var cameWord: Word { isCapital ? .funded : topic == .payments ? .paid : .drawn }
  private var title: Word {
    isCapital ? .capitalChart : topic == .payments ? .paymentsChart : .purchasesChart
  }
  private var leftWord: Word { isCapital ? .undrawn : .outstanding }

  /// A chart for each currency in which anything is known.
  static func charts(_ tables: ReportTables, _ topic: View.Topic) throws -> [Chart] {
    let rows = try tables.rows(topic.rawValue)
    let pairs = topic == .payments ? Self.pairs(rows, tables) : rows
    return pairs.grouped { $0.text("currency") }.compactMap { currency, rows in
      BalanceChart(tables: tables, topic: topic, currency: currency, rows: rows).chart
    }
  }

  /// Payments summed between two entities in one currency, in the words of capital and purchases.
  private static func pairs(_ rows: [JSONObject], _ tables: ReportTables) -> [JSONObject] {
    let parties = ["payer", "payee", "currency"]
    return rows.grouped { row in parties.map { row.text($0) }.joined(separator: "/") }
      .map { _, rows in
        let standing = rows.filter { !$0.isExpired }
        var pair = JSONObject(parties.map { ($0, rows[0][$0] ?? .null) })
        pair["rows"] = .array(rows.compactMap { $0["row"] })
        pair["conversions"] = Addition.sum(rows, [])["conversions"]
        func put(_ name: String, _ rows: [JSONObject], _ measure: String) {
          let sum = Addition.sum(rows, [measure])
          for end in ["minor", "low_minor", "high_minor"] {
            pair["\(name)_\(end)"] = sum["\(measure)_\(end)"]
          }
        }
        func own(_ name: String) -> [JSONObject] {
          standing.filter { $0.standing == name }.map(\.own)
        }
        put("paid", standing.filter { !$0.isWhole }, "paid")
        put("committed", own("committed"), "promised")
        put("outstanding", own("committed"), "outstanding")
        for name in ["conditional", "non_binding"] { put(name, own(name), "outstanding") }
        return pair
      }
  }

  private func parties(_ row: JSONObject) -> [String] {
    let names =
      isCapital
      ? ["investor", "issuer"] : topic == .payments ? ["payer", "payee"] : ["buyer", "supplier"]
    return names.map { wording.name(row.text($0)) }
  }

  private var data: ChartData {
    let words: [Word] = [.committed, cameWord, leftWord, .conditional, .nonBinding]
    let names = ["committed", came, "outstanding", "conditional", "non_binding"]
    let ends: [(name: String, word: Word)] = [
      ("committed_low", .committedAtLeast), ("committed_high", .committedAtMost),
    ]
    var columns: [ChartData.Column] = [
      .init(name: "from", word: .from), .init(name: "to", word: .to),
      .init(name: "currency", word: .currency),
    ]
    for (name, word) in zip(names, words) + ends {
      columns.append(.init(name: name, word: word, isFigure: true))
    }
    var data = ChartData(columns)
    data.rows = rows.map { row in
      parties(row).map(Cell.text) + [.text(currency)]
        + (names + ends.map(\.name)).map { ChartData.amount(row["\($0)_minor"], currency) }
    }
    data.addresses = rows.map(address)
    data.digits = rows.map { Amounts.digits(of: $0) }
    return data
  }

  /// Where it stands why a row is so, or the rows of which it is the sum.
  private func address(of row: JSONObject) -> String? {
    let names = row["rows"]?.arrayValue ?? row["row"].map { [$0] } ?? []
    return tables.links?.address(of: names.compactMap(\.stringValue))
  }

  private func amount(_ name: String, _ row: JSONObject) -> Int64 {
    row.integer("\(name)_minor") ?? row.integer("\(name)_high_minor")
      ?? row.integer("\(name)_low_minor") ?? 0
  }

  /// How far the bar of a row reaches.
  private func reach(_ row: JSONObject) -> Int64 {
    let committed = amount("committed", row)
    let whole = committed.addingReportingOverflow(
      amount("conditional", row) + amount("non_binding", row))
    let most = row.integer("committed_high_minor") ?? committed
    return max(whole.overflow ? committed : whole.partialValue, amount(came, row), most)
  }

  var chart: Chart? {
    let known = rows.filter { reach($0) > 0 }.sorted { reach($0) > reach($1) }
    // The table tells one bar as well.
    guard let first = known.first, known.count > 1 else { return nil }
    let shown = known.prefix(Self.mostRows)
    let name = Chart.safe("\(view)-\(currency)")
    var description = wording(.balanceTold)
    if known.count > shown.count {
      description += " " + wording(.seriesLeftOut, "\(known.count - shown.count)")
    }
    return Chart(
      topic, name, title: wording(title, currency), description: description, data,
      specification: Self.specification(["committed", came, "outstanding"])
    ) { canvas in
      canvas.hatching("\(name)-hatch", "h c0")
      draw(Array(shown), reach(first), &canvas)
    }
  }

  private func draw(_ shown: [JSONObject], _ greatest: Int64, _ canvas: inout Canvas) {
    let unit = MoneyUnit(of: greatest, currency, wording)
    let legend = canvas.legend(
      [wording(cameWord), wording(leftWord), wording(.besidesShort)], 0
    ) { canvas, place, x, y in
      canvas.rect(x, y - 6, 18, 12, Self.boxes[place], isHatched: place == 1)
    }
    let top = legend + 8
    // Where names and figures have no room beside each other, each has its lines.
    let isBeside = shown.allSatisfy { one in
      TextMetrics.width(names(one), size: 12, isBold: true)
        + TextMetrics.width(told(one), size: 12) + 30 <= canvas.width
    }
    let labels = shown.map { label(of: $0, canvas.width - 18, isBeside) }
    var bottom = top
    let tops = labels.map { label -> Double in
      defer { bottom += 34 + 16 * Double(label.count) }
      return bottom
    }
    bottom += 4
    canvas.height = bottom + 40
    let length = canvas.width - 50
    let axis = ValueAxis(greatest, 0, length)
    let x = { (value: Int64) in 10 + Double(value) / Double(axis.most) * length }
    for tick in axis.ticks {
      canvas.line(x(tick), top, x(tick), bottom, tick == 0 ? "x" : "g")
      canvas.text(
        x(tick), bottom + 16, wording.numeral(tick, unit, currency, false), "k", .middle)
    }
    canvas.text(canvas.width, bottom + 34, wording.unit(unit, currency), "k", .end)
    for (place, one) in shown.enumerated() {
      canvas.figure(wording.pair(names(one), told(one)), at: address(of: one)) { canvas in
        for (line, text) in labels[place].enumerated() {
          let base = tops[place] + 16 * Double(line + 1)
          canvas.text(14, base, text.text, text.isName ? "b" : "t")
          if isBeside { canvas.text(canvas.width - 4, base, told(one), "t", .end) }
        }
        bar(one, &canvas, tops[place] + 7 + 16 * Double(labels[place].count), x)
      }
    }
  }

  /// What came, what is outstanding, and what is conditional or non-binding.
  private static let boxes = ["box c0 f0", "box c0 hatched", "box e c0 dash"]

  /// The lines over a bar: whose it is and, where figures do not stand beside it, what they are.
  private func label(
    of row: JSONObject, _ room: Double, _ isBeside: Bool
  ) -> [(text: String, isName: Bool)] {
    let names = TextMetrics.lines(names(row), room, size: 12, most: 8, isBold: true)
    let told = isBeside ? [] : TextMetrics.lines(told(row), room, size: 12, most: 3)
    return names.map { ($0, true) } + told.map { ($0, false) }
  }

  private func names(_ row: JSONObject) -> String { parties(row).joined(separator: " → ") }

  private func told(_ row: JSONObject) -> String {
    let came = amount(self.came, row)
    return [
      Amounts.isNothing("committed", of: row) ? "" : wording.money("committed", of: row),
      came > 0 ? "\(wording(cameWord)) \(wording.money(self.came, of: row))" : "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func bar(
    _ row: JSONObject, _ canvas: inout Canvas, _ y: Double, _ x: (Int64) -> Double
  ) {
    let (came, committed, height) = (amount(self.came, row), amount("committed", row), 18.0)
    let boxes = Self.boxes
    // What was held back by a reduction is neither come nor outstanding.
    let outstanding = max(0, min(amount("outstanding", row), max(0, committed - came)))
    if came > 0 { canvas.rect(x(0), y, max(2, x(came) - x(0)), height, boxes[0]) }
    if outstanding > 0 {
      canvas.rect(
        x(came), y, max(2, x(came + outstanding) - x(came)), height, boxes[1],
        isHatched: true)
    }
    let besides = amount("conditional", row) + amount("non_binding", row)
    if besides > 0 {
      let from = max(came, committed)
      canvas.rect(x(from), y, max(2, x(from + besides) - x(from)), height, boxes[2])
    }
    if committed > 0 { canvas.rect(x(0), y, max(2, x(committed) - x(0)), height, "box e c0") }
    let low = row.integer("committed_low_minor") ?? committed
    if let high = row.integer("committed_high_minor"), low < high {
      let middle = y + height / 2
      canvas.path(
        [
          ("M", [x(low), middle - 5]), ("V", [middle + 5]), ("M", [x(low), middle]),
          ("H", [x(high)]), ("M", [x(high), middle - 5]), ("V", [middle + 5]),
        ], "w x")
    }
  }

  /// A bar for each measure, and a line over what the commitment may be at least and at most.
  private static func specification(_ measures: [String]) -> JSONObject {
    [
      "transform": [["calculate": "datum.from + ' → ' + datum.to", "as": "parties"]],
      "encoding": ["y": ["field": "parties", "type": "nominal", "title": .null]],
      "layer": [
        [
          "transform": [["fold": .array(measures.map(JSON.string)), "as": ["measure", "amount"]]],
          "mark": "bar",
          "encoding": [
            "x": ["field": "amount", "type": "quantitative"],
            "yOffset": ["field": "measure"],
            "color": ["field": "measure", "type": "nominal"],
          ],
        ],
        [
          "mark": ["type": "rule", "strokeWidth": 2],
          "encoding": [
            "x": ["field": "committed_low", "type": "quantitative"],
            "x2": ["field": "committed_high"],
          ],
        ],
      ],
    ]
  }
}
