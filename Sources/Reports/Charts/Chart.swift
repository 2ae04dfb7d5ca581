import Events
import Projections

/// A picture, what it is called and shows in words, and the figures it is drawn from.
public struct Chart: Sendable {
  let topic: View.Topic
  /// What its files are called, without an extension.
  public let name: String
  /// What it is.
  public let title: String
  /// What is to be seen in it, for those who do not see it.
  public let description: String
  let width: Double
  let height: Double
  let elements: String
  private let hasLinks: Bool
  /// The legend's entries.
  let keys: [Canvas.Key]
  let data: ChartData
  private let specification: JSONObject

  init(
    _ topic: View.Topic, _ name: String, title: String, description: String, _ canvas: Canvas,
    _ data: ChartData, specification: JSONObject
  ) {
    self.topic = topic
    self.name = Self.safe(name)
    self.title = title
    self.description = description
    width = canvas.width
    height = canvas.height
    elements = canvas.elements
    hasLinks = canvas.hasLinks
    keys = canvas.keys
    self.data = data
    self.specification = specification
  }

  /// A name that a file and an id may have: a snapshot's file could name an issuer anything.
  static func safe(_ name: String) -> String {
    let safe = name.prefix(100).map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return String(safe)
  }

  /// The picture for a page, which has the styles; ids begin with `id`.
  func svg(id: String, attributes: String = "") -> String {
    let size = "\(Canvas.fixed(width)) \(Canvas.fixed(height))"
    return """
      <svg\(attributes) class="chart" viewBox="0 0 \(size)" role="\(hasLinks ? "group" : "img")" \
      aria-labelledby="\(id)-t" aria-describedby="\(id)-d">
      <title id="\(id)-t">\(title.htmlEscaped)</title>
      <desc id="\(id)-d">\(description.htmlEscaped)</desc>
      \(elements)</svg>

      """
  }

  /// The picture as a file of its own, with its styles.
  public var file: String {
    let size = "width=\"\(Canvas.fixed(width))\" height=\"\(Canvas.fixed(height))\""
    return svg(id: name, attributes: " xmlns=\"http://www.w3.org/2000/svg\" \(size)")
      .replacing(
        "</desc>\n", with: "</desc>\n<style>\(Stylesheet.pictures)</style>\n", maxReplacements: 1)
  }

  /// The figures as CSV.
  public var csv: String {
    var bytes: [UInt8] = []
    var writer = RowWriter(.csv, columns: data.columns.map(\.name)) { $0(&bytes) }
    do {
      for row in data.rows { try writer.row(row) }
      try writer.end()
    } catch {
      preconditionFailure("text cannot fail to be written")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A Vega-Lite specification over the CSV of the same name, for those who draw it anew.
  public var vegaLite: String {
    var json = specification
    json["$schema"] = "https://vega.github.io/schema/vega-lite/v5.json"
    json["title"] = .string(title)
    json["description"] = .string(description)
    json["width"] = 640
    json["data"] = ["url": .string("\(name).csv"), "format": ["type": "csv"]]
    return JSON.object(json).canonical + "\n"
  }
}

/// The figures of a chart: exact decimals, as CSV and as a table below the picture.
struct ChartData {
  struct Column {
    /// As CSV and Vega-Lite call it.
    let name: String
    /// As readers call it.
    let word: Word
    var isFigure = false
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// Where the figures of each row lead; empty where they lead nowhere.
  var addresses: [String?] = []
  /// How many digits of each row's figures readers are told; empty or nil: all. Files have all.
  var digits: [Int?] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// An amount in whole units, exact; nothing where it is unknown.
  static func amount(_ minor: JSON?, _ currency: String) -> Cell {
    minor?.integerValue.map { .text(FigureText.decimal($0, Amounts.decimals(of: currency))) }
      ?? .null
  }

  /// A share in percent, exact.
  static func percent(_ ppb: JSON?) -> Cell {
    ppb?.integerValue.map { .text(FigureText.decimal($0, 7)) } ?? .null
  }

  static func text(_ text: String) -> Cell { text.isEmpty ? .null : .text(text) }
}

extension Canvas {
  /// A legend in lines from the left, drawn at `top`; gives where it ends.
  mutating func legend(
    _ items: [String], _ top: Double, left: Double = 0,
    sample: (inout Canvas, Int, Double, Double) -> Void
  ) -> Double {
    guard !items.isEmpty else { return top }
    var x = left
    var y = top
    group("key") { canvas in
      for (place, item) in items.enumerated() {
        let text = TextMetrics.fitted(item, canvas.width - left - 34, size: 12)
        let room = TextMetrics.width(text, size: 12) + 44
        if x > left, x + room - 16 > canvas.width {
          x = left
          y += 20
        }
        sample(&canvas, place, x, y + 8)
        canvas.text(x + 26, y + 12, text)
        x += room
      }
    }
    for (place, item) in items.enumerated() { remember(item) { sample(&$0, place, 1, 8) } }
    return y + 24
  }
}
