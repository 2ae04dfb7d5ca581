import Events
import Foundation

/// The bytes of a file of any size, a chunk after the other; `-` is standard input.
public final class FileBytes {
  private let descriptor: Int32
  private let path: String

  /// Throws `no-input` where the file cannot be read.
  public init(_ path: String) throws {
    self.path = path
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(path) }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// The next bytes; none at the end. Throws `no-input` where they cannot be read.
  public func next() throws -> [UInt8] {
    var failure: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, buffer.count)
      while got < 0, errno == EINTR { got = read(descriptor, buffer.baseAddress, buffer.count) }
      if got < 0 { failure = errno }
      count = max(0, got)
    }
    guard failure == 0 else {
      errno = failure
      throw Self.refusal(path)
    }
    return chunk
  }

  /// All bytes; where they are more than so many it throws `bad-file`, or what is given for it.
  public func all(most: Int, else refusal: Rejection? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let chunk = try next()
      if chunk.isEmpty { return bytes }
      bytes += chunk
      guard bytes.count <= most else {
        throw refusal
          ?? Rejection(.badFile, "the file \(path) is longer than \(most >> 20) MiB")
      }
    }
  }

  private static func refusal(_ path: String) -> Rejection {
    Rejection(
      .noInput, "the file \(path) cannot be read: \(String(cString: strerror(errno)))",
      hint: "Check its name.")
  }
}

extension Snapshot {
  /// Reads a snapshot's file, this form or the one before; `-` is standard input.
  ///
  /// Throws `no-input`, `bad-file`, `not-a-snapshot`, and what the reader of JSON throws, with the
  /// file's name.
  public init(file path: String) throws {
    let bytes = try FileBytes(path).all(most: 1 << 30)
    do {
      try self.init(reading: bytes)
    } catch {
      var rejection = error
      rejection.location?.file = path
      throw rejection
    }
  }
}

extension SnapshotComparison {
  /// Begins to compare a file; `-` is standard input.
  public init(file path: String) throws {
    let bytes = try FileBytes(path)
    do {
      try self.init(bytes.next)
    } catch var rejection as Rejection {
      rejection.location?.file = path
      throw rejection
    }
  }
}
