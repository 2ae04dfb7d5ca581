import Events
import Tables

/// One column of a table, as far as it is looked at.
public struct GuessedColumn: Sendable {
  /// Its name.
  public let name: String
  /// Its place, from 0.
  public let place: Int
  /// The cells in which something stands.
  var cells: [TableCell] = []
  /// What it holds.
  public internal(set) var role: ColumnRole?

  /// A few different values, for people.
  public var examples: [String] {
    var seen: Set<String> = []
    var examples: [String] = []
    for cell in cells where examples.count < 3 && seen.insert(cell.text).inserted {
      examples.append(String(cell.text.trimmed.prefix(30)))
    }
    return examples
  }

  private func share(_ isSuch: (TableCell) -> Bool) -> Double {
    cells.isEmpty ? 0 : Double(cells.count(where: isSuch)) / Double(cells.count)
  }

  /// How well its cells fit a role, from 0 to 1.
  func fits(_ role: ColumnRole) -> Double {
    switch role {
    case .date, .due, .cameOn: share { $0.kind == .date || Self.isDate($0.text) }
    case .amount, .committed, .paid:
      // What no scale of a mapping is would be taken for another.
      Unit(of: name).strange != nil
        ? 0
        : share { cell in
          switch cell.kind {
          case .money, .number: return true
          case .date, .percent, .flag, .fault: return false
          case .text:
            return Self.startsNumber(cell.text) && !cell.text.contains("%")
              && (Int(cell.text) != nil || !Self.isDate(cell.text))
          }
        }
    case .rate: share { $0.kind == .percent || $0.text.contains("%") || Self.startsNumber($0.text) }
    case .stake: share { $0.kind == .percent || Self.startsNumber($0.text) }
    case .source: share { $0.text.contains("://") || $0.text.hasPrefix("www.") } / 2 + 0.5
    case .currency: share { Currency.decimals(of: $0.text.trimmed) != nil }
    case .investor, .issuer, .deal:
      share { $0.kind == .text && $0.text.contains(where: \.isLetter) && $0.text.count < 60 }
    case .note: share { $0.kind == .text }
    }
  }

  /// Whether its numbers may be percents: a number of shares is none.
  var isShare: Bool {
    if ColumnRole.rate.fits(name: name) > 1 || share(Self.isAboveHundred) > 0.2 { return false }
    return !ColumnRole.isNoShare(name: name)
      || share { $0.kind == .percent || $0.text.contains("%") } > 0.5
  }

  /// Whether it is a number without a sign that is no percent of a whole, however it is read.
  private static func isAboveHundred(_ cell: TableCell) -> Bool {
    guard cell.kind != .percent, !cell.text.contains("%") else { return false }
    let marks: [Writing.DecimalMark] = cell.kind == .text ? [.point, .comma] : [.point]
    let read = marks.compactMap {
      try? Writing(decimals: $0, percents: .hundredths).percent(cell.text)
    }
    return !read.isEmpty
      && read.allSatisfy { text in
        let number = text.drop { !$0.isNumber }.prefix { $0.isNumber }
        return Int(number).map { $0 > 100 } ?? true
      }
  }

  private static func isDate(_ text: String) -> Bool {
    do {
      _ = try Writing().date(text)
      return true
    } catch { return error.code == .ambiguousDate }
  }

  private static func startsNumber(_ text: String) -> Bool {
    text.prefix(12).contains { $0.isASCII && $0.isNumber }
  }
}
