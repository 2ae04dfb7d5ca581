import EventLog
import Events
import Projections
import Reports
import Tables

/// How the rows of a table are imported.
public struct TableImport: Sendable {
  /// The file; `-` is standard input.
  public var file: String
  /// What its rows say.
  public var mapping: Mapping
  /// Whether rows that say something else than the ledger correct it.
  public var updates = false
  /// In which language what is tried is told; nil: as the ledger says it.
  package var language: Language?

  /// The rows of a file under a mapping.
  public init(_ file: String, _ mapping: Mapping) { (self.file, self.mapping) = (file, mapping) }
}

extension Table {
  /// The bytes of a file that may hold a table; `-` is standard input. Throws `no-input`, `too-big`.
  static func bytes(of file: String) throws -> [UInt8] {
    try FileBytes(file).all(
      most: mostBytes,
      else: Rejection(.tooBig, "the file \(file) is longer than \(mostBytes >> 20) MiB"))
  }

  /// The table that these bytes of a file hold; what cannot be read is told with the file's name.
  static func read(_ bytes: [UInt8], _ terms: TableTerms, file: String) throws -> Table {
    do {
      return try Table.read(bytes, terms)
    } catch var rejection as Rejection {
      rejection.location = .init(file: file, line: rejection.location?.line ?? 1)
      throw rejection
    }
  }
}

extension Table {
  /// Where else the table may be, in a file of several sheets.
  var hintOfOtherSheets: String? {
    let others = sheets.filter { $0 != terms.sheet }
    guard let first = others.first else { return nil }
    let names = others.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
    return "It is sheet '\(terms.sheet ?? "")' of several; read another with --sheet '\(first)'. "
      + "There \(others.count == 1 ? "is" : "are") \(names)."
  }
}

extension Mapping {
  /// The mapping of a file. Throws `no-input`, and `bad-mapping` with the line.
  public init(file: String) throws { self = try MappingFile.read(file) }
}

extension Ledger {
  /// Appends what the rows of a table say: all of it or nothing.
  ///
  /// A row is known again by the mapping's key: what is recorded already is not recorded again, and what
  /// the ledger has otherwise is corrected where that is asked for, else told. Throws ``ImportFaults``
  /// with everything that is wrong, where the mapping refuses what cannot be read.
  public func importTable(
    _ asked: TableImport, _ terms: AppendTerms = AppendTerms(), progress: (Int) -> Void = { _ in }
  ) throws -> ImportReport {
    var before: Exchanged?
    if try link() != nil, !terms.isDryRun, !terms.isOffline {
      // Rows are known again by what is recorded, here or by others.
      do {
        before = try pull(wait: terms.wait)
      } catch let rejection as Rejection where rejection.code == .hubUnreachable {}
    }
    let bytes = try Table.bytes(of: asked.file)
    let reader = try EventLog.open(at: log.readablePath, for: .reading)
    defer { try? reader.close() }
    let rows = try MappedRows(
      asked.file, bytes, asked.mapping, reader, updates: asked.updates, today: try today())
    let prepare = try preparing(terms)
    let ahead = ReadAhead { try rows.next().map { try prepare($0) } }
    var seqs: [Seq] = []
    var sentences: [String] = []
    var words: PageWords?
    let (_, difference, waiting, meanwhile) = try appendPrepared(
      terms, ahead.next,
      receipt: { receipt in
        seqs.append(receipt.seq)
        progress(seqs.count)
      },
      beforeEnd: { reading in
        guard terms.isDryRun else { return }
        let first = zip(seqs, rows.given).filter { $1 }.prefix(8).map(\.0)
        if let language = asked.language { words = try reading.words(in: language) }
        sentences = try reading.sentences(of: first, in: words)
      })
    var report = rows.report
    report.rows.take(seqs, isOfRow: rows.given)
    report.lastSeq = seqs.last
    report.sentences = sentences
    report.difference = difference
    if let difference {
      let raised = difference.rows(of: "discrepancies").after
      report.findings = difference.changes.filter {
        $0.view == "discrepancies" && $0.kind == .added
      }
      .map { change in
        let english = change.figures.first { $0.name == "sentence" }?.after ?? change.row
        let told = words.flatMap { words in raised[change.row].map(words.sentenceText) }
        return (String(change.row.prefix { $0 != ":" }), told ?? english)
      }
    }
    report.words = words
    report.waiting = waiting
    report.meanwhile = before.map { meanwhile?.following($0) ?? $0 } ?? meanwhile
    return report
  }
}

extension Reading {
  /// What these events say, a line for each, in the ledger's own words or in those of a page.
  fileprivate func sentences(of events: [Seq], in words: PageWords?) throws -> [String] {
    let columns: Set<String> = ["event", "type", "effective", "status", "headline", "details"]
    return try rows(named: "events", of: events, columns: columns).map { row in
      func text(_ name: String) -> String { row[name]?.stringValue ?? "" }
      guard let words else {
        return "\(text("effective")), \(text("status")): \(text("headline"))"
      }
      let head = "\(words.date(text("effective"))), \(words.stored("status", text("status")))"
      return words.pair(head, words.headlineText(of: row))
    }
  }

  /// Words of a language with the names that things have now.
  fileprivate func words(in language: Language) throws -> PageWords {
    var names = PageWords.Names()
    for row in try rows(named: "entities") {
      names.entities[row["entity"]?.stringValue ?? ""] = row["name"]?.stringValue
    }
    for row in try rows(named: "partnerships") {
      names.partnerships[row["partnership"]?.stringValue ?? ""] = row["name"]?.stringValue
    }
    names.things = try givenNames()
    names.rounds = Set(try slugs(of: .round))
    names.learnSpellings()
    return PageWords(language, names: names)
  }
}
