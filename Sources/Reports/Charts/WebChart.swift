import Events
import Projections

/// Who owns, owes and grants what to whom. On the left each entity with its exposures in words, on
/// the right those to whom they lead: so that no label can cover another, however dense the web.
struct WebChart {
  private struct Edge {
    let from: String
    let to: String
    let kind: String
    let text: String
    let address: String?
  }

  static let kinds = [
    "owns", "committed_capital", "owes_purchases", "shares_revenue", "licenses", "owes_payments",
    "owes_debt", "shares_profit", "shares_cost", "pays_royalty",
  ]
  private static let mostEdges = 48
  private let tables: ReportTables
  private var wording: Wording { tables.wording }

  init(_ tables: ReportTables) { self.tables = tables }

  private func data(_ rows: [JSONObject]) -> ChartData {
    var data = ChartData([
      .init(name: "from", word: .from), .init(name: "kind", word: .kind),
      .init(name: "to", word: .to), .init(name: "percent", word: .percent, isFigure: true),
      .init(name: "amount", word: .amount, isFigure: true),
      .init(name: "currency", word: .currency), .init(name: "detail", word: .besides),
    ])
    data.rows = rows.map { row in
      let currency = row.text("currency")
      return [
        .text(wording.name(row.text("from_entity"))),
        .text(wording.stored("exposure", row.text("kind"))),
        .text(wording.name(row.text("to_entity"))), ChartData.percent(row["percent_ppb"]),
        ChartData.amount(row["amount_minor"], currency), ChartData.text(currency),
        ChartData.text(
          row.text("kind") == "owns"
            ? tables.basis(row.text("detail")) : wording.thing(row.text("detail"))),
      ]
    }
    data.addresses = rows.map { address(of: [$0]) }
    data.digits = rows.map { Amounts.digits(of: $0) }
    return data
  }

  /// One line for each kind between two, with what it amounts to.
  private func edge(_ rows: [JSONObject]) -> Edge? {
    guard let first = rows.first else { return nil }
    let kind = first.text("kind")
    let verb = wording.stored("exposure", kind)
    let shares = rows.compactMap(tables.share(ofExposure:))
    var told: [String] = []
    if kind == "owns", let row = compared(rows), let share = tables.share(ofExposure: row) {
      let basis = tables.basis(row.text("detail"))
      told.append("\(share) (\(basis))")
    } else if kind == "licenses" {
      told.append(rows.map { wording.thing($0.text("detail")) }.joined(separator: ", "))
    } else {
      let amounts = rows.filter { row in
        row["currency"] != nil && !Amounts.isNothing("amount", of: row)
      }
      let undisclosed = amounts.count < rows.count && amounts.isEmpty && shares.isEmpty
      told += shares
      told += amounts.map { wording.money("amount", of: $0) }
      if undisclosed, kind != "shares_revenue" { told.append(wording(.undisclosed)) }
    }
    return Edge(
      from: first.text("from_entity"), to: first.text("to_entity"), kind: kind,
      text: verb + told.joined(separator: ", ").prefixed(" "), address: address(of: rows))
  }

  /// Where it stands why rows are so.
  private func address(of rows: [JSONObject]) -> String? {
    let view = Projections.view(named: "exposures")
    var names: [String] = []
    for name in rows.compactMap({ view?.explaining($0) }) where !names.contains(name) {
      names.append(name)
    }
    return tables.links?.address(of: names)
  }

  /// The share of a holder that is told where there are several: bases do not compare, and one is
  /// told.
  private func compared(_ rows: [JSONObject]) -> JSONObject? {
    rows.min { rank($0) < rank($1) }
  }

  private func rank(_ row: JSONObject) -> Int {
    let order = ["as_converted", "outstanding", "fully_diluted", "voting", "unstated"]
    return order.firstIndex(of: row.text("detail")) ?? order.count
  }

  func chart() throws -> Chart? {
    let rows = try tables.rows("exposures")
    let edges = rows.grouped {
      "\($0.text("from_entity"))/\($0.text("to_entity"))/\($0.text("kind"))"
    }.compactMap { _, rows in edge(rows) }
    guard edges.count > 1 else { return nil }
    let shown = Array(edges.prefix(Self.mostEdges))
    let used = Self.kinds.filter { kind in shown.contains { $0.kind == kind } }
    var description = wording(.webChartTold)
    if edges.count > shown.count {
      description += " " + wording(.seriesLeftOut, "\(edges.count - shown.count)")
    }
    return Chart(
      .exposures, "exposures", title: wording(.webChart), description: description,
      data(rows), specification: Self.specification
    ) { canvas in
      let legend = canvas.legend(used.map { wording.stored("exposure", $0) }, 0) {
        canvas, place, x, y in
        canvas.line(x, y, x + 18, y, "l \(Self.style(used[place]))")
      }
      if canvas.isNarrow {
        list(shown, &canvas)
      } else {
        draw(shown, from: legend + 10, &canvas)
      }
    }
  }

