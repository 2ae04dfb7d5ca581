import ArgumentParser
import Foundation
import Stakebook

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Appends what files say: all of them or nothing.",
    discussion: """
      EXAMPLES
        stakebook import events.jsonl stakes.csv
        stakebook import deals.xlsx --guide
        stakebook import deals.xlsx --map deals.map.yaml -n
        stakebook import --restore export.jsonl

      JSONL as `export` writes it, or a table with field names in its header (`types
      TYPE --csv` prints one): XLSX, ODS, FODS, CSV, TSV, semicolons, in any common
      encoding. - is standard input.

      A table whose columns have names of their own is read with a mapping: --guide
      writes one, by questions on a terminal, else by what the cells prove; --map
      imports with it. Rows that were imported before are known again by the mapping's
      key and are not recorded twice.
      """)

  @Argument(help: "The files; - is standard input.", completion: .file())
  var files: [String]

  @Flag(help: "Restore an export into an empty ledger: ids, times and salts are kept.")
  var restore = false

  @Option(
    help: "A folder with the documents that the events name, as `export` writes it.",
    completion: .directory)
  var documents: String?

  @Option(help: "jsonl or csv; else by the file's name.")
  var format: ImportFormat?

  @Option(
    help:
      "Who records them, whatever the files say; of a ledger linked to a hub that is who it knows."
  )
  var actor: String?

  @OptionGroup var table: TableOptions

  @Flag(
    name: [.customShort("n"), .customLong("dry-run")],
    help: "Show what would change, write nothing.")
  var isDryRun = false

  @OptionGroup var offline: OfflineOption
  @OptionGroup var ledger: LedgerOption
  @OptionGroup var wait: WaitOption

  func run() throws {
    var terms = AppendTerms()
    terms.actor = actor
    terms.isDryRun = isDryRun
    terms.isOffline = offline.isOffline
    terms.wait = wait.policy
    if let documents { terms.documents = try DocumentSupply(folder: documents) }
    if table.isMapped {
      guard files.count == 1, !restore, format == nil else {
        throw Rejection(
          .badUsage, "a mapping is for one table, and no export or list of events",
          hint: "Import the files one after the other.")
      }
      return try table.run(files[0], ledger, terms)
    }
    try table.requireUnused()
    let tableTerms = try table.terms()
    try ledger.use(wait.policy, trying: isDryRun) { ledger in
      let progress = Progress("imported")
      let imported = try ledger.importFiles(
        files, format: format, restoring: restore, table: tableTerms, terms,
        progress: { progress.tell(Int64($0)) })
      progress.end()
      for file in imported.emptyFiles { Notice.write("the file \(file) holds no event") }
      let missing = terms.documents.missing
      if let first = missing.first {
        Notice.write(
          "\(counted(Int64(missing.count), "document")) of the events missing, \(first) first: "
            + "import with --documents FOLDER, or `stakebook attach EVENT FILE` brings one back")
      }
      if let meanwhile = imported.meanwhile { Notice.meanwhile(meanwhile) }
      if restore, !isDryRun { Notice.withheld(try ledger.withheld()) }
      try Notice.introductions(imported.introductions, in: ledger)
      try Notice.clock(of: ledger)
      let repeats = imported.repeats > 0 ? ", \(imported.repeats) already recorded" : ""
      let done = isDryRun ? "would import" : "imported"
      let last = imported.lastSeq.map { ", last seq \($0)" } ?? ""
      if let waiting = imported.waiting { return try Notice.waiting(waiting) }
      try say("\(done) \(counted(imported.appended, "event"))\(repeats)\(last)")
      if let difference = imported.difference { try WhatIf.show(difference) }
    }
  }
}

/// A count on standard error, once a second and only on a terminal.
final class Progress {
  private let verb: String
  private let isShown = isatty(2) == 1
  private var next = DispatchTime.now() + 1
  private var hasShown = false

  init(_ verb: String) { self.verb = verb }

  func tell(_ count: Int64) {
    guard isShown, count.isMultiple(of: 256), DispatchTime.now() > next else { return }
    Notice.overwrite("\(verb) \(count) events")
    next = .now() + 1
    hasShown = true
  }

  func end() {
    if hasShown { Notice.overwrite("\u{1B}[K") }
  }
}
