import Crypto

/// SHA-256 of a text.
enum Digest {
  /// In hex.
  static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

  /// In hex, of bytes.
  static func hex(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }
}
