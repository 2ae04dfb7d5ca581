/// Long names without what is added to them in brackets or behind a comma, for the page on which they come
/// again and again: `Nordwerk Aktiengesellschaft (formerly Werk AG)` is `Nordwerk Aktiengesellschaft`.
///
/// A name that another one has too, whole or so shortened, stays as it is.
enum BriefNames {
  /// How many characters a name has that stays whole.
  private static let most = 40
  /// How many stay of one at least: what is left must still say who it is.
  private static let least = 20
  /// What is as short behind a comma is a legal form, and stays: `, LLC`.
  private static let legalForm = 14

  /// The names that are shorter so, by slug.
  static func of(_ names: [String: String]) -> [String: String] {
    let brief = names.filter { $0.value.utf8.count > most }.mapValues(shortened)
      .filter { $0.value != names[$0.key] }
    var bearers: [String: Int] = [:]
    for (slug, name) in names { bearers[brief[slug] ?? name, default: 0] += 1 }
    return brief.filter { bearers[$0.value] == 1 }
  }

  private static func shortened(_ name: String) -> String {
    var rest = name[...]
    if rest.hasSuffix(")"), let mark = rest.lastIndex(of: "("), mark > rest.startIndex {
      keep(&rest, upTo: mark)
    }
    if rest.count > most, let mark = rest.lastIndex(of: ","), rest[mark...].count > legalForm {
      keep(&rest, upTo: mark)
    }
    return String(rest)
  }

  private static func keep(_ name: inout Substring, upTo mark: String.Index) {
    var first = name[..<mark]
    while first.last?.isWhitespace == true { first.removeLast() }
    // A comma within brackets parts nothing.
    let isWhole = first.count { $0 == "(" } == first.count { $0 == ")" }
    if first.count >= least, isWhole { name = first }
  }
}
