import Foundation
import Stakebook

/// Copies of documents in a folder, each in a file that is called by its hash.
enum DocumentFiles {
  /// Writes those that are not there yet, whole and under that name, and gives how many there are.
  static func write(
    _ documents: [NamedDocument], of ledger: Ledger, into folder: String
  ) throws -> Int {
    guard !documents.isEmpty else { return 0 }
    try makeFolder(folder)
    var written: Set<String> = []
    for document in documents where document.size != nil {
      guard written.insert(document.sha256).inserted else { continue }
      let name = Document.exportName(document.file, sha256: document.sha256)
      let path = "\(folder)/\(name)"
      if (try? Document(file: path))?.sha256 == document.sha256 { continue }
      let bytes = try ledger.bytes(ofDocument: document.sha256)
      try write(bytes, to: path, replacing: true)
    }
    return written.count
  }

  /// Puts bytes in a place. Throws `file-exists` where there is something that is not to be replaced.
  static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws {
    let draft = try DraftFile(for: path, .open)
    defer { draft.remove() }
    try draft.write(bytes)
    try draft.settle(replacing: replacing)
  }
}

/// Makes a folder, or takes the one that is there. Throws `cannot-create`, `is-ledger`.
func makeFolder(_ folder: String) throws {
  try Place.requireNoLedger(at: folder)
  do {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
  } catch {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw Rejection(
        .cannotCreate, "the folder \(folder) cannot be made",
        hint: "The folder that it stands in must exist and let you write.")
    }
  }
}
