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

/// What a log says of itself at a size: C2SP tlog-checkpoint.
public struct Checkpoint: Sendable, Equatable {
  /// Which log.
  public let origin: String
  /// How many events.
  public let size: Int64
  /// The root of the Merkle tree over their leaf hashes.
  public let root: [UInt8]

  /// A checkpoint; the origin is one line. Throws `bad-checkpoint`.
  public init(origin: String, size: Int64, root: [UInt8]) throws(Rejection) {
    guard !origin.isEmpty, origin.utf8.count <= 200, origin.utf8.allSatisfy({ $0 >= 0x20 }) else {
      throw Rejection(
        .badCheckpoint, "an origin is one line of 1 to 200 characters",
        hint: "Write it like an address: example.com/partnerships.")
    }
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note. Lines after the third are for others. Throws `bad-checkpoint`.
  public init(_ text: String) throws(Rejection) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }), let size = Int64(lines[1]),
      size >= 0, String(size) == lines[1], let root = [UInt8](base64: lines[2]), root.count == 32
    else {
      throw Rejection(
        .badCheckpoint, "this note is no checkpoint: origin, size and root, a line for each",
        hint: "See c2sp.org/tlog-checkpoint.")
    }
    try self.init(origin: String(lines[0]), size: size, root: root)
  }

  /// The text that is signed.
  public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }
}

/// A checkpoint under its signatures.
public struct SignedCheckpoint: Sendable, Equatable {
  /// What was signed.
  public let checkpoint: Checkpoint
  /// The note, as it is written down.
  public let note: SignedNote

  /// Signs a checkpoint.
  public init(_ checkpoint: Checkpoint, with key: SigningKey) throws {
    self.checkpoint = checkpoint
    note = try SignedNote(signing: checkpoint.text, with: key)
  }

  /// Reads one. Throws `bad-note` and `bad-checkpoint`.
  public init(_ text: String) throws(Rejection) {
    note = try SignedNote(text)
    checkpoint = try Checkpoint(note.text)
  }
}
