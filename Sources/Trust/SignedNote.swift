import Events

/// A text with signatures under it: C2SP signed-note.
public struct SignedNote: Sendable, Equatable {
  /// A line `— NAME BASE64(ID ‖ SIGNATURE)`.
  public struct Signature: Sendable, Equatable {
    /// The key's name.
    public let name: String
    /// The first four bytes, which tell the key apart from others of its name.
    public let id: [UInt8]
    let bytes: [UInt8]
  }

  /// Most bytes that a note may have.
  public static let mostBytes = 1 << 20
  private static let mostSignatures = 64

  /// The text, with its last newline.
  public let text: String
  /// The signatures, in the order in which they stand.
  public let signatures: [Signature]

  /// Signs a text, which ends with a newline.
  public init(signing text: String, with key: SigningKey) throws {
    precondition(text.hasSuffix("\n"), "a note's text ends with a newline")
    self.text = text
    signatures = [
      Signature(
        name: key.verifier.name, id: key.verifier.id, bytes: try key.signature(of: text))
    ]
  }

  /// Reads a note. Throws `bad-note`; whether a signature holds is asked later.
  public init(_ note: String) throws(Rejection) {
    func refusal(_ what: String) -> Rejection {
      Rejection(.badNote, "this is no signed note: \(what)", hint: "See c2sp.org/signed-note.")
    }
    guard note.utf8.count <= Self.mostBytes else { throw refusal("it is longer than 1 MiB") }
    guard note.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
      throw refusal("it holds a control character")
    }
    // Bytes rather than characters: a carriage return would make one character of two lines.
    var lines = note.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true else { throw refusal("its last line has no end") }
    guard let blank = lines.lastIndex(where: \.isEmpty), blank > 0 else {
      throw refusal("no empty line parts its text from its signatures")
    }
    let signed = lines[(blank + 1)...]
    guard (1...Self.mostSignatures).contains(signed.count) else {
      throw refusal("it has \(signed.count) signatures")
    }
    var signatures: [Signature] = []
    for line in signed {
      guard let signature = Signature(Substring(line)) else {
        throw refusal("a signature line is not '— NAME BASE64'")
      }
      signatures.append(signature)
    }
    self.signatures = signatures
    text = lines[..<blank].map { String(Substring($0)) + "\n" }.joined()
  }

  /// The note as it is written down.
  public var note: String { text + "\n" + signatures.map(\.line).joined() }

  /// Throws `bad-signature` unless the key signed it and every signature of that key holds.
  public func check(_ key: VerifierKey) throws(Rejection) {
    let own = signatures.filter { $0.name == key.name && $0.id == key.id }
    guard !own.isEmpty else {
      throw Rejection(
        .badSignature, "the key \(key.name) did not sign this note",
        hint: "It was signed by \(signatures.map(\.name).joined(separator: ", ")).")
    }
    for signature in own where !key.holds(signature.bytes, of: text) {
      throw Rejection(
        .badSignature, "the signature of \(key.name) does not hold: the note was changed")
    }
  }
}

extension SignedNote.Signature {
  fileprivate init?(_ line: Substring) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "—", let bytes = [UInt8](base64: parts[2]),
      bytes.count > 4, (try? VerifierKey.check(name: String(parts[1]))) != nil
    else { return nil }
    self.init(name: String(parts[1]), id: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
  }

  fileprivate var line: String { "— \(name) \((id + bytes).base64)\n" }
}
