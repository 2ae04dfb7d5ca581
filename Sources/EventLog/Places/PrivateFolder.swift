import Events
import Foundation

/// A folder among the temporary ones that only this user may look into; removed with its last use,
/// or by the next command where its process was killed.
public final class PrivateFolder: Sendable {
  /// Where it is.
  public let path: String
  private let descriptor: Int32

  static let beginning = "stakebook-copy-"
  /// The file that says whose contents it holds, a ledger a line.
  static let label = "of"

  /// Makes it, for what these ledgers hold. Throws `input-output` where there is no room or right for it.
  public init(for ledgers: [String]) throws {
    Leftovers.sweepCopies()
    path = (NSTemporaryDirectory() as NSString)
      .appendingPathComponent(Self.beginning + UUID().uuidString.lowercased())
    guard mkdir(path, 0o700) == 0 else { throw Self.refusal(errno) }
    chmod(path, 0o700)
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    Interruption.begins(path)
    let label = try makeFile(Self.label)
    let lines = ledgers.map { Place.resolved($0) + "\n" }.joined()
    try Data(lines.utf8).write(to: URL(fileURLWithPath: label))
  }

  /// Makes an empty file in it, mode 0600 whatever the mask of the process, and gives its path.
  public func makeFile(_ name: String) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.refusal(errno) }
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    return file
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    Interruption.settles(path)
    close(descriptor)
  }

  /// Why there is no private copy.
  static func refusal(_ number: Int32) -> Rejection {
    Rejection(
      "input-output",
      "no private copy can be made in \(NSTemporaryDirectory()): \(String(cString: strerror(number)))",
      hint: "$TMPDIR names another folder.")
  }
}
