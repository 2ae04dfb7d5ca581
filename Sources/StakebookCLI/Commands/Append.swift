import ArgumentParser
import Foundation
import Stakebook

struct AppendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append", abstract: "Appends one event.",
    discussion: """
      EXAMPLES
        stakebook append partnership.formed name="Microsoft–OpenAI" parties=microsoft \\
          parties=openai-group -s microsoft-openai -e 2019-07-22
        stakebook append stake.reported holder=microsoft issuer=openai-group percent="about 27%" \\
          basis=as_converted -s microsoft-openai -e 2025-10-28 \\
          --source "title=Form 10-Q,kind=filing,url=https://example.org/10-q"
        stakebook append --like 12 percent="about 26%" -e 2026-03-31
        stakebook append

      Fields are written field=value, parts of an object ends.on=2032, lists by
      repeating the field, anything else field:=JSON. `stakebook types TYPE` shows
      them.

      Without arguments, at a terminal, it asks for one after the other: Tab completes
      from the ledger, Enter takes what stands in brackets, - leaves it out. The
      sentence and what would change are shown before anything is recorded.
      """)

  @Argument(help: "The type, such as stake.reported.", completion: Completion.type)
  var type: String?

  @Argument(help: "The fields, each field=value.", completion: Completion.field)
  var fields: [String] = []

  @Option(
    help: "An earlier event, by id or seq: its type, stream and fields, where nothing else is said."
  )
  var like: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var saying: SayingOptions
  @OptionGroup var terms: AppendOptions

  func run() throws {
    guard type != nil || like != nil else { return try enter() }
    // A slip is told before any ledger is opened.
    let own = try like == nil ? said(type ?? "", fields) : nil
    let (sources, documents) = try saying.sources.read(for: ledger)
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      let (type, data, stream) = try own ?? saidLike(like ?? "", in: ledger)
      var saying = saying
      saying.stream = saying.stream ?? stream
      let draft = try saying.draft(type, data, sources: sources, ledger)
      let appended = try ledger.append(
        [draft], try terms.terms(stream: draft.stream, documents))
      try terms.show(appended, in: ledger)
    }
  }

  private typealias Said = (type: String, data: JSONObject, stream: String?)

  private func said(_ type: String, _ fields: [String]) throws -> Said {
    var assignments = Assignments(try Catalogue.shape(of: type).shape)
    for field in fields { try assignments.add(field) }
    return (type, assignments.data, nil)
  }

  /// What the earlier event says; when it holds and who says so is always said anew.
  private func saidLike(_ name: String, in ledger: Ledger) throws -> Said {
    let event = try ledger.event(name)
    var fields = fields
    if let type, type.contains("=") {
      fields.insert(type, at: 0)
    } else if let type, type != event.type {
      throw Rejection(
        .badUsage, "the event \(event.seq) is a \(event.type), not a \(type.prefix(60))",
        hint: "Leave the type out, or --like.")
    }
    let shape = try Catalogue.shape(of: event.type).shape
    let isReserved = if case .reserved = shape.stream { true } else { false }
    return (
      event.type, try ledger.said(by: event, shape, with: fields),
      isReserved ? nil : event.stream
    )
  }

  /// Asks for it, at a terminal; appends what was agreed to.
  private func enter() throws {
    guard isatty(0) == 1, isatty(1) == 1 else {
      throw Rejection(
        .badUsage, "append needs the type of the event",
        hint: "`stakebook types` lists them; at a terminal `append` alone asks.")
    }
    let given = try saying.sources.read(for: ledger)
    var agreed: (draft: Draft, documents: [Document])?
    try ledger.use(Ledger.rehearsing(at:)) { ledger in
      agreed = try QuickEntry(ledger, saying, self.ledger, given, terms).ask()
    }
    guard let (draft, documents) = agreed else { return try say("nothing was recorded") }
    try ledger.use(for: .writing, wait: terms.wait.policy) { ledger in
      let appended = try ledger.append(
        [draft], try terms.terms(stream: draft.stream, documents))
      try terms.show(appended, in: ledger)
    }
  }
}

/// What is said of an event besides its fields.
struct SayingOptions: ParsableArguments {
  @Option(
    name: [.short, .long], help: "The partnership in whose stream it stands.",
    completion: Completion.partnership)
  var stream: String?

  @Option(
    name: [.short, .long],
    help: "When it holds: 2019, 2019-07, 2019-Q3, 2019-07-22, ~2021, ..2025-10-28, ?")
  var effective: String?

  @Option(
    help: "confirmed, reported (the default), estimated, rumoured, denied.",
    completion: Completion.status)
  var status: String?

  @OptionGroup var sources: SourceOptions

  @Option(help: "Who records it.") var actor: String?
  @Option(help: "Why.") var note: String?
  @Option(help: "The event's own UUID; the same append may then be repeated.") var id: String?
  @Option(help: "What it belongs with.") var correlationID: String?
  @Option(help: "What made it.") var causationID: String?

  /// The event; events in its fields may be named by their seq.
  func draft(
    _ type: String, _ fields: JSONObject, sources: [Source], _ ledger: Ledger
  ) throws -> Draft {
    try ledger.drafted(
      type, fields, stream: stream, effective: effective, status: status, sources: sources,
      actor: actor, note: note, id: id, correlationID: correlationID, causationID: causationID)
  }
}

/// What a dry run would change.
enum WhatIf {
  static func show(_ difference: Difference) throws {
    guard !difference.changes.isEmpty else { return try say("no figure of today would change") }
    try say("\n\(difference.text())", terminator: "")
  }
}

/// How an append is done.
struct AppendOptions: ParsableArguments {
  @Option(help: "Append only if the stream stands at this version.")
  var expectVersion: Int64?

  @Flag(
    name: [.customShort("n"), .customLong("dry-run")],
    help: "Show what would change, write nothing.")
  var isDryRun = false

  @OptionGroup var offline: OfflineOption
  @OptionGroup var wait: WaitOption

  func terms(stream: String?, _ documents: [Document] = []) throws -> AppendTerms {
    var terms = AppendTerms()
    terms.documents = DocumentSupply(documents)
    if let expectVersion {
      guard let stream else {
        throw Rejection(.badUsage, "--expect-version needs a stream", hint: "Write -s STREAM.")
      }
      terms.expecting = [stream: expectVersion]
    }
    terms.isDryRun = isDryRun
    terms.isOffline = offline.isOffline
    terms.wait = wait.policy
    return terms
  }

  /// Prints the receipts.
  func show(_ appended: Appended, in ledger: Ledger) throws {
    try Notice.introductions(appended.introductions, in: ledger)
    try Notice.clock(of: ledger)
    for receipt in appended.receipts {
      let done = isDryRun ? "would be " : receipt.isRepeat ? "already " : ""
      let id = isDryRun ? "" : " \(receipt.id)"
      try say("\(done)seq \(receipt.seq)\(id) \(receipt.stream) version \(receipt.version)")
    }
    try Notice.waiting(appended.waiting)
    if let meanwhile = appended.meanwhile { Notice.meanwhile(meanwhile) }
    if let difference = appended.difference { try WhatIf.show(difference) }
  }
}
