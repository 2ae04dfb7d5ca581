/// The names that stand where a statement names tables and views: behind FROM, JOIN and the commas
/// between them.
///
/// It need not understand SQL: what is taken for a name and is none finds no table. It ends with
/// the first statement.
struct NamedTables {
  private(set) var names: Set<String> = []
  /// Whether tables are named here, for each parenthesis that is open.
  private var isAmongTables = [false]

  private static let begin: Set<String> = ["from", "join"]
  private static let end: Set<String> = [
    "select", "where", "on", "using", "group", "order", "limit", "having", "window", "union",
    "except", "intersect", "values",
  ]

  /// Reads the beginning of a text.
  init(_ sql: Substring.UTF8View) {
    var rest = sql
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: ";"): return
      case UInt8(ascii: "("): isAmongTables.append(isAmongTables.last ?? false)
      case UInt8(ascii: ")"): if isAmongTables.count > 1 { isAmongTables.removeLast() }
      case UInt8(ascii: "-") where rest.starts(with: "--".utf8):
        rest = rest[(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)...]
        continue
      case UInt8(ascii: "/") where rest.starts(with: "/*".utf8):
        rest = Self.afterComment(rest)
        continue
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["):
        let close = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
        let inside = rest.dropFirst().prefix { $0 != close }
        if byte != UInt8(ascii: "'") { take(inside) }
        rest = rest[inside.endIndex...].dropFirst()
        continue
      case _ where Self.isLetter(byte):
        let word = rest.prefix(while: Self.isLetter)
        turn(String(decoding: word, as: UTF8.self).lowercased())
        take(word)
        rest = rest[word.endIndex...]
        continue
      default: break
      }
      rest = rest.dropFirst()
    }
  }

  private mutating func turn(_ word: String) {
    let last = isAmongTables.count - 1
    if Self.begin.contains(word) { isAmongTables[last] = true }
    if Self.end.contains(word) { isAmongTables[last] = false }
  }

  private mutating func take(_ name: Substring.UTF8View) {
    guard isAmongTables.last == true else { return }
    names.insert(String(decoding: name, as: UTF8.self).lowercased())
  }

  private static func afterComment(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text.dropFirst(2)
    while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
    return rest.dropFirst(2)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
