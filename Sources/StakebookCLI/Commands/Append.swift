import ArgumentParser
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

      Fields are written field=value, parts of an object ends.on=2032, lists by repeating the
      field, anything else field:=JSON. `stakebook types TYPE` shows them.
      """)

  @Argument(help: "The type, such as stake.reported.", completion: Completion.type)
  var type: String

  @Argument(help: "The fields, each field=value.", completion: Completion.field)
  var fields: [String] = []

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var saying: SayingOptions
  @OptionGroup var terms: AppendOptions

  func run() throws {
    let shape = try Catalogue.shape(of: type).shape
    var assignments = Assignments(shape)
    for field in fields { try assignments.add(field) }
    let (sources, documents) = try saying.sources.read(for: ledger)
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      let data = try resolved(assignments.data, shape, ledger)
      let draft = try saying.draft(type, shape, .object(data), sources: sources, ledger)
      let appended = try ledger.append(
        [draft], try terms.terms(stream: draft.stream, documents))
      try terms.show(appended, in: ledger)
    }
  }

  /// Events may be named by their seq.
  private func resolved(
    _ data: JSONObject, _ shape: Shape, _ ledger: Ledger
  ) throws -> JSONObject {
    var data = data
    for field in shape.fields {
      guard case .event = field.type, case .string(let name)? = data[field.name] else { continue }
      data[field.name] = .string(try ledger.event(name).id)
    }
    return data
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

  func draft(
    _ type: String, _ shape: Shape, _ data: JSON, sources: [Source], _ ledger: Ledger
  ) throws -> Draft {
    var effective = effective
    var stream = stream
    if shape.stream == .any {
      // Said again, it is what it was, also on a later day.
      effective = try effective ?? id.flatMap(ledger.effective(of:)) ?? ledger.today().text
      if stream == nil, case .string(let id)? = data.objectValue?["event"] {
        stream = try ledger.event(id).stream
      }
    }
    guard let effective else {
      throw Rejection(
        .badUsage, "\(type) needs the day from which it holds",
        hint: "Write -e 2025-10-28, or as precisely as the source says.")
    }
    return Draft(
      type: type, stream: stream, effective: effective, data: data, id: id, status: status,
      sources: sources.map(\.said), actor: actor, note: note,
      correlationID: correlationID, causationID: causationID)
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
    if let difference = appended.difference { try WhatIf.show(difference) }
  }
}
