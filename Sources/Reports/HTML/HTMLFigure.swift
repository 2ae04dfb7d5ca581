import Events
import Projections

/// A chart on a page: the picture with its title and description, and its figures as a table that
/// unfolds.
struct HTMLFigure {
  private let chart: Chart
  private let id: String
  private let wording: Wording
  /// Whether how to read it stands below it; it is part of the picture in any case.
  private let isToldHow: Bool
  /// A longer table stands in the chart's file only.
  private static let mostRows = 2000

  init(_ chart: Chart, id: String, isToldHow: Bool, _ wording: Wording) {
    self.chart = chart
    self.id = id
    self.isToldHow = isToldHow
    self.wording = wording
  }

  var text: String {
    let title = chart.title.htmlEscaped
    var text = """
      <figure>
      <figcaption>\(title)</figcaption>
      \(legend)\
      \(chart.svg(id: id))\
      \(isToldHow ? "<p class=\"told\">\(chart.description.htmlEscaped)</p>\n" : "")\
      <details><summary>\(wording(.dataOf))</summary>
      <div class="scroll" role="region" tabindex="0" aria-label="\(wording.pair(wording(.dataOf), title))">
      <table><caption class="unseen">\(title)</caption>
      <thead><tr>
      """
    let (rows, more) = chart.data.rows.first(most: Self.mostRows)
    // A column in which nothing stands has no room.
    let kept = chart.data.columns.indices.filter { place in
      place == 0
        || rows.contains { !["", "0"].contains(told($0[place], chart.data.columns[place], nil)) }
    }
    for column in kept.map({ chart.data.columns[$0] }) {
      text += "<th scope=\"col\"\(kind(column))>\(wording(column.word).htmlEscaped)</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for (number, row) in rows.enumerated() {
      let address = number < chart.data.addresses.count ? chart.data.addresses[number] : nil
      let digits = number < chart.data.digits.count ? chart.data.digits[number] : nil
      text += "<tr>"
      for (place, cell) in kept.map({ ($0, row[$0]) }) {
        var shown = told(cell, chart.data.columns[place], digits).htmlEscaped
        if let address, chart.data.columns[place].isFigure, !shown.isEmpty {
          shown = "<a class=\"why\" href=\"\(address.htmlEscaped)\">\(shown)</a>"
        }
        text +=
          place == 0
          ? "<th scope=\"row\">\(shown)</th>"
          : "<td\(kind(chart.data.columns[place])) data-label=\"\(wording(chart.data.columns[place].word).htmlEscaped)\">\(shown)</td>"
      }
      text += "</tr>\n"
    }
    text += "</tbody></table></div>\n"
    if more > 0 { text += "<p>\(wording.more(more))</p>\n" }
    return text + "</details>\n</figure>\n"
  }

  /// The legend as text that wraps, above the narrow picture; the wide one has it in itself.
  private var legend: String {
    guard !chart.keys.isEmpty else { return "" }
    let items = chart.keys.map { key in
      let sample = "<svg viewBox=\"0 0 26 16\" width=\"26\" height=\"16\">\n\(key.sample)</svg>"
      return "<li>\(sample)\(key.text.pageText)</li>\n"
    }
    // The samples have the narrow picture's pattern, whose id stands once.
    return "<ul class=\"legend\" aria-hidden=\"true\">\n\(items.joined())</ul>\n"
  }

  private func kind(_ column: ChartData.Column) -> String {
    column.isFigure ? " class=\"n\"" : ""
  }

  private func told(_ cell: Cell, _ column: ChartData.Column, _ digits: Int?) -> String {
    switch cell {
    case .text(let text) where column.isFigure:
      wording.numeral(FigureText.told(text, digits: digits))
    case .text(let text): wording.date(text)
    default: cell.plain
    }
  }
}
