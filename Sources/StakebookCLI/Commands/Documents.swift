import ArgumentParser
import Foundation
import Stakebook

struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Keeps a file as the document of an event's source.",
    discussion: """
      EXAMPLES
        stakebook attach 12 10-q.pdf
        stakebook attach 12 page.html --position 2
        stakebook attach 12 minutes.pdf --source "title=Minutes of the board,kind=company"

      The file, of at most 64 MiB, is copied into the ledger, and its SHA-256 stands
      in the source. What is recorded stays as it is: the event is said again with it,
      as by `correct`. At once with a new event it is `append … --attach FILE`.
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @Argument(help: "The file.", completion: .file())
  var file: String

  @Option(help: "Whose document it is: the place of the source, from 1; else the only one without.")
  var position: Int?

  @Option(help: "A new source for it: TITLE,URL or title=…,kind=company.")
  var source: String?

  @Option(help: "Why; else that it is attached.")
  var reason: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var terms: AppendOptions

  func run() throws {
    guard position == nil || source == nil else {
      throw Rejection(
        .badUsage, "--position names a source that is there, --source a new one",
        hint: "Leave one of them out.")
    }
    let source = try source.map { try Source(reading: $0) }
    // Before the ledger is open: it could be the ledger's own file.
    let document = try ledger.document(file)
    try ledger.use(terms.wait.policy, trying: terms.isDryRun) { ledger in
      let done = try ledger.attach(
        document, to: event, at: position, as: source, reason: reason,
        try terms.terms(stream: ledger.event(event).stream))
      let verb = terms.isDryRun ? "would be " : ""
      switch done {
      case .said(let appended):
        try terms.show(appended, in: ledger)
        try say("\(verb)kept with the SHA-256 \(document.sha256)")
      case .kept: try say("\(verb)kept again, SHA-256 \(document.sha256)")
      case .known: try say("already kept for the event, SHA-256 \(document.sha256)")
      }
    }
  }
}

struct DocumentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents", abstract: "Lists the documents that sources of events name.",
    discussion: """
      EXAMPLES
        stakebook documents
        stakebook documents 12 --format json

      Without bytes stands what the ledger has not got: `attach` brings it back.
      """)

  @Argument(help: "Only those of this event, by id or seq.")
  var event: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var outbox: OutboxOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    try ledger.use(outbox) { ledger in
      let seq = try event.map { try ledger.event($0).seq }
      let clock = try clock.clock(of: ledger)
      try output.write { output in
        var writer = try rows.writer(
          ["event", "position", "title", "file", "bytes", "sha256"], output)
        try ledger.forEachDocument(of: seq, clock: clock) { document in
          try writer.row([
            .integer(document.event), .integer(Int64(document.position)), .text(document.title),
            document.file.map(Cell.text) ?? .null, document.size.map(Cell.integer) ?? .null,
            .text(document.sha256),
          ])
        }
        try writer.end()
      }
    }
  }
}

struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Writes a document of an event into a file.",
    discussion: """
      EXAMPLES
        stakebook open 12
        stakebook open 12 --position 2 -o page.html

      The file is called as it was when it was attached, and stands here. None that is
      there is written over without --replace.
      """)

  @Argument(help: "The event's id or seq.")
  var event: String

  @Option(help: "Of which source, by its place from 1; else of the only one that has a document.")
  var position: Int?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The file to write; - is standard output.", completion: .file())
  var file: String?

  @Flag(help: "Replace the file if it is there.")
  var replace = false

  @OptionGroup var ledger: LedgerOption

  func run() throws {
    try ledger.use { ledger in
      let document = try document(of: ledger.event(event).seq, in: ledger)
      if file == "-" {
        guard isatty(1) != 1 else {
          throw Rejection(
            .badUsage, "a document is not written on a terminal", hint: "Name a file with -o.")
        }
        return try writeAll(ledger.bytes(ofDocument: document.sha256), to: 1)
      }
      let path = file ?? Document.fileName(document.file, sha256: document.sha256)
      guard !path.isEmpty else { throw Rejection(.badUsage, "the name behind -o is empty") }
      var found = stat()
      guard replace || lstat(path, &found) != 0 else { throw DraftFile.exists(path) }
      try DocumentFiles.write(
        ledger.bytes(ofDocument: document.sha256), to: path, replacing: replace)
      try say("wrote \(legible(path)), SHA-256 \(document.sha256)")
    }
  }

  /// The one that is meant.
  private func document(of seq: Seq, in ledger: Ledger) throws -> NamedDocument {
    var all: [NamedDocument] = []
    try ledger.forEachDocument(of: seq) { all.append($0) }
    let meant = position.map { position in all.filter { $0.position == position } } ?? all
    guard meant.count < 2 else {
      let names = meant.map { "\($0.position) \($0.file ?? $0.title)" }
      throw Rejection(
        .badUsage, "the event \(seq) has \(meant.count) documents",
        hint: "Write --position and one of: \(names.joined(separator: "; ")).")
    }
    guard let document = meant.first else {
      throw Rejection(
        .unknownDocument,
        "\(position.map { "the source \($0) of " } ?? "")the event \(seq) has no document",
        hint: "`stakebook attach \(seq) FILE` gives it one; `stakebook documents` lists all.")
    }
    return document
  }
}
