import Events

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
