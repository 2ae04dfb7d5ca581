import ArgumentParser
import Stakebook

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes every event as a line of JSON, or the rows of a view.",
    discussion: """
      EXAMPLES
        stakebook export -o deals.jsonl --documents deals.documents
        stakebook export --table stakes --as-of 2025-12-31 -o stakes.csv
        stakebook export --table capital --table stakes -o deals.xlsx
        stakebook export --datapackage deals
        stakebook export --sqlite views.db --as-of 2025-12-31

      `import --restore` reads the events again, with the same ids and hashes. A view
      comes with all its columns; several of them go into one spreadsheet or page.
      """)

  @Option(
    help: "The rows of this public view, instead of the events; may be repeated.",
    completion: Completion.view)
  var table: [String] = []

  @Option(
    help: "Write the documents into this folder, beside the events.", completion: .directory)
  var documents: String?

  @Option(
    help: "Write the views into this folder as a Data Package: CSV, schema, sources.",
    completion: .directory)
  var datapackage: String?

  @Option(
    help: "Write the views into this file of SQLite, as tables whose columns have types.",
    completion: .file())
  var sqlite: String?

  @OptionGroup var ledger: LedgerOption
  @OptionGroup var clock: ClockOptions
  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOption

  func run() throws {
    let views = try table.map(Projections.publicView)
    if let datapackage {
      try requireAlone(sqlite == nil, "a Data Package is a folder of its own, with CSV")
      return try ledger.use { ledger in
        let all = views.isEmpty ? Projections.publicViews : views
        let package = DataPackage(views: all, clock: try stillClock(of: ledger))
        try package.write(of: ledger, into: datapackage)
        Notice.write("\(counted(Int64(all.count), "view")) in \(datapackage)")
      }
    }
    if let sqlite {
      try requireAlone(true, "tables of SQLite are a file of their own")
      return try ledger.use { ledger in
        let all = views.isEmpty ? Projections.publicViews : views
        let clock = try stillClock(of: ledger)
        let draft = try DraftFile(for: sqlite, .open)
        defer { draft.remove() }
        try TypedTables.write(all, to: draft.path) { view, body in
          try ledger.forEachRow(of: view, clock: clock, body)
        }
        try draft.settle(replacing: true)
        Notice.write("\(counted(Int64(all.count), "table")) in \(sqlite)")
      }
    }
    if views.isEmpty { try requireEventsAlone() }
    guard views.isEmpty || documents == nil else {
      throw Rejection(
        .badUsage, "documents go with the events, not with a view", hint: "Leave out --table.")
    }
    try ledger.use { ledger in
      try output.write { output in
        guard views.isEmpty else { return try write(views, of: ledger, output) }
        try ledger.forEachLine { try output.write($0.canonical + "\n") }
        try writeDocuments(of: ledger)
      }
    }
  }

  /// Throws `bad-usage` where something is asked for that goes elsewhere.
  private func requireAlone(_ isAlone: Bool, _ reason: String) throws {
    guard isAlone, documents == nil, output.file == nil, rows.format == nil else {
      throw Rejection(
        .badUsage, reason,
        hint: "Leave out -o, --format, --documents and other places to write to.")
    }
  }

  /// Before the events take their place, so that they are there in any case.
  private func writeDocuments(of ledger: Ledger) throws {
    var named: [NamedDocument] = []
    try ledger.forEachDocument { named.append($0) }
    guard let documents else {
      if !named.isEmpty {
        Notice.write("documents stay here: --documents FOLDER writes them, too")
      }
      return
    }
    let count = try DocumentFiles.write(named, of: ledger, into: documents)
    Notice.write("\(counted(Int64(count), "document")) in \(documents)")
  }

  /// The events themselves have one format and no clock.
  private func requireEventsAlone() throws {
    let ofFile = output.path.flatMap(RowFormat.init(fileName:))
    let isOther =
      rows.format.map { $0 != .jsonl } ?? ![nil, .json, .jsonl, .table].contains(ofFile)
    guard !isOther, !clock.areGiven else {
      throw Rejection(
        .badUsage, "the events are written as lines of JSON, all of them",
        hint: "Rows in other formats or of another day are those of a view: add --table events.")
    }
  }

  /// A clock under which all views know the same, whatever is appended meanwhile.
  private func stillClock(of ledger: Ledger) throws -> Clock {
    var clock = try clock.clock(of: ledger)
    if clock.knownAt == nil { clock.knownAt = try ledger.head() }
    return clock
  }

  private func write(_ views: [View], of ledger: Ledger, _ output: Output) throws {
    let format = try rows.format(for: output)
    guard views.count == 1 || format.holdsTables else {
      throw Rejection(
        .badUsage, "\(format.rawValue) holds one view",
        hint: "Export several as xlsx, fods or html.")
    }
    let clock = views.count > 1 ? try stillClock(of: ledger) : try clock.clock(of: ledger)
    var writer: RowWriter?
    for view in views {
      let columns = view.columns.map(\.name)
      if writer == nil {
        writer = try rows.writer(
          columns, output, name: view.name, others: views.dropFirst().map(\.name))
      } else {
        try writer?.next(columns: columns, name: view.name)
      }
      try ledger.forEachRow(of: view, clock: clock) { try writer?.row($0) }
    }
    try writer?.end()
  }
}
