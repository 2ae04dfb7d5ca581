import Events
import Projections

/// What a cell is to a spreadsheet.
///
/// A number is one where a spreadsheet keeps all its digits; whole days and instants are dates. What
/// is less precise, such as `2025-Q3`, stays the text that it is.
enum SheetValue {
  case nothing
  case number(String)
  /// `YYYY-MM-DD`, from 1583 on.
  case day(String)
  /// As the ledger writes it: `2025-10-28T09:30:00.123456Z`. A spreadsheet knows no time zone: it shows UTC.
  case instant(String)
  case text(String)

  /// The largest whole number up to which a spreadsheet tells each from the next: 2^53 − 1.
  private static let mostExact: Int64 = 9_007_199_254_740_991

  init(_ cell: Cell) {
    self =
      switch cell {
      case .null: .nothing
      case .integer(let number) where number.magnitude <= Self.mostExact.magnitude:
        .number(cell.plain)
      case .real(let number) where number.isFinite: .number(cell.plain)
      case .text(let text) where text.isDay: .day(text)
      case .text(let text) where text.isInstant: .instant(text)
      default: .text(cell.plain)
      }
  }
}

extension Cell {
  /// How many digits wide a column must be to show it.
  var sheetWidth: Int {
    if case .text(let text) = self { return displayWidth(text) + 1 }
    return plain.utf8.count + 1
  }
}

extension String {
  /// Whether it is a day of the calendar that spreadsheets have, from 1583 on.
  fileprivate var isDay: Bool { Self.isDay(utf8[...]) }

  private static func isDay(_ bytes: Substring.UTF8View) -> Bool {
    guard let (year, month, day) = date(Array(bytes)), year >= 1583, 1...12 ~= month, day >= 1
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  private static func date(_ bytes: [UInt8]) -> (Int, Int, Int)? {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10])
    else { return nil }
    return (year, month, day)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Whether it is an instant as the ledger writes it: `2025-10-28T09:30:00.123456Z`.
  fileprivate var isInstant: Bool {
    let bytes = Array(utf8)
    guard bytes.count == 27, Self.isDay(utf8.prefix(10)), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x2E, bytes[26] == UInt8(ascii: "Z"),
      let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]),
      let second = Self.number(bytes[17..<19]), Self.number(bytes[20..<26]) != nil
    else { return false }
    return hour < 24 && minute < 60 && second < 60
  }
}
