import Crypto
import Events
import Foundation

/// A folder among the temporary ones that only this user may look into; removed with its last use,
/// or by the next command where its process was killed.
public final class PrivateFolder: Sendable {
  /// Where it is.
  public let path: String
  private let descriptor: Int32

  static let beginning = "stakebook-copy-"

  /// What stands in the name of a folder with what that ledger holds.
  static func tag(_ ledger: String) -> String {
    Array(SHA256.hash(data: Array(Place.resolved(ledger).utf8)).prefix(6)).hexadecimal
  }

  /// Makes it, for what these ledgers hold. Throws `input-output` where there is no room or right for it.
  public init(for ledgers: [String]) throws {
    Leftovers.sweepCopies()
    let name = Set(ledgers.map(Self.tag)).sorted().joined(separator: "-")
    path = (NSTemporaryDirectory() as NSString)
      .appendingPathComponent("\(Self.beginning)\(name)-\(UUID().uuidString.lowercased())")
    let path = path
    guard Interruption.begin(path, { mkdir(path, 0o700) }) == 0 else { throw Self.refusal(errno) }
    chmod(path, 0o700)
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  /// Makes an empty file in it, mode 0600 whatever the mask of the process, and gives its path.
  public func makeFile(_ name: String) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = Interruption.add {
      open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
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
      .inputOutput,
      "no private copy can be made in \(NSTemporaryDirectory()): \(String(cString: strerror(number)))",
      hint: "$TMPDIR names another folder.")
  }
}
