import ArgumentParser
import Foundation
import Stakebook

struct Pull: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Takes what others have recorded at the hub.",
    discussion: """
      EXAMPLE
        stakebook pull

      Everything is checked before anything is taken: contents, hashes, and that the
      hub's log goes on from the one that was seen before. A hub that was rewritten is
      refused with exit code 76.
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      try Sync.tell(try ledger.pull(wait: wait.policy, seen: .standard))
    }
  }
}

struct Push: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Records what waits in the outbox at the hub.",
    discussion: """
      EXAMPLE
        stakebook push

      A batch for which the log has no place, because others were there before, stays
      in the outbox with the reason; `outbox edit`, `outbox drop` or `outbox retry`
      decide. The exit code is 75 then.
      """)

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    try ledger.use(for: .writing, wait: wait.policy) { ledger in
      try Sync.tell(try ledger.push(wait: wait.policy, seen: .standard))
    }
  }
}

struct Sync: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Takes what others recorded, and records what waits here.",
    discussion: """
      EXAMPLES
        stakebook sync
        stakebook sync --follow

      With --follow it goes on until it is interrupted, and keeps the copy current; it
      asks the hub every second, or as soon as PostgreSQL gives a hint.
      """)

  @Flag(help: "Go on until interrupted.")
  var follow = false

  @Option(help: "How many seconds to wait between two looks at the hub, with --follow.")
  var every: Double = 1

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    guard every.isFinite, every >= 0.05 else {
      throw Rejection(.badUsage, "--every is a number of seconds, 0.05 or more")
    }
    guard follow else {
      return try ledger.use(for: .writing, wait: wait.policy) { ledger in
        try Self.tell(try ledger.push(wait: wait.policy, seen: .standard))
      }
    }
    try ledger.use(for: .writing, wait: wait.policy, atOnce: true) { ledger in
      try ledger.follow(every: every, wait: wait.policy, seen: .standard) { what in
        switch what {
        case .exchanged(let done):
          try Self.say(done)
          for (batch, reason) in done.refused { Self.tell(batch, reason) }
        case .waits(let reason): Notice.write(reason.message)
        }
        return true
      }
    }
  }

  /// What came of an exchange; ends with 75 where something was refused.
  static func tell(_ done: Exchanged) throws {
    try say(done)
    for (batch, reason) in done.refused { tell(batch, reason) }
    guard done.refused.isEmpty else { throw ExitCode(Rejection.Code.outboxRefused.exitCode) }
  }

  private static func say(_ done: Exchanged) throws {
    let pushed = done.pushed > 0 ? ", \(counted(done.pushed, "draft")) recorded" : ""
    let erased = done.erased > 0 ? ", \(counted(Int64(done.erased), "event")) erased" : ""
    try StakebookCLI.say(
      "\(counted(done.pulled, "event")) came\(pushed)\(erased); the log has "
        + counted(done.head, "event"))
    Notice.meanwhile(done)
  }

  private static func tell(_ batch: Int64, _ reason: Rejection) {
    let hint = reason.hint.map { " \($0)" } ?? ""
    Notice.raw(
      legible(
        "error: outbox-refused: batch \(batch) stays in the outbox: \(reason.code): "
          + "\(reason.message).\(hint)") + "\n")
  }
}
