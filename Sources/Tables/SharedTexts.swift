/// Texts that cells share, one behind the other: four bytes each beside what they say.
struct SharedTexts {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// Adds a text. All together must be shorter than 4 GiB.
  mutating func append(_ text: String) {
    bytes += text.utf8
    ends.append(UInt32(bytes.count))
  }

  /// The text at that place, from 0; nil where none is.
  subscript(place: Int) -> String? {
    guard ends.indices.contains(place) else { return nil }
    let start = place == 0 ? 0 : Int(ends[place - 1])
    return String(decoding: bytes[start..<Int(ends[place])], as: UTF8.self)
  }
}