  /// Below each entity what it owns, owes and grants, each with its line, and to whom: where there is no room
  /// for lines across.
  private func list(_ edges: [Edge], _ canvas: inout Canvas) {
    var y = 0.0
    for (from, own) in byOwner(edges) {
      for line in lines(of: from, canvas.width) {
        canvas.text(0, y + 14, line, "b")
        y += 16
      }
      for edge in own {
        let told = "\(edge.text) → \(wording.name(edge.to))"
        let name = wording.pair(wording.name(from), told)
        let style = Self.style(edge.kind)
        canvas.figure(name, at: edge.address) { canvas in
          canvas.line(2, y + 12, 24, y + 12, "l \(style)")
          for line in TextMetrics.lines(told, canvas.width - 32, size: 12, most: 12) {
            canvas.text(32, y + 16, line)
            y += 16
          }
        }
        y += 4
      }
      y += 10
    }
    canvas.height = y
  }

  private func lines(of entity: String, _ room: Double) -> [String] {
    TextMetrics.lines(wording.name(entity), room, size: 12, most: 8, isBold: true)
  }

  private func byOwner(_ edges: [Edge]) -> [(key: String, value: [Edge])] {
    Dictionary(grouping: edges, by: \.from).sorted { $0.key < $1.key }
  }

  /// Of seven colours and five dashes no kind has the two of another.
  static func style(_ kind: String) -> String {
    let place = kinds.firstIndex(of: kind) ?? 0
    return "c\(place % 7) d\(place % 5)"
  }

  private func draw(_ edges: [Edge], from top: Double, _ canvas: inout Canvas) {
    let left = 330.0
    let right = canvas.width - 190
    var y = top
    var ports: [(edge: Edge, x: Double, y: Double)] = []
    for (from, own) in byOwner(edges) {
      for (place, line) in lines(of: from, left).enumerated() {
        y += place == 0 ? 0 : 15
        canvas.text(0, y + 14, line, "b")
      }
      y += 20
      for edge in own {
        let lines = TextMetrics.lines(edge.text, left - 24, size: 12, most: 12)
        let told = wording.pair("\(wording.name(from)) \(edge.text)", wording.name(edge.to))
        canvas.figure(told, at: edge.address) { canvas in
          for (place, line) in lines.enumerated() {
            canvas.text(place == 0 ? 14 : 24, y + 12 + Double(place) * 15, line)
          }
        }
        ports.append((edge, 20 + TextMetrics.width(lines.first ?? "", size: 12), y + 8))
        y += 18 + Double(max(0, lines.count - 1)) * 15
      }
      y += 10
    }
    canvas.height = max(y, top + 60)
    // Each stands at the mean of what leads to it, as far as there is room.
    let targets = Set(edges.map(\.to)).sorted()
    let names = targets.map { lines(of: $0, canvas.width - right - 12) }
    let heights = zip(targets, names).map { to, lines in
      let room = lines.count > 1 ? lines.count * 15 + 8 : 30
      return Double(max(room, ports.filter { $0.edge.to == to }.count * 6 + 12))
    }
    let wanted = targets.map { to in
      let places = ports.filter { $0.edge.to == to }.map(\.y)
      return places.reduce(0, +) / Double(max(1, places.count))
    }
    let needed = heights.reduce(0, +)
    canvas.height = max(canvas.height, top + needed)
    let tops = Labels.spread(wanted, heights, top...canvas.height)
    for (place, to) in targets.enumerated() {
      let middle = tops[place] + heights[place] / 2
      let own = ports.filter { $0.edge.to == to }
      for (number, port) in own.enumerated() {
        let end = middle + (Double(number) - Double(own.count - 1) / 2) * 6
        let style = Self.style(port.edge.kind)
        let bend = (left + right) / 2
        canvas.path(
          [
            ("M", [port.x, port.y]), ("H", [left]),
            ("C", [bend, port.y, bend, end, right - 6, end]),
          ],
          "l thin \(style)")
        canvas.path(
          [("M", [right - 8, end - 3]), ("L", [right - 1, end, right - 8, end + 3]), ("Z", [])],
          "m \(style.prefix(2)) f\(style.dropFirst().prefix(1))")
      }
      let height = Double(names[place].count - 1) * 15
      for (number, line) in names[place].enumerated() {
        canvas.text(right + 8, middle + 4 - height / 2 + Double(number) * 15, line, "b")
      }
    }
  }

  private static let specification: JSONObject = [
    "mark": "square",
    "encoding": [
      "y": ["field": "from", "type": "nominal"],
      "x": ["field": "to", "type": "nominal"],
      "xOffset": ["field": "kind"],
      "color": ["field": "kind", "type": "nominal"],
      "tooltip": [["field": "percent"], ["field": "amount"], ["field": "currency"]],
    ],
  ]
}
