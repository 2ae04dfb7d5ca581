import Projections

/// Bars that lie on their side, one a line: label, value, bar.
///
/// Bars begin at zero: the longer of two is the larger number. In Unicode an end is drawn to an eighth
/// of a character; what is too little for that is a hair line, so that it is not taken for zero.
struct TextBars {
  /// A line of the chart.
  struct Bar {
    let label: String
    let value: Cell
  }

  let bars: [Bar]
  /// What the labels are.
  let label: String
  /// What the values are.
  let title: String

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  func drawn(width: Int, isUnicode: Bool) -> String {
    let values = bars.map(\.value.shown)
    let title = shortened(title, to: width / 3, isUnicode: isUnicode)
    let valueWidth = (values + [title]).map(displayWidth).max() ?? 0
    // Half of the line is the bars', whatever the labels would take.
    let labelWidth = min(
      (bars.map(\.label) + [label]).map(displayWidth).max() ?? 0,
      max(8, width / 2 - valueWidth - 4))
    let room = max(2, width - labelWidth - valueWidth - 4)
    let numbers = bars.map { $0.value.number ?? 0 }
    let (low, high) = (min(0, numbers.min() ?? 0), max(0, numbers.max() ?? 0))
    let scale = Scale(low: low, high: high, room: low < 0 ? room - 1 : room)

    func line(_ label: String, _ value: String, _ bar: String) -> String {
      let label = shortened(label, to: labelWidth, isUnicode: isUnicode)
      let text =
        padded(label, to: labelWidth) + "  " + padded(value, to: valueWidth, isRight: true) + "  "
        + bar
      return trimmed(text) + "\n"
    }
    return line(label, title, "")
      + bars.indices.map { place in
        let number = bars[place].value.number
        return line(
          bars[place].label, values[place],
          Self.bar(number, scale, isUnicode: isUnicode))
      }.joined()
  }

  /// How many columns lie on either side of zero, and what one of them is worth.
  private struct Scale {
    let left: Int
    let right: Int
    private let unit: Double

    init(low: Double, high: Double, room: Int) {
      // Halves first: the span of the largest numbers is larger than any number.
      let span = max(high / 2 - low / 2, .leastNonzeroMagnitude)
      left =
        low < 0 ? min(room - (high > 0 ? 1 : 0), max(1, Int(-low / 2 / span * Double(room)))) : 0
      right = room - left
      let units = [
        left > 0 ? -low / 2 / Double(left) : 0, right > 0 ? high / 2 / Double(right) : 0,
      ]
      unit = units.max() ?? 0
    }

    /// How many eighths of a column a number takes.
    func eighths(_ number: Double) -> Int {
      guard unit > 0 else { return 0 }
      return Int((number.magnitude / 2 / unit * 8).rounded())
    }
  }

  private static func bar(_ number: Double?, _ scale: Scale, isUnicode: Bool) -> String {
    let axis = scale.left > 0 ? (isUnicode ? "│" : "|") : ""
    let empty = String(repeating: " ", count: scale.left)
    guard let number, number != 0 else { return empty + axis }
    let eighths = max(1, scale.eighths(number))
    let block = isUnicode ? "█" : "#"
    if number < 0 {
      // No character fills the right part of a column: whole columns, or a thin one.
      let whole = min(scale.left, (eighths + 4) / 8)
      let bar = whole == 0 ? (isUnicode ? "▕" : "-") : String(repeating: block, count: whole)
      return padded(bar, to: scale.left, isRight: true) + axis
    }
    guard isUnicode else {
      let whole = (eighths + 4) / 8
      return empty + axis + (whole == 0 ? "-" : String(repeating: block, count: whole))
    }
    return empty + axis + String(repeating: block, count: eighths / 8) + Self.eighths[eighths % 8]
  }
}
