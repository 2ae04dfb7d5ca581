import Events
import Foundation

/// What commands that were killed have left: drafts beside their places, and private copies.
///
/// Each is locked by the process that makes it, so that one that can be locked belongs to nobody.
public enum Leftovers {
  /// Removes the drafts of a place whose processes are gone.
  static func sweep(besides place: String) throws {
    let folder = (place as NSString).deletingLastPathComponent
    let beginning = (place as NSString).lastPathComponent + DraftFile.marker
    let drafts = try names(in: folder).filter { $0.hasPrefix(beginning) }
    func isSide(_ name: String) -> Bool { Place.sideEndings.contains { name.hasSuffix($0) } }
    for name in drafts where !isSide(name) { removeAbandoned("\(folder)/\(name)") }
    // A draft's own side files go after it: they are locked by nobody.
    for name in drafts where isSide(name) {
      let draft = name.split(separator: "-").dropLast().joined(separator: "-")
      if access("\(folder)/\(draft)", F_OK) != 0 { unlink("\(folder)/\(name)") }
    }
  }

  /// Removes private copies whose processes are gone.
  static func sweepCopies() {
    let folder = NSTemporaryDirectory()
    for name in (try? names(in: folder)) ?? [] where name.hasPrefix(PrivateFolder.beginning) {
      removeAbandoned((folder as NSString).appendingPathComponent(name))
    }
  }

  /// What may still hold what a ledger held: every draft in its folder and every private copy of it,
  /// with those of processes that still run; private copies of any ledger, such as a backup of it, whose
  /// processes are gone; and what an earlier version left.
  public static func all(besides ledger: String) -> [String] {
    let place = Place.resolved(ledger)
    let folder = (place as NSString).deletingLastPathComponent
    let drafts = ((try? names(in: folder)) ?? []).filter { name in
      name.contains(DraftFile.marker) || name.contains(/\.new-[0-9]+(-wal|-shm|-journal)?$/)
    }
    let temporary = NSTemporaryDirectory() as NSString
    let tag = PrivateFolder.tag(place)
    let copies = ((try? names(in: temporary as String)) ?? []).filter { name in
      if name.hasPrefix(PrivateFolder.beginning) {
        return name.contains(tag) || isAbandoned(temporary.appendingPathComponent(name))
      }
      return name.contains(/^stakebook-[0-9A-F-]{36}$/)
        && access(temporary.appendingPathComponent("\(name)/ledger.db"), F_OK) == 0
    }
    return drafts.sorted().map { "\(folder)/\($0)" }
      + copies.sorted().map(temporary.appendingPathComponent)
  }

  /// Removes the drafts and private copies of processes that are gone, and gives what remains.
  public static func mend(besides ledger: String) -> [String] {
    let place = Place.resolved(ledger)
    try? sweep(besides: place)
    sweepCopies()
    return all(besides: place)
  }

  private static func removeAbandoned(_ path: String) {
    guard isAbandoned(path) else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Whether it is a file or folder of this user that no process holds any more.
  private static func isAbandoned(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var found = stat()
    return fstat(descriptor, &found) == 0 && found.st_uid == geteuid()
      && [S_IFREG, S_IFDIR].contains(found.st_mode & S_IFMT)
      && flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }
}
