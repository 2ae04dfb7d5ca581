import Crypto
import Events
import Foundation

/// A key that signs notes: Ed25519, in the text form of C2SP signed notes and of Go's
/// `x/mod/sumdb/note`.
public struct SigningKey: Sendable {
  private static let prefix = "PRIVATE+KEY+"
  private let key: Curve25519.Signing.PrivateKey
  /// The name and the public half.
  public let verifier: VerifierKey

  /// A new key. Throws `bad-key` for a name that a note could not carry.
  public init(name: String) throws(Rejection) {
    try self.init(name: name, key: Curve25519.Signing.PrivateKey())
  }

  private init(name: String, key: Curve25519.Signing.PrivateKey) throws(Rejection) {
    self.key = key
    verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// Reads `PRIVATE+KEY+NAME+ID+BASE64`. Throws `bad-key`, and repeats nothing of the text.
  public init(_ text: String) throws(Rejection) {
    let refusal = Rejection(
      .badKey, "this is no signing key in the form PRIVATE+KEY+NAME+ID+BASE64",
      hint: "`stakebook key generate FILE` makes one.")
    guard text.hasPrefix(Self.prefix),
      let parts = KeyText(text.dropFirst(Self.prefix.count)),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: parts.bytes)
    else { throw refusal }
    try self.init(name: parts.name, key: key)
    guard verifier.id == parts.id else { throw refusal }
  }

  /// The text that ``init(_:)`` reads: a secret.
  public var secretText: String {
    Self.prefix + KeyText.text(verifier.name, verifier.id, Array(key.rawRepresentation))
  }

  func signature(of text: String) throws -> [UInt8] {
    Array(try key.signature(for: Data(text.utf8)))
  }
}

/// The public half of a signing key, by which a note is checked.
public struct VerifierKey: Sendable, Equatable {
  /// The name, which a signature line repeats.
  public let name: String
  /// The first four bytes of SHA-256(name ‖ newline ‖ 1 ‖ public key).
  public let id: [UInt8]
  /// The 32 bytes of RFC 8032.
  public let publicKey: [UInt8]

  init(name: String, publicKey: [UInt8]) throws(Rejection) {
    try Self.check(name: name)
    self.name = name
    self.publicKey = publicKey
    id = Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 1] + publicKey).prefix(4))
  }

  /// Reads `NAME+ID+BASE64`. Throws `bad-key`.
  public init(_ text: String) throws(Rejection) {
    let refusal = Rejection(
      .badKey, "this is no verifier key in the form NAME+ID+BASE64",
      hint: "`stakebook key show FILE` prints the one of a signing key.")
    guard !text.hasPrefix("PRIVATE+KEY+") else {
      throw Rejection(
        .badKey, "this is a signing key, which is a secret, where a verifier key is wanted",
        hint: "`stakebook key show FILE` prints the verifier key of a signing key.")
    }
    guard let parts = KeyText(text[...]), parts.bytes.count == 32 else { throw refusal }
    try self.init(name: parts.name, publicKey: parts.bytes)
    guard id == parts.id else { throw refusal }
  }

  /// The text that ``init(_:)`` reads.
  public var text: String { KeyText.text(name, id, publicKey) }

  /// Throws `bad-key` unless the name is of one to 200 characters, without spaces, `+` or controls.
  static func check(name: String) throws(Rejection) {
    let isPlain = name.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && $0 != "+" && $0.properties.generalCategory != .control
        && $0.properties.generalCategory != .format
    }
    guard !name.isEmpty, name.utf8.count <= 200, isPlain else {
      throw Rejection(
        .badKey, "a key's name is 1 to 200 characters without spaces, '+' or controls",
        hint: "Write it like an address: example.com/partnerships.")
    }
  }

  func holds(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(Data(signature), for: Data(text.utf8))
  }
}

/// `NAME+ID+BASE64`, where the decoded bytes begin with 1, the algorithm Ed25519.
private struct KeyText {
  let name: String
  let id: [UInt8]
  let bytes: [UInt8]

  init?(_ text: Substring) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let id = [UInt8](hexadecimal: String(parts[1])), id.count == 4,
      let decoded = [UInt8](base64: parts[2]), decoded.count == 33, decoded[0] == 1
    else { return nil }
    name = String(parts[0])
    self.id = id
    bytes = Array(decoded.dropFirst())
  }

  static func text(_ name: String, _ id: [UInt8], _ bytes: [UInt8]) -> String {
    "\(name)+\(id.hexadecimal)+\(([1] + bytes).base64)"
  }
}
