import Foundation
import TestSupport

/// The files of the repository, or of a small one made by a test.
struct Tree {
  let root: URL

  static let repository = Tree(root: Package.root)

  /// The paths below a folder, without builds and what Git keeps, in order.
  func paths(under folder: String = "", suffix: String = "") -> [String] {
    let start = root.appending(path: folder)
    guard let walker = FileManager.default.enumerator(atPath: start.path) else { return [] }
    var paths: [String] = []
    while let path = walker.nextObject() as? String {
      if [".git", ".build"].contains(path) || path.hasPrefix(".build-") {
        walker.skipDescendants()
        continue
      }
      var isFolder: ObjCBool = false
      let whole = start.appending(path: path).path
      _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
      if !isFolder.boolValue, path.hasSuffix(suffix) {
        paths.append(folder.isEmpty ? path : "\(folder)/\(path)")
      }
    }
    return paths.sorted()
  }

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The lines of a file.
  func lines(_ path: String) throws -> [Substring] {
    try text(path).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// What a rule finds in a tree of these files.
  static func found(
    in files: [String: String], by rule: (Tree) throws -> [String]
  ) throws -> [String] {
    try withTemporaryFolder { root in
      for (path, text) in files {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      return try rule(Tree(root: root))
    }
  }
}
