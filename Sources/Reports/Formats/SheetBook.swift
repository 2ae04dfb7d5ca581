import Projections

/// The sheets of one document, in the order in which they are written.
final class SheetBook {
  /// A sheet as far as it is written.
  struct Sheet {
    let name: String
    let columns: Int
    let hasHeaders: Bool
    /// Rows, the header among them.
    var rows = 0
  }

  /// What a sheet holds, its header among it; more rows go on in another one.
  static let mostRows = 1_048_576

  /// How wide a column may be, in digits.
  static let widths = [8, 12, 16, 20, 28, 40, 60, 80]

  /// The sheets whose names were known before the first was written.
  let planned: [String]
  private(set) var sheets: [Sheet] = []
  private var names: Set<String> = []
  /// Where the sheets are parts of a file (`.xlsx`).
  lazy var archive = ZipWriter()

  init(planned: [String]) { self.planned = planned.map(\.sheetName) }

  /// Begins another sheet of a table, and gives its name, which no other one has.
  func begin(_ head: TableHead) -> String {
    let wanted = head.name.sheetName
    var name = wanted
    var number = 1
    // Spreadsheets take two names that differ in capitals for one.
    while !names.insert(name.lowercased()).inserted {
      number += 1
      let mark = " (\(number))"
      name = "\(wanted.prefix(31 - mark.count))\(mark)"
    }
    sheets.append(
      Sheet(name: name, columns: head.columns.count, hasHeaders: head.hasHeaders))
    return name
  }

  func addRow() { sheets[sheets.count - 1].rows += 1 }

  /// A column by its number from 0, as spreadsheets call it: A, B, … Z, AA.
  static func letters(_ column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = "\(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26)))\(letters)"
      rest = (rest - 1) / 26
    }
    return letters
  }
}

extension TableHead {
  /// How wide each column is to be, as the sample shows it.
  func widths(_ sample: [RowBuffer]) -> [Int] {
    columns.enumerated().map { place, column in
      // A filter's button stands beside a name.
      let widest = sample.reduce(displayWidth(column) + 3) { widest, row in
        max(widest, min(80, row[place].sheetWidth))
      }
      return SheetBook.widths.first { $0 >= widest } ?? 80
    }
  }
}

extension String {
  /// As the name of a sheet, without the signs that spreadsheets refuse in one, and no longer than they take.
  fileprivate var sheetName: String {
    var name = ""
    for character in self where name.utf16.count + character.utf16.count <= 31 {
      let isRefused = character.unicodeScalars.contains {
        "[]*?:/\\'".unicodeScalars.contains($0) || $0.value < 0x20
      }
      name.append(isRefused ? " " : character)
    }
    return name.isEmpty ? "rows" : name
  }

  /// A sheet's name in front of a cell's.
  var quotedAsSheet: String { "'\(self)'" }
}
