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
  private let wide: Canvas
  /// The same for a telephone, drawn anew: as small it could not be read.
  private let narrow: Canvas
  let data: ChartData
  private let specification: JSONObject

  init(
    _ topic: View.Topic, _ name: String, title: String, description: String, _ data: ChartData,
    specification: JSONObject, draw: (inout Canvas) -> Void
  ) {
    self.topic = topic
    self.name = Self.safe(name)
    self.title = title
    self.description = description
    self.data = data
    self.specification = specification
    var (wide, narrow) = (Canvas(width: Canvas.wide), Canvas(width: Canvas.narrow))
    draw(&wide)
    draw(&narrow)
    (self.wide, self.narrow) = (wide, narrow)
  }

  /// The legend's entries, of which a page for a telephone makes text.
  var keys: [Canvas.Key] { narrow.keys }

  /// A name that a file and an id may have: a snapshot's file could name an issuer anything.
  static func safe(_ name: String) -> String {
    let safe = name.prefix(100).map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return String(safe)
  }

  /// The pictures for a page, whose styles show one of them; ids begin with `id`.
  func svg(id: String) -> String {
    svg(wide, id, " class=\"chart wide\"") + svg(narrow, "\(id)-narrow", " class=\"chart narrow\"")
  }

  private func svg(_ canvas: Canvas, _ id: String, _ attributes: String) -> String {
    let size = "\(Canvas.fixed(canvas.width)) \(Canvas.fixed(canvas.height))"
    return """
      <svg\(attributes) viewBox="0 0 \(size)" role="\(canvas.hasLinks ? "group" : "img")" \
      aria-labelledby="\(id)-t" aria-describedby="\(id)-d">
      <title id="\(id)-t">\(title.htmlEscaped)</title>
      <desc id="\(id)-d">\(description.htmlEscaped)</desc>
      \(canvas.elements)</svg>

      """
  }

  /// The picture as a file of its own, with its styles.
  public var file: String {
    let size = "width=\"\(Canvas.fixed(wide.width))\" height=\"\(Canvas.fixed(wide.height))\""
    return svg(wide, name, " xmlns=\"http://www.w3.org/2000/svg\" \(size) class=\"chart\"")
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
  /// A legend in lines from the left, drawn at `top`; gives where it ends. A narrow picture only remembers it.
  mutating func legend(
    _ items: [String], _ top: Double, left: Double = 0,
    sample: (inout Canvas, Int, Double, Double) -> Void
  ) -> Double {
    for (place, item) in items.enumerated() { remember(item) { sample(&$0, place, 1, 8) } }
    guard !items.isEmpty, !isNarrow else { return top }
    var (x, y, height) = (left, top, 20.0)
    for (place, item) in items.enumerated() {
      let lines = TextMetrics.lines(item, width - left - 34, size: 12, most: 4)
      let room = (lines.map { TextMetrics.width($0, size: 12) }.max() ?? 0) + 44
      if x > left, x + room - 16 > width {
        x = left
        y += height
        height = 20
      }
      sample(&self, place, x, y + 8)
      for (line, part) in lines.enumerated() { text(x + 26, y + 12 + 16 * Double(line), part) }
      height = max(height, 4 + 16 * Double(lines.count))
      x += room
    }
    return y + height + 4
  }
}
