import Events

/// What the number formats of a workbook say of its numbers: days, percents, currencies.
struct CellStyles {
  /// The meaning of each style, by its place in the list.
  private var meanings: [Meaning] = []

  enum Meaning: Equatable {
    case number, percent, date
    case money(String?)
  }

  init(_ archive: ZipArchive) throws {
    guard archive.holds("xl/styles.xml") else { return }
    let reader = try archive.reader(of: "xl/styles.xml", most: 64 << 20)
    var own: [Int: Meaning] = [:]
    var isFormats = false
    while let token = try reader.next() {
      switch token {
      case .start("numFmt"):
        if let id = reader["numFmtId"].flatMap({ Int($0) }), let code = reader["formatCode"] {
          own[id] = Self.meaning(ofCode: code)
        }
      case .start("cellXfs"): isFormats = true
      case .end("cellXfs"): isFormats = false
      case .start("xf") where isFormats:
        let id = reader["numFmtId"].flatMap { Int($0) } ?? 0
        meanings.append(own[id] ?? Self.meaning(ofBuiltIn: id))
      default: break
      }
    }
  }

  /// The formats that have a number and no code (ECMA-376, part 1, 18.8.30).
  private static func meaning(ofBuiltIn id: Int) -> Meaning {
    switch id {
    case 9, 10: .percent
    case 14...17, 22, 27...36, 50...58: .date
    case 5...8, 41...44: .money(nil)
    default: .number
    }
  }

  static func meaning(ofCode code: String) -> Meaning {
    var plain = ""
    var currency: String?
    var hasCurrency = false
    // What stands in quotes, in brackets or behind a backslash is shown as it is.
    var rest = code.prefix { $0 != ";" }[...]
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "\"":
        let shown = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(shown.count + 1)
        if let known = Self.currency(shown) { (currency, hasCurrency) = (known, true) }
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        guard inside.hasPrefix("$") else { continue }
        let parts = inside.dropFirst().split(
          separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let sign = parts.first, !sign.isEmpty else { continue }
        hasCurrency = true
        currency = Self.currency(sign, place: parts.count > 1 ? parts[1] : "")
      case "\\", "_", "*":
        if let known = rest.first.flatMap({ Self.currency(Substring(String($0))) }) {
          (currency, hasCurrency) = (known, true)
        }
        rest = rest.dropFirst()
      default:
        if let known = Self.currency(Substring(String(character))) {
          (currency, hasCurrency) = (known, true)
        } else {
          plain.append(character)
        }
      }
    }
    if plain.contains("%") { return .percent }
    if hasCurrency { return .money(currency) }
    let lower = plain.lowercased()
    return lower.contains("y") || lower.contains("d") || lower.contains("mmm") ? .date : .number
  }

  private static func currency(_ sign: Substring, place: Substring = "") -> String? {
    let sign = sign.filter { !$0.isWhitespace && $0 != "\u{A0}" }
    switch sign {
    case "$", "US$": return "USD"
    case "€": return "EUR"
    case "£": return "GBP"
    case "¥": return ["411": "JPY", "804": "CNY"][place.lowercased()]
    default: return Currency.decimals(of: sign) == nil ? nil : sign
    }
  }

  /// A stored number as the cell of its style.
  func cell(_ stored: String, _ style: Int, countsFrom1904: Bool) -> TableCell {
    let meaning = meanings.indices.contains(style) ? meanings[style] : .number
    switch meaning {
    case .date:
      return Self.day(stored, countsFrom1904).map { TableCell($0.description, .date) }
        ?? TableCell(stored, .fault)
    case .percent:
      return NumberText.plain(stored, shifted: 2).map { TableCell($0 + "%", .percent) }
        ?? TableCell(stored, .fault)
    case .money(let currency): return Self.number(stored, .money(currency))
    case .number: return Self.number(stored, .number)
    }
  }

  private static func number(_ stored: String, _ kind: TableCell.Kind) -> TableCell {
    NumberText.plain(stored).map { TableCell($0, kind) } ?? TableCell(stored, .fault)
  }

  /// The day of a serial number. Excel counts from 1900-01-00 and takes 1900 for a leap year.
  private static func day(_ stored: String, _ countsFrom1904: Bool) -> Day? {
    guard let number = Double(stored), (1..<2_958_466).contains(number) else { return nil }
    let serial = Int(number)
    let first =
      countsFrom1904
      ? Day(year: 1904, month: 1, day: 1) : Day(year: 1899, month: 12, day: serial < 60 ? 31 : 30)
    return first.flatMap { Day(ordinal: $0.ordinal + serial) }
  }
}
