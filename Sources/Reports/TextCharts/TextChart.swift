import Events
import Projections

/// A small result drawn with characters, for a terminal.
///
/// The last column of nothing but numbers is what is drawn. With dates beside it, it becomes steps: a
/// value holds until the next one. With one day alone, or with anything else beside it, it becomes
/// bars. A third column names the series of the steps, or is part of a bar's label.
public struct TextChart {
  /// The most rows that are drawn.
  public static let mostRows = 1000

  private enum Form {
    case bars(TextBars)
    case steps(TextSteps)
  }

  private let form: Form

  /// Chooses the form. Throws `no-chart` where a result is none that can be drawn.
  public init(columns: [String], rows: [[Cell]]) throws(Rejection) {
    guard 2...3 ~= columns.count else {
      throw Rejection(
        .noChart, "a chart needs two or three columns, not \(columns.count)",
        hint: "Such as a label and a number, or a date, a number and a name.")
    }
    guard rows.count <= Self.mostRows else {
      throw Rejection(
        .noChart, "a chart has at most \(Self.mostRows) rows", hint: "Narrow it down.")
    }
    guard !rows.isEmpty else { throw Rejection(.noChart, "there are no rows to draw") }
    let measure = columns.indices.last { place in
      rows.allSatisfy { $0[place] == .null || $0[place].number != nil }
        && rows.contains { $0[place].number != nil }
    }
    guard let measure else {
      throw Rejection(
        .noChart, "no column holds nothing but numbers",
        hint: "Amounts are numbers in columns such as amount and percent.")
    }
    let others = columns.indices.filter { $0 != measure }
    let dates = others.first { place in
      let days = Set(rows.map { $0[place].day })
      return !days.contains(nil) && days.count > 1
    }
    if let dates {
      let series = others.first { $0 != dates }
      form = .steps(
        TextSteps(
          points: rows.map { row in
            TextSteps.Point(
              day: row[dates].day ?? 0, value: row[measure], series: series.map { row[$0].shown })
          }, title: legible(columns[measure])))
    } else {
      form = .bars(
        TextBars(
          bars: rows.map { row in
            TextBars.Bar(
              label: others.map { row[$0].shown }.joined(separator: " "), value: row[measure])
          },
          label: legible(others.map { columns[$0] }.joined(separator: " ")),
          title: legible(columns[measure])))
    }
  }

  /// The drawing, no line of it wider than `width`, as long as that is 40 or more, nor than 120.
  ///
  /// Without `isUnicode` it is ASCII, but for what the labels hold.
  public func drawn(width: Int, isUnicode: Bool) -> String {
    let width = min(120, max(40, width))
    return switch form {
    case .bars(let bars): bars.drawn(width: width, isUnicode: isUnicode)
    case .steps(let steps): steps.drawn(width: width, isUnicode: isUnicode)
    }
  }
}

extension Cell {
  /// The value as a length, where it is a finite number; for drawing only.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number) where number.isFinite: number
    default: nil
    }
  }

  /// The first day that a partial date can mean, else its last, as a number of days.
  fileprivate var day: Int? {
    guard case .text(let text) = self, let date = try? PartialDate(text) else { return nil }
    return (date.earliest ?? date.latest)?.ordinal
  }
}

/// The text in at most so many columns of a terminal, a longer one with a mark for what is missing.
func shortened(_ text: String, to width: Int, isUnicode: Bool) -> String {
  guard displayWidth(text) > width else { return text }
  let mark = isUnicode ? "…" : "~"
  var shown = ""
  var taken = 1
  for character in text {
    taken += displayWidth(character)
    guard taken <= width else { break }
    shown.append(character)
  }
  return shown + mark
}

/// The text with spaces up to that width, behind it or before it.
public func padded(_ text: String, to width: Int, isRight: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return isRight ? space + text : text + space
}
