import Crypto
import Events

/// By what a row of a table is known again: the mapping's name and the cells of its key columns.
///
/// Each event of the row, and each correction of it by a later import, has an id that follows from it,
/// so that the same row is the same event, whatever file, sheet or encoding it comes in.
struct RowKey: Hashable, Sendable {
  /// What the row's events belong with: `deals: 2019-07-22 / Microsoft / OpenAI`.
  let text: String

  /// The key of a row under these cells.
  init(_ mapping: Mapping, _ cells: [String]) {
    text = Self.prefix(of: mapping) + cells.joined(separator: " / ")
  }

  /// What the keys of all rows of a mapping begin with.
  static func prefix(of mapping: Mapping) -> String { mapping.name + ": " }

  /// The id of an event of the row: a UUID of version 8 (RFC 9562) from a hash.
  func id(of event: String, generation: Int) throws(Rejection) -> EventID {
    var bytes = Array(
      Self.digest(of: "\(text.lowercased())\u{0}\(event)\u{0}\(generation)").prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.hexadecimal
    var parts: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return try EventID(parts.joined(separator: "-"))
  }

  static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
