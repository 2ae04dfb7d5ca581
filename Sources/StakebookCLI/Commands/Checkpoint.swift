import ArgumentParser
import Stakebook

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Signs what the ledger holds now: a C2SP tlog-checkpoint.",
    discussion: """
      EXAMPLE
        stakebook checkpoint --key ledger.key -o 2026-11.checkpoint

      Publish it where you cannot take it back. It proves later that nothing up to
      then was rewritten, not that what was written is true or complete. On a ledger
      that is linked to a hub, --publish puts it there: other desks compare it with
      their copies when they pull.
      """)

  @Flag(help: "Publish it on the hub to which the ledger is linked.")
  var publish = false

  @OptionGroup var signing: SigningOption
  @OptionGroup var ledger: LedgerOption
  @OptionGroup var output: OutputOption

  func run() throws {
    let key = try signing.signingKey()
    try ledger.use(for: publish ? .writing : .reading) { ledger in
      let signed =
        try publish
        ? ledger.publishCheckpoint(origin: signing.origin, with: key, seen: .standard)
        : ledger.proofs(seen: .standard).checkpoint(origin: signing.origin, with: key)
      try output.write { try $0.write(signed.note.note) }
    }
  }
}

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Writes a proof that an event is in the log, or that the log only grew.",
    discussion: """
      EXAMPLES
        stakebook prove 12 --checkpoint 2026-11.checkpoint -o 12.tlog-proof
        stakebook prove --since 2026-10.checkpoint --checkpoint 2026-11.checkpoint

      Who has it needs neither the ledger nor trust in who keeps it: `verify --proof`
      checks it.
      """)

  @Argument(help: "The event's id or seq.")
  var event: String?

  @Option(help: "An older checkpoint: prove that the log begins as it did then.")
  var since: String?

  @Option(help: "The checkpoint to which the proof leads; else one is signed now, with --key.")
  var checkpoint: String?

  @OptionGroup var signing: SigningOption
  @OptionGroup var ledger: LedgerOption
  @OptionGroup var output: OutputOption

  func run() throws {
    guard (event == nil) != (since == nil) else {
      throw Rejection(
        .badUsage, "name an event, or an older checkpoint with --since, and only one of them",
        hint: "`stakebook help prove` shows both.")
    }
    try ledger.use { ledger in
      let proofs = ledger.proofs(seen: .standard)
      let signed: SignedCheckpoint
      if let checkpoint {
        signed = try SignedCheckpoint(SmallFile.text(checkpoint))
        try proofs.requireOrigin(signed.checkpoint, expected: signing.origin)
      } else {
        signed = try proofs.checkpoint(origin: signing.origin, with: signing.signingKey())
      }
      let proof: String
      if let since {
        let older = try SignedCheckpoint(SmallFile.text(since)).checkpoint
        proof = try proofs.consistency(from: older, to: signed).text
      } else {
        let seq = try ledger.event(event ?? "").seq
        proof = try proofs.inclusion(of: seq, in: signed).text
      }
      try output.write { try $0.write(proof) }
    }
  }
}

struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Writes a folder with all that a third party needs to check the ledger.",
    discussion: """
      EXAMPLE
        stakebook pack for-the-auditor --key ledger.key --since 2026-10.checkpoint --prove 12

      It holds a checkpoint signed now, the public key, the tree as C2SP tlog-tiles
      with its entries, the events as JSONL, and the proofs that are asked for; with
      --documents the documents that sources name, which are checked by the hashes in
      the events.
      """)

  @Argument(help: "The folder to make.")
  var folder: String

  @Option(help: "An older checkpoint, to prove that the log begins as it did then; repeatable.")
  var since: [String] = []

  @Option(help: "The id or seq of an event that gets a proof of its own; repeatable.")
  var prove: [String] = []

  @Flag(help: "Put the documents into the folder, too.")
  var documents = false

  @OptionGroup var signing: SigningOption
  @OptionGroup var ledger: LedgerOption

  func run() throws {
    let key = try signing.signingKey()
    try ledger.use { ledger in
      let proofs = ledger.proofs(seen: .standard)
      var pack = Pack(
        try proofs.checkpoint(origin: signing.origin, with: key), key: key.verifier)
      pack.earlier = try since.map { try SignedCheckpoint(SmallFile.text($0)) }
      pack.events = try prove.map { try ledger.event($0).seq }
      var hasDocuments = false
      try ledger.forEachDocument { document in
        hasDocuments = true
        guard documents, document.size != nil else { return }
        pack.documents[document.sha256] = Document.exportName(
          document.file, sha256: document.sha256)
      }
      if hasDocuments, !documents {
        Notice.write("documents stay here: --documents puts them into the folder, too")
      }
      try proofs.write(pack, to: folder)
      try say("packed \(counted(pack.checkpoint.checkpoint.size, "event")) in \(legible(folder))")
    }
  }
}
