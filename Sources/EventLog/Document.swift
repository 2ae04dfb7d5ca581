import Crypto
import Events
import Foundation

/// A file as evidence: its bytes, and the SHA-256 by which a source names them.
public struct Document: Sendable {
  /// What its file was called, without the folder.
  public let name: String
  /// SHA-256 of its bytes, in lower-case hex.
  public let sha256: String
  /// The file itself.
  public let bytes: [UInt8]

  /// The most bytes that one may have.
  public static let mostBytes = 64 << 20

  /// Reads a file, links followed.
  ///
  /// Throws `no-input` where there is none, `bad-document` where it is no ordinary file, is empty or
  /// too large.
  public init(file path: String) throws {
    name = (path as NSString).lastPathComponent
    bytes = try Self.read(path)
    sha256 = Self.hash(bytes)
  }

  /// The name of these bytes among documents.
  package static func hash(_ bytes: some DataProtocol) -> String {
    Array(SHA256.hash(data: bytes)).hexadecimal
  }

  private static func read(_ path: String) throws -> [UInt8] {
    var found = stat()
    guard stat(path, &found) == 0 else { throw unreadable(path) }
    let kind: String? =
      switch found.st_mode & S_IFMT {
      case S_IFREG: nil
      case S_IFDIR: "a folder"
      case S_IFIFO: "a pipe"
      default: "a device"
      }
    if let kind {
      throw Rejection(
        .badDocument, "\(path) is \(kind), and a document is one file",
        hint: kind == "a folder"
          ? "Attach the file in it that matters, or an archive of all."
          : "Save what comes out of it, then attach that.")
    }
    // Closing any descriptor of a ledger that is open drops the locks that SQLite has on it.
    guard !LiveFiles.contains(FileIdentity(found)) else {
      throw Rejection(.badDocument, "\(path) is the ledger itself", hint: "Name another file.")
    }
    // What has become a pipe since is not waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(found.st_size), mostBytes) + 1)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count <= mostBytes {
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    guard bytes.count <= mostBytes else {
      throw Rejection(
        .badDocument, "\(path) is larger than \(mostBytes >> 20) MiB",
        hint: "Attach the pages that matter, or name where it lies with the source's url.")
    }
    guard !bytes.isEmpty else {
      throw Rejection(.badDocument, "\(path) is empty", hint: "Look whether it was saved whole.")
    }
    return bytes
  }

  private static func unreadable(_ path: String) -> Rejection {
    Rejection(
      .noInput, "the file \(path) cannot be read: \(String(cString: strerror(errno)))",
      hint: "Check its name.")
  }
}

extension Document {
  /// A name for its file in any folder: the last part of what it was called, without what leads
  /// elsewhere, is hidden, or shows as something else; by its hash where nothing is left.
  public static func fileName(_ said: String?, sha256: String) -> String {
    let last = said?.split(whereSeparator: { "/\\".contains($0) }).last ?? ""
    var name = ""
    for scalar in last.unicodeScalars {
      let isPlain =
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
          .unassigned:
          false
        default: !":*?\"<>|".unicodeScalars.contains(scalar)
        }
      name.unicodeScalars.append(isPlain ? scalar : "_")
    }
    name = String(name.drop { ".-~ ".contains($0) })
    while let end = name.last, ". ".contains(end) { name.removeLast() }
    // 255 bytes is what file systems take, and a draft has an ending of its own.
    while name.utf8.count > 180 { name.removeFirst() }
    return name.isEmpty ? String(sha256.prefix(16)) : name
  }

  /// What its file is called among those of an export: its hash, and the ending of its name.
  public static func exportName(_ said: String?, sha256: String) -> String {
    let ending = (fileName(said, sha256: sha256) as NSString).pathExtension.lowercased()
    let isPlain =
      (1...8).contains(ending.utf8.count)
      && ending.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }
    return isPlain ? "\(sha256).\(ending)" : sha256
  }
}
