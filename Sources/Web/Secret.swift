import Foundation
import Stakebook

/// The secret of a start: 256 random bits, in letters that stand in an address.
public enum Secret {
  /// A new one.
  public static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let word = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }.joined()
  }

  /// The one in a file that only its owner may read, which is made where it is missing.
  ///
  /// Throws `bad-usage` where others may read it, or it holds no such secret.
  public static func kept(in file: String) throws -> String {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      defer { close(descriptor) }
      let token = random()
      try writeAll(Array((token + "\n").utf8), to: descriptor)
      return token
    }
    var found = stat()
    guard stat(file, &found) == 0, found.st_mode & S_IFMT == S_IFREG, found.st_size < 1000,
      let text = try? String(contentsOfFile: file, encoding: .utf8)
    else { throw Rejection(.badUsage, "the token's file \(file) can be neither made nor read") }
    guard found.st_mode & 0o077 == 0 else {
      throw Rejection(
        .badUsage, "others may read the token's file \(file)", hint: "chmod 600 \(file)")
    }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard token.utf8.count >= 32,
      token.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0)
      })
    else {
      throw Rejection(
        .badUsage, "the token's file \(file) holds no token",
        hint: "It has at least 32 letters and digits; remove the file to have one made.")
    }
    return token
  }

  /// Compares in a time that does not tell where they differ.
  static func isEqual(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for place in one.indices { difference |= one[place] ^ other[place] }
    return difference == 0
  }

  /// What lets a calendar or a feed reader in, to its address and to nothing else.
  static func key(of token: String) -> String { Digest.hex("stakebook feeds \(token)") }
}
