import Events

/// The elements of a picture. Colours and type stand in the style sheet, by class: so a picture is
/// light on a light page and dark on a dark one, and the page needs no inline style.
///
/// Geometry is rounded to hundredths, so that the same data give the same bytes everywhere.
struct Canvas {
  /// How a text stands to its place.
  enum Anchor: String { case start, middle, end }

  /// A place with its extent, for labels that keep clear of each other.
  struct Box {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// The width of a page, and that of a telephone, in whose pictures nothing is smaller.
  static let wide = 720.0
  static let narrow = 358.0

  let width: Double
  var height = 0.0
  private(set) var elements = ""
  /// The pattern that hatches, where it has one.
  private(set) var hatch = ""
  /// Whether something in it leads to somewhere.
  private(set) var hasLinks = false
  /// What its legend says, which a narrow picture leaves to the page: each sample in a box of 26 by 16.
  private(set) var keys: [Key] = []

  /// An entry of a legend.
  struct Key {
    let sample: String
    let text: String
  }

  /// Draws a figure, which leads to an address where there is one; `told` is what it says in words.
  mutating func figure(_ told: String, at address: String?, _ draw: (inout Canvas) -> Void) {
    guard let address else { return draw(&self) }
    hasLinks = true
    let told = told.htmlEscaped
    elements += "<a href=\"\(address.htmlEscaped)\" aria-label=\"\(told)\">\n"
    elements += "<title>\(told)</title>\n"
    draw(&self)
    elements += "</a>\n"
  }

  mutating func remember(_ text: String, _ sample: (inout Canvas) -> Void) {
    var key = Canvas(width: 26)
    key.hatch = hatch
    sample(&key)
    keys.append(Key(sample: key.elements, text: text))
  }

  init(width: Double) { self.width = width }

  var isNarrow: Bool { width < Self.wide }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
    elements += "<line x1=\"\(Self.fixed(x1))\" y1=\"\(Self.fixed(y1))\" x2=\"\(Self.fixed(x2))\" "
    elements += "y2=\"\(Self.fixed(y2))\" class=\"\(kind)\"/>\n"
  }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ kind: String,
    isHatched: Bool = false
  ) {
    elements += "<rect x=\"\(Self.fixed(x))\" y=\"\(Self.fixed(y))\" "
    elements += "width=\"\(Self.fixed(max(0, width)))\" height=\"\(Self.fixed(max(0, height)))\" "
    elements += "class=\"\(kind)\"\(isHatched ? " fill=\"url(#\(hatch))\"" : "")/>\n"
  }

  /// A path of commands and coordinates.
  mutating func path(_ steps: [(command: String, numbers: [Double])], _ kind: String) {
    let text = steps.map { $0.command + $0.numbers.map(Self.fixed).joined(separator: " ") }
    elements += "<path d=\"\(text.joined())\" class=\"\(kind)\"/>\n"
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ kind: String) {
    elements += "<circle cx=\"\(Self.fixed(x))\" cy=\"\(Self.fixed(y))\" "
    elements += "r=\"\(Self.fixed(radius))\" class=\"\(kind)\"/>\n"
  }

  mutating func text(
    _ x: Double, _ y: Double, _ text: String, _ kind: String = "t", _ anchor: Anchor = .start
  ) {
    let anchored = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    elements += "<text x=\"\(Self.fixed(x))\" y=\"\(Self.fixed(y))\" class=\"\(kind)\"\(anchored)>"
    elements += "\(text.htmlEscaped)</text>\n"
  }

  /// A pattern of slanting lines, by which what is not there yet is told without colour.
  ///
  /// Two pictures of one chart have each its own: that of a hidden one is not drawn.
  mutating func hatching(_ id: String, _ kind: String) {
    hatch = isNarrow ? "\(id)-narrow" : id
    elements += "<defs><pattern id=\"\(hatch)\" width=\"6\" height=\"6\" "
    elements += "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    elements += "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" class=\"\(kind)\"/></pattern></defs>\n"
  }

  /// One of five marks that differ in shape; implied figures stand hollow.
  mutating func mark(_ x: Double, _ y: Double, _ style: Int, isHollow: Bool = false) {
    let kind = isHollow ? "m o c\(style % 7)" : "m c\(style % 7) f\(style % 7)"
    let r = 4.5
    switch style % 5 {
    case 0: circle(x, y, r, kind)
    case 1:
      path(
        [("M", [x - r, y - r]), ("H", [x + r]), ("V", [y + r]), ("H", [x - r]), ("Z", [])], kind)
    case 2: path([("M", [x, y - r]), ("L", [x + r, y + r, x - r, y + r]), ("Z", [])], kind)
    case 3:
      path([("M", [x, y - 5.5]), ("L", [x + 5.5, y, x, y + 5.5, x - 5.5, y]), ("Z", [])], kind)
    default: path([("M", [x, y + r]), ("L", [x + r, y - r, x - r, y - r]), ("Z", [])], kind)
    }
  }

  /// Such a mark that leads to an address where there is one, with room for a finger.
  mutating func mark(
    _ x: Double, _ y: Double, _ style: Int, isHollow: Bool = false, _ told: String,
    at address: String?
  ) {
    figure(told, at: address) { canvas in
      if address != nil { canvas.circle(x, y, 11, "hit") }
      canvas.mark(x, y, style, isHollow: isHollow)
    }
  }

  /// A number with at most two decimals.
  static func fixed(_ number: Double) -> String {
    FigureText.decimal(Int64((number * 100).rounded()), 2)
  }
}

/// A legend or labels in a column: what is drawn where, with room for each.
enum Labels {
  /// The tops of boxes of these heights, near where they want to be, in order, none over another.
  static func spread(_ wanted: [Double], _ heights: [Double], _ range: ClosedRange<Double>)
    -> [Double]
  {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var tops = wanted
    var free = range.lowerBound
    for place in order {
      tops[place] = max(free, wanted[place] - heights[place] / 2)
      free = tops[place] + heights[place]
    }
    var limit = range.upperBound
    for place in order.reversed() {
      tops[place] = min(tops[place], limit - heights[place])
      limit = tops[place]
    }
    return tops
  }
}
