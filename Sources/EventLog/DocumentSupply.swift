import Events
import Foundation
import Synchronization

/// Where the bytes of documents come from that events name and the ledger has not yet, and which of
/// them nobody had.
public final class DocumentSupply: Sendable {
  private let source: @Sendable (_ sha256: String) throws -> [UInt8]?
  private let lacking = Mutex<[String]>([])

  private init(source: @escaping @Sendable (String) throws -> [UInt8]?) { self.source = source }

  /// Those that somebody gives when they are asked for.
  package convenience init(asking source: @escaping @Sendable (String) throws -> [UInt8]?) {
    self.init(source: source)
  }

  /// These documents.
  public convenience init(_ documents: [Document] = []) {
    self.init { sha256 in documents.first { $0.sha256 == sha256 }?.bytes }
  }

  /// A folder as an export writes it: each file's name begins with its hash.
  ///
  /// Throws `no-input` where it cannot be read. A file that is not what its name says is refused when
  /// it is asked for, as `bad-document`.
  public convenience init(folder: String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw Rejection(
        .noInput, "the folder \(folder) cannot be read",
        hint: "`stakebook export --documents FOLDER` makes one.")
    }
    let files = Dictionary(
      names.sorted().map { (String($0.prefix { $0 != "." }), $0) },
      uniquingKeysWith: { first, _ in first })
    self.init { sha256 in
      guard let name = files[sha256] else { return nil }
      let document = try Document(file: "\(folder)/\(name)")
      guard document.sha256 == sha256 else {
        throw Rejection(
          .badDocument, "\(folder)/\(name) is not the document by whose hash it is called",
          hint: "It was changed after it was exported.")
      }
      return document.bytes
    }
  }

  /// The documents of restored events that were nowhere.
  public var missing: [String] { lacking.withLock { $0 } }

  /// The bytes of a document; nil where it is not here.
  package func bytes(_ sha256: String) throws -> [UInt8]? { try source(sha256) }

  /// Notes one that is missing.
  func lack(_ sha256: String) {
    lacking.withLock { if !$0.contains(sha256) { $0.append(sha256) } }
  }
}
