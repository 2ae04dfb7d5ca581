import Events
import Tables

/// The names of a table's columns, which one row says or several above each other.
///
/// Of two rows the upper one may name a group: `Follow-on` above `Date` and `Cost` makes `Follow-on Date`
/// and `Follow-on Cost`. A name that stands in both, as cells that are merged have it, is said once.
struct ColumnNames {
  /// The names with their places, from 0; those that stand twice, too.
  let all: [(name: String, place: Int)]

  /// Of these rows, from above.
  init(_ rows: [TableRow]) {
    let width = rows.map(\.cells.count).max() ?? 0
    var names = Array(repeating: "", count: width)
    for row in rows.reversed() {
      var group = ""
      for place in 0..<width {
        let text = row[place].text.singleSpaced
        let below = names[place]
        if !text.isEmpty { group = below.isEmpty || below == text ? "" : text }
        if below.isEmpty {
          names[place] = text
        } else if below != text {
          // Where nothing stands above a name, it belongs to the group to its left.
          let above = text.isEmpty ? group : text
          names[place] = above.isEmpty ? below : above + " " + below
        }
        if text.isEmpty, below.isEmpty { group = "" }
      }
    }
    all = names.enumerated().filter { !$0.element.isEmpty }.map { ($0.element, $0.offset) }
  }

  /// Whether a row goes on naming the columns that the row above it began to name: it has texts alone,
  /// and under the others' names the same or nothing.
  static func goesOn(_ row: TableRow, below named: TableRow) -> Bool {
    guard row.number == named.number + 1 else { return false }
    var isNew = false
    var isInGroup = false
    for (place, cell) in row.cells.enumerated() {
      let above = named[place]
      let next = named[place + 1]
      // A group's name has a column beside it that only the row below names.
      let beginsGroup = !above.isBlank && next.isBlank && !row[place + 1].isBlank
      if !above.isBlank { isInGroup = beginsGroup }
      guard !cell.isBlank else {
        if above.isBlank { isInGroup = false }
        continue
      }
      guard cell.kind == .text, cell.text.contains(where: \.isLetter) else { return false }
      if above.isBlank {
        guard isInGroup else { return false }
        isNew = true
      } else if !isInGroup, above.text.singleSpaced != cell.text.singleSpaced {
        return false
      }
    }
    return isNew
  }
}
