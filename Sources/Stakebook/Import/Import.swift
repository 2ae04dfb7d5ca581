import EventLog
import Events
import Projections
import Reports
import Synchronization
import Tables

/// In which form a file of events is written.
public enum ImportFormat: String, CaseIterable, Sendable {
  case jsonl
  case csv
}

/// What an import did.
public struct Imported: Sendable {
  /// How many events were appended.
  public var appended = 0
  /// How many had been recorded before.
  public var repeats = 0
  /// The last seq that was written, if any.
  public var lastSeq: Seq?
  /// The files without any event, as they were named.
  public var emptyFiles: [String] = []
  /// The things that were named for the first time.
  public var introductions: [References.Introduction] = []
  /// What a dry run would have changed in the state of today.
  public var difference: Difference?
  /// What waits in the outbox of a linked ledger instead.
  public var waiting: InOutbox?
  /// What came from the hub of a linked ledger on the way; nil where it was not asked.
  public var meanwhile: Exchanged?
}

extension Ledger {
  /// Appends the events of files, in the order given: all of them or nothing.
  ///
  /// Restoring keeps ids, times and salts, and merges the files by the time of recording.
  /// `format` nil: by the file's name, JSONL where it tells nothing. Spreadsheets, and CSV that is not
  /// UTF-8 with commas, are read as ``Table`` does, under the terms of `table`. Throws `no-input`, and what
  /// the check refuses with file and line.
  public func importFiles(
    _ paths: [String], format: ImportFormat? = nil, restoring: Bool = false,
    table: TableTerms = TableTerms(), _ terms: AppendTerms = AppendTerms(),
    progress: (Int) -> Void = { _ in },
    beforeEnd: (Reading) throws -> Void = { _ in }
  ) throws -> Imported {
    if restoring, try link() != nil {
      throw Rejection.linked(
        "an export is restored into a ledger of its own", hint: "Import without --restore.")
    }
    let empty = EmptyFiles()
    let sources = try paths.map { path in
      empty.noting(path, try Self.drafts(path, format, restoring: restoring, table))
    }
    var imported = Imported()
    let next = restoring ? try Self.merged(sources) : Self.chained(sources)
    // Reading and checking take about as long as writing, and need nothing of the ledger.
    let prepare = try preparing(terms)
    let ahead = ReadAhead { try next().map { draft in try prepare(try Accepted(draft)) } }
    let ending = try appendPrepared(
      terms, ahead.next,
      receipt: { receipt in
        if receipt.isRepeat {
          imported.repeats += 1
        } else {
          imported.appended += 1
          imported.lastSeq = receipt.seq
        }
        progress(imported.appended)
      }, beforeEnd: beforeEnd)
    (imported.introductions, imported.difference) = (ending.introductions, ending.difference)
    (imported.waiting, imported.meanwhile) = (ending.waiting, ending.meanwhile)
    imported.emptyFiles = empty.paths.withLock { $0 }
    return imported
  }

  private static func drafts(
    _ path: String, _ format: ImportFormat?, restoring: Bool, _ table: TableTerms
  ) throws -> () throws -> Draft? {
    let name = path.lowercased()
    let isTable = [".xlsx", ".xlsm", ".ods", ".fods", ".tsv", ".tab"].contains(
      where: name.hasSuffix)
    switch format ?? (isTable || name.hasSuffix(".csv") ? .csv : .jsonl) {
    case .jsonl:
      return JSONLines(try LineReader(path), isRestoring: restoring).next
    case .csv:
      guard !restoring else {
        throw Rejection(.noRestore, "an export is restored from JSONL, not from CSV")
      }
      let isOther = try Self.isOtherTable(path)
      guard isTable || isOther || table != TableTerms() else {
        return CSVLines(try LineReader(path)).next
      }
      return CSVLines(try Table.read(Table.bytes(of: path), table, file: path), of: path).next
    }
  }

  /// Whether a file that is called CSV is something else than UTF-8 with commas between its cells.
  private static func isOtherTable(_ path: String) throws -> Bool {
    guard path != "-" else { return false }
    let head = try FileBytes(path).next()
    let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
    let isText = !head.contains(0) && !head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    let hasCommas = line.contains(UInt8(ascii: ","))
    let hasOthers = line.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t") }
    return !isText || (hasOthers && !hasCommas)
  }

  private static func chained(_ sources: [() throws -> Draft?]) -> () throws -> Draft? {
    var rest = sources[...]
    return {
      while let source = rest.first {
        if let draft = try source() { return draft }
        rest.removeFirst()
      }
      return nil
    }
  }

  private static func merged(_ sources: [() throws -> Draft?]) throws -> () throws -> Draft? {
    var heads = try sources.map { try $0() }
    return {
      let place = heads.indices.filter { heads[$0] != nil }.min { left, right in
        (heads[left]?.kept?.recordedAt ?? "") < (heads[right]?.kept?.recordedAt ?? "")
      }
      guard let place else { return nil }
      let draft = heads[place]
      heads[place] = try sources[place]()
      return draft
    }
  }
}

/// The files that ended before they had an event; one thread reads, another asks.
private final class EmptyFiles: Sendable {
  let paths = Mutex<[String]>([])

  /// The same events, and a note where there is none.
  func noting(_ path: String, _ next: @escaping () throws -> Draft?) -> () throws -> Draft? {
    var hasBegun = false
    return { [self] in
      let draft = try next()
      if draft == nil, !hasBegun { paths.withLock { $0.append(path) } }
      hasBegun = true
      return draft
    }
  }
}

/// The header of a CSV file for events of one type.
public func csvTemplate(for type: String) throws(Rejection) -> [String] {
  let (type, shape) = try Catalogue.shape(of: type)
  return CSVLines.template(for: shape, type: type)
}
