/// The place of an event in the whole ledger: 1, 2, 3 … without gaps.
public typealias Seq = Int64

/// The name of an event for good: a UUID, and the key by which an append is repeated safely.
public struct EventID: Hashable, Sendable, CustomStringConvertible, PayloadValue {
  /// Lower case with hyphens.
  public let text: String

  /// A UUID in its 36-character form; upper case is read and stored as lower case.
  public init(_ text: String) throws(Rejection) {
    let bytes = Array(text.lowercased().utf8)
    let isUUID =
      bytes.count == 36
      && bytes.enumerated().allSatisfy { place, byte in
        switch place {
        case 8, 13, 18, 23: byte == UInt8(ascii: "-")
        default:
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
      }
    guard isUUID else {
      throw Rejection(
        .badEventID, "'\(text.prefix(60))' is not an event id",
        hint: "An id looks like 0198c3a0-0000-7000-8000-000000000001; `stakebook log` shows them.")
    }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  /// The text.
  public var description: String { text }
  /// The text.
  public var said: JSON { .string(text) }
}

/// How sure the fact is, by who says it.
public enum Status: String, Choice {
  /// A party to it says so, or a filing.
  case confirmed
  /// Somebody else says so.
  case reported
  /// Somebody worked it out.
  case estimated
  /// Nobody stands by it.
  case rumoured
  /// A source says that it is not so; never counts.
  case denied
}
