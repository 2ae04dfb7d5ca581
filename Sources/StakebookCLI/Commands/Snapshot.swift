import ArgumentParser
import Stakebook

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Writes the state as one canonical JSON document.",
    usage: """
      stakebook snapshot [PARTNERSHIP ...] [OPTIONS]
      stakebook snapshot diff FILE FILE
      """,
    discussion: """
      EXAMPLES
        stakebook snapshot microsoft-openai --as-of 2026-03-31 --known-at 169 -o q1.json
        stakebook snapshot --check q1.json
        stakebook snapshot diff q1.json q2.json
        stakebook snapshot --checkpoint 2026-11.checkpoint -o all.json
        stakebook snapshot --schema > stakebook-snapshot-2.schema.json

      The same log and the same clocks give the same bytes.


      Its options: stakebook help snapshot take
      """,
    subcommands: [Take.self, SnapshotDiff.self], defaultSubcommand: Take.self)
}

struct Take: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take", abstract: "Writes a snapshot, or checks one that was written.",
    discussion: """
      EXAMPLES
        stakebook snapshot microsoft-openai --as-of 2026-03-31 -o q1.json
        stakebook snapshot --check q1.json

      --check says whether a file still follows from this ledger, byte for byte. Where
      it does not, exit 76 and the first figure that differs.
      """)

  @Argument(
    help: "The partnerships, or their parties; all where none is named.",
    completion: Completion.partnership)
  var partnerships: [String] = []

  @Option(help: "A signed checkpoint that covers the log, to be put into the snapshot.")
  var checkpoint: String?

  @Option(help: "The public key by which the checkpoint's signature is checked, or its file.")
  var key: String?

  @Option(help: "The checkpoint's origin; else stakebook/UUID, or the key's name.")
  var origin: String?

  @Option(help: "A snapshot's file to check against the ledger; - is standard input.")
  var check: String?

  @Flag(help: "Print the JSON Schema of the form.")
  var schema = false

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    if schema { return try output.write { try $0.write(SnapshotSchema.text) } }
    if let check { return try compare(check) }
    try ledger.use { ledger in
      let clock = try clock.clock(of: ledger)
      let signed = try signed(for: ledger)
      try output.write { output in
        try ledger.withSnapshot(partnerships: partnerships, clock: clock, checkpoint: signed) {
          try $0.write(output.write)
        }
      }
    }
  }

  private func compare(_ file: String) throws {
    guard partnerships.isEmpty, !clock.areGiven, checkpoint == nil else {
      throw Rejection(
        .badUsage, "a snapshot's file has its own partnerships, clocks and checkpoint",
        hint: "Leave them out.")
    }
    try ledger.use { ledger in
      let header = try ledger.check(SnapshotComparison(file: file))
      let whole = header.partnerships.isEmpty ? "all partnerships" : "its partnerships"
      try say(
        "the snapshot follows from this ledger: \(whole) as of \(header.asOf), as known after "
          + counted(header.knownAt, "event")
          + (header.publicBy.map { ", as public by \($0)" } ?? ""))
    }
  }

  private func signed(for ledger: Ledger) throws -> SignedCheckpoint? {
    guard let checkpoint else { return nil }
    let signed = try SignedCheckpoint(SmallFile.text(checkpoint))
    let verifier = try key.map(VerifierKey.init(argument:))
    try ledger.proofs().requireOrigin(signed.checkpoint, expected: origin ?? verifier?.name)
    if let verifier {
      try signed.note.check(verifier)
    } else {
      Notice.write("the checkpoint's signature was not checked: no --key")
    }
    return signed
  }
}

struct SnapshotDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what changed between two snapshots' files; exit 1 where they differ.",
    discussion: """
      EXAMPLE
        stakebook snapshot diff q1.json q2.json

      It needs no ledger. One of the files may be -, standard input.
      """)

  @Argument(help: "The snapshot before.")
  var before: String

  @Argument(help: "The snapshot after.")
  var after: String

  @OptionGroup var shown: DifferenceOptions

  func run() throws {
    guard before != "-" || after != "-" else {
      throw Rejection(.badUsage, "only one of the two can be standard input")
    }
    let difference = Difference(
      from: try Snapshot(file: before), to: try Snapshot(file: after))
    try shown.show(difference)
  }
}
