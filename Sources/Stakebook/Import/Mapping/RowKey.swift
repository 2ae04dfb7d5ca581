import Crypto
import Events

/// By what a row of a table is known again: the mapping's name and the cells of its key columns.
///
/// Each event of the row, and each correction of it by a later import, has an id that follows from it,
/// so that the same row is the same event, whatever file, sheet or encoding it comes in.
struct RowKey: Sendable {
  /// What the row's events belong with: `deals: 2019-07-22 / Microsoft / OpenAI`.
  let text: String
  /// The same without regard to capitals: what the ids follow from.
  private let folded: String
  /// With what the ids of all events of the mapping begin.
  private let first: [UInt8]

  /// The key of a row under these cells. `first` is that of the mapping.
  init(_ mapping: Mapping, first: [UInt8], _ cells: [String]) {
    text = mapping.name + ": " + cells.joined(separator: " / ")
    folded = text.lowercased()
    self.first = first
  }

  /// What a key is remembered by: half of its SHA-256.
  struct Digest: Hashable {
    private let one, other: UInt64

    /// That of a key's text in small letters.
    init(of folded: String) {
      let bytes = RowKey.digest(of: folded)
      one = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
      other = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// What the row is remembered by.
  var digest: Digest { Digest(of: folded) }

  /// The six bytes with which the ids of a mapping's events begin: so they stand together in the index
  /// of ids, and are found without reading what others recorded.
  static func first(of mapping: Mapping) -> [UInt8] {
    Array(digest(of: mapping.name.lowercased()).prefix(6))
  }

  /// The first and the last id that begin so.
  static func ids(beginning first: [UInt8]) throws(Rejection) -> (first: EventID, last: EventID) {
    (
      try id(of: first + Array(repeating: 0, count: 10)),
      try id(of: first + Array(repeating: 0xFF, count: 10))
    )
  }

  /// The id of an event of the row: a UUID of version 8 (RFC 9562) from hashes of the mapping's name
  /// and of what the row and the event are.
  func id(of event: String, generation: Int) throws(Rejection) -> EventID {
    let digest = Self.digest(of: "\(folded)\u{0}\(event)\u{0}\(generation)")
    return try Self.id(of: first + digest.prefix(10))
  }

  private static func id(of bytes: [UInt8]) throws(Rejection) -> EventID {
    var bytes = bytes
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
