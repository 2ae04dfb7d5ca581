import Events
import Foundation

/// Files of a few lines: keys, checkpoints, proofs.
public enum SmallFile {
  private static let mostBytes = 4 << 20

  /// The text of a file; `-` is standard input. Throws `no-input`, `bad-file`.
  public static func text(_ path: String) throws -> String {
    let handle = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
    defer { if handle > 0 { close(handle) } }
    return try text(of: handle, path)
  }

  /// The text of a file that nobody else may read. Throws `loose-mode` besides.
  public static func secret(_ path: String) throws -> String {
    let handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard handle >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
    defer { close(handle) }
    var information = stat()
    guard fstat(handle, &information) == 0, information.st_mode & 0o077 == 0 else {
      throw Rejection(
        .looseMode, "others may read or change the key \(path)",
        hint: "Write: chmod 600 \(path). If others may have read it, make a new one.")
    }
    return try text(of: handle, path)
  }

  private static func text(of handle: Int32, _ path: String) throws -> String {
    var information = stat()
    guard fstat(handle, &information) == 0, information.st_mode & S_IFMT != S_IFDIR else {
      throw refusal(path, "it is a folder")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(handle, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refusal(path, String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= mostBytes else {
        throw Rejection(.badFile, "the file \(path) is longer than 4 MiB")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.badFile, "the file \(path) is not UTF-8 text")
    }
    return text
  }

  private static func refusal(_ path: String, _ reason: String) -> Rejection {
    Rejection(.noInput, "the file \(path) cannot be read: \(reason)", hint: "Check its name.")
  }
}
