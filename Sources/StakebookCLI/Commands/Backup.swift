import ArgumentParser
import Stakebook

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the ledger while others write, and verifies the copy.",
    discussion: """
      EXAMPLE
        stakebook backup monday.db
      """)

  @Argument(help: "The file to make, mode 0600.")
  var file: String

  @Flag(help: "Replace the file if it is there.")
  var replace = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use { ledger in
      let events = try ledger.back(up: file, replacing: replace, wait: wait.policy)
      try say("backed up \(counted(events, "event")) to \(legible(file)): all as they were written")
    }
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a backup in the ledger's place, once it is verified.",
    discussion: """
      EXAMPLE
        stakebook restore monday.db --replace

      A ledger that is replaced is kept beside, as LEDGER.before-restore.
      """)

  @Argument(help: "The backup's file.")
  var file: String

  @Flag(help: "Replace the ledger if there is one.")
  var replace = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    let restored = try Ledger.restore(
      file, to: ledger.path, replacing: replace, wait: wait.policy)
    try say("restored \(counted(restored.events, "event")) to \(legible(ledger.path))")
    if let kept = restored.kept { try say("what stood there is kept as \(legible(kept))") }
  }
}

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks at the ledger's file, its neighbours and the library; exit 1 where something "
      + "is wrong.",
    discussion: """
      EXAMPLES
        stakebook doctor
        stakebook doctor --mend
      """)

  @Flag(
    help: """
      First move everything into the one file, overwrite old pages, and remove what killed commands \
      left.
      """)
  var mend = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    if mend {
      _ = Leftovers.mend(besides: ledger.path)
      try ledger.use(for: .writing, wait: wait.policy) { ledger in
        guard try ledger.overwriteOldPages(wait: wait.policy) else {
          throw Rejection(
            .busy, "another process still reads the ledger as it was", hint: "Try again later.")
        }
      }
    }
    let diagnoses = try Doctor.examine(ledger.path, seen: .standard)
    for diagnosis in diagnoses {
      let subject = padded(diagnosis.subject, to: 10)
      let grade = padded(diagnosis.grade.rawValue, to: 8)
      try say("\(subject) \(grade) \(legible(diagnosis.sentence))")
    }
    if diagnoses.contains(where: { $0.grade == .wrong }) { throw ExitCode(1) }
  }
}
