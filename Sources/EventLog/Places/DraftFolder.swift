import CSQLiteShim
import Events
import Foundation

/// A folder that is being made beside its place, and takes it only when it is whole.
public final class DraftFolder: Sendable {
  /// Where it is being made.
  public let path: String
  private let place: String
  private let descriptor: Int32

  /// Makes the empty folder. Throws `file-exists`, `cannot-create`, `is-ledger`.
  public init(for name: String) throws {
    place = Place.resolved(name)
    try Place.requireNoLedger(at: name)
    guard access(place, F_OK) != 0 else { throw Self.exists(name) }
    try? Leftovers.sweep(besides: place)
    path = "\(place)\(DraftFile.marker)\(getpid())"
    let path = path
    guard Interruption.begin(path, { mkdir(path, 0o755) }) == 0 else { throw Self.refusal(name) }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.refusal(name) }
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    close(descriptor)
    Interruption.settles(path)
  }

  private static func exists(_ name: String) -> Rejection {
    Rejection(
      .fileExists, "there is something at \(name) already", hint: "Choose another name.")
  }

  private static func refusal(_ name: String) -> Rejection {
    Rejection(
      .cannotCreate,
      "the folder \(name) cannot be written: \(String(cString: strerror(errno)))",
      hint: "Its own folder must exist, let you write and have room.")
  }

  /// Makes a new file in it, in folders that are made where they are missing, and gives what writes
  /// to it. Throws `cannot-create`.
  public func file(_ name: String) throws -> FileHandle {
    let descriptor = Interruption.add {
      var folder = path
      for part in name.split(separator: "/").dropLast() {
        folder += "/\(part)"
        mkdir(folder, 0o755)
      }
      return open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else { throw Self.refusal(place) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Makes all that is in it durable and gives it its name. Throws `file-exists`, `cannot-create`,
  /// `input-output`.
  public func settle() throws {
    guard stakebook_sync_file_system(descriptor) == 0 else { throw Self.refusal(place) }
    guard stakebook_rename_new(path, place) == 0 else {
      if errno == EEXIST { throw Self.exists(place) }
      throw Self.refusal(place)
    }
    Interruption.settles(path)
    try Place.synchronizeFolder(of: place)
  }

  /// Removes what is left of the draft.
  public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
