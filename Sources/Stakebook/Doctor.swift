import EventLog
import Events
import Foundation
import Projections
import Trust

/// One thing that a look at a ledger and its surroundings found.
public struct Diagnosis: Sendable {
  /// How it stands.
  public enum Grade: String, Sendable {
    case fine
    case warning
    case wrong
  }

  /// What was looked at, in a word or two.
  public let subject: String
  /// How it stands.
  public let grade: Grade
  /// What was found, as a sentence without its full stop.
  public let sentence: String

  init(_ subject: String, _ grade: Grade, _ sentence: String) {
    self.subject = subject
    self.grade = grade
    self.sentence = sentence
  }
}

/// Looks at a ledger's file, its neighbours, the library and the machine; changes nothing.
public enum Doctor {
  /// Everything that was looked at, in order. Throws only where there is no file at all.
  public static func examine(
    _ path: String, seen: SeenCheckpoints = .none
  ) throws -> [Diagnosis] {
    var diagnoses = [library]
    guard access(path, F_OK) == 0 else {
      throw Rejection(
        .noLedger, "there is no ledger at \(path)",
        hint: "Make one with `stakebook init`, or name another with -l.")
    }
    diagnoses += files(path)
    do {
      let ledger = try Ledger.open(at: path)
      defer { try? ledger.close() }
      diagnoses.append(
        Diagnosis("schema", .fine, "it is as Stakebook makes it"))
      diagnoses += ledger.notices.map { Diagnosis("state", .warning, $0) }
      diagnoses += try ledger.events(seen)
    } catch let rejection as Rejection {
      diagnoses.append(
        Diagnosis(
          "ledger", .wrong,
          [rejection.message, rejection.hint].compactMap(\.self).joined(separator: ". ")))
    }
    return diagnoses
  }

  /// SQLite 3.7.0 to 3.51.2 can lose commits when a checkpoint races with a commit: sqlite.org says
  /// that 3.51.3, 3.50.7 and 3.44.6 do not.
  private static var library: Diagnosis {
    let version = EventLog.libraryVersion
    let isMended =
      version >= 3_051_003 || (3_050_007..<3_051_000).contains(version)
      || (3_044_006..<3_045_000).contains(version)
    let text = "\(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
    return isMended
      ? Diagnosis("sqlite", .fine, "version \(text)")
      : Diagnosis(
        "sqlite", .warning,
        "version \(text) can lose a commit when another program checkpoints the ledger: only "
          + "Stakebook may write to it, which holds its own lock against that")
  }

  private static func files(_ path: String) -> [Diagnosis] {
    var diagnoses: [Diagnosis] = []
    var information = stat()
    if stat(path, &information) == 0 {
      let mode = String(information.st_mode & 0o777, radix: 8)
      let isLoose = information.st_mode & 0o022 != 0
      diagnoses.append(
        Diagnosis(
          "mode", isLoose ? .warning : .fine,
          isLoose
            ? "others may change the file (mode \(mode)): chmod 600 keeps it yours"
            : "the file's mode is \(mode)"))
    }
    if stat(path + "-wal", &information) == 0, information.st_size > 0 {
      diagnoses.append(
        Diagnosis(
          "wal", .warning,
          "\(information.st_size) bytes stand in \(path)-wal and not yet in the ledger: copy it "
            + "with `stakebook backup`, not with cp, or run `stakebook doctor --mend`"))
    } else {
      diagnoses.append(Diagnosis("wal", .fine, "everything is in the one file"))
    }
    diagnoses += names(path)
    diagnoses += Leftovers.all(besides: path).map { left in
      Diagnosis(
        "leftovers", .warning,
        "\(left) may hold what the ledger held: a command is making it, or was killed; `doctor "
          + "--mend` removes it in that case")
    }
    var room = statvfs()
    if statvfs((path as NSString).deletingLastPathComponent.ifEmpty("."), &room) == 0 {
      let free = Int64(room.f_bavail) * Int64(room.f_frsize) / 1_048_576
      diagnoses.append(
        Diagnosis("disk", free < 100 ? .warning : .fine, "\(free) MiB are free"))
    }
    return diagnoses
  }

  /// Whether the ledger can be written under this name alone, and what stands beside it.
  private static func names(_ path: String) -> [Diagnosis] {
    do {
      try EventLog.requirePlain(path)
      return [Diagnosis("name", .fine, "the file has one name, \(Place.resolved(path))")]
    } catch let rejection as Rejection {
      return [
        Diagnosis("name", rejection.code == .twoNames ? .warning : .wrong, rejection.message)
      ]
    } catch { return [] }
  }
}

extension Ledger {
  fileprivate func events(_ seen: SeenCheckpoints) throws -> [Diagnosis] {
    let (verification, failures) = try verify(seen: seen)
    var diagnoses = verification.findings.map { Diagnosis("events", .wrong, $0.placed) }
    diagnoses += verification.missingDocuments.map { Diagnosis("documents", .wrong, $0.placed) }
    diagnoses += failures.map { Diagnosis($0.code.rawValue, .wrong, $0.message) }
    if let ahead = try firstAhead() {
      diagnoses.append(
        Diagnosis(
          "clock", .warning,
          "seq \(ahead.seq) is stamped \(ahead.recordedAt), later than this machine's clock has it, and "
            + "every later event carries that time: of days before today --known-at knows none of them"
        ))
    }
    if diagnoses.allSatisfy({ $0.grade != .wrong }) {
      diagnoses.append(
        Diagnosis("events", .fine, "\(verification.events) events are as they were written"))
    }
    return diagnoses
  }
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
