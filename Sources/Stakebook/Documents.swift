import EventLog
import Events
import Projections
import Query

/// A document as a source names it.
public struct NamedDocument: Sendable {
  /// The event of the source.
  public let event: Seq
  /// The place of the source among those of the event, from 1.
  public let position: Int
  /// What the source is called.
  public let title: String
  /// What the document's file was called.
  public let file: String?
  /// Its SHA-256.
  public let sha256: String
  /// How many bytes it has; nil where the ledger has not got them.
  public let size: Int64?
}

/// What came of giving an event a document.
public enum Attachment: Sendable {
  /// The event is said again with the document in its source.
  case said(Appended)
  /// A source of it named the document, whose bytes were missing and are kept again.
  case kept
  /// A source of it names the document, and the bytes are there.
  case known
}

extension Ledger {
  /// Gives the documents that sources name under a clock, in the order of the events.
  public func forEachDocument(
    of event: Seq? = nil, clock: Clock = .today, _ body: (NamedDocument) throws -> Void
  ) throws {
    let sql = """
      SELECT event, position, title, file, sha256, bytes
      FROM sources
      WHERE sha256 IS NOT NULL
      \(event == nil ? "" : "AND event = :event")
      ORDER BY event, position
      """
    let parameters = QueryParameters(event.map { ["event": .integer($0)] } ?? [:])
    try query(clock, limits: QueryLimits(seconds: nil))
      .run(sql, parameters, columns: { _ in }) { cells in
        guard case .integer(let event) = cells[0], case .integer(let position) = cells[1],
          case .text(let title) = cells[2], case .text(let sha256) = cells[4]
        else { return }
        var (file, size): (String?, Int64?)
        if case .text(let text) = cells[3] { file = text }
        if case .integer(let count) = cells[5] { size = count }
        try body(
          NamedDocument(
            event: event, position: Int(position), title: title, file: file, sha256: sha256,
            size: size))
      }
  }

  /// Those of some events, as they are known now.
  package func documents(of events: [Seq]) throws -> [NamedDocument] {
    let columns: Set = ["event", "position", "title", "file", "sha256", "bytes"]
    return try read { reading in
      try reading.rows(named: "sources", of: events, columns: columns).compactMap { row in
        guard let sha256 = row["sha256"]?.stringValue, let event = row["event"]?.integerValue,
          let position = row["position"]?.integerValue, let title = row["title"]?.stringValue
        else { return nil }
        return NamedDocument(
          event: event, position: Int(position), title: title, file: row["file"]?.stringValue,
          sha256: sha256, size: row["bytes"]?.integerValue)
      }
    }
  }

  /// The bytes of a document. Throws `unknown-document` where the ledger has not got them, and
  /// `damaged-ledger` where they are others than were attached.
  public func bytes(ofDocument sha256: String) throws -> [UInt8] {
    if let bytes = try log.document(sha256) { return bytes }
    throw Rejection(
      .unknownDocument, "the ledger has not got the document \(sha256)",
      hint: "`stakebook attach EVENT FILE` brings it back, where you have it.")
  }

  /// The first event that names a document.
  public func firstEvent(naming sha256: String) throws -> Seq? {
    try log.firstEvent(naming: sha256)
  }

  /// Gives an event that is recorded a document: one of its sources has it from now on, or a new one.
  ///
  /// What is recorded stays as it is, so that this is a correction: the event is said again with the
  /// hash in its source. Throws `bad-source` where it is not clear whose document it is, and what a
  /// correction throws.
  public func attach(
    _ document: Document, to name: String, at position: Int? = nil, as source: Source? = nil,
    reason: String? = nil, _ terms: AppendTerms = AppendTerms()
  ) throws -> Attachment {
    let event = try event(name)
    var correction = Correction(reason: reason ?? "\(document.name) is attached")
    var sources = try event.sourceList
    if JSON.array(sources).documents.contains(document.sha256) {
      guard try log.document(document.sha256) == nil else { return .known }
      if !terms.isDryRun {
        try log.keep(document, wait: terms.wait)
        try share(document, of: event, wait: terms.wait)
      }
      return .kept
    }
    if source == nil, let place = try place(for: document, at: position, in: sources) {
      sources[place] = try Source(said: sources[place])
        .with(file: document.name, sha256: document.sha256).said
    } else {
      sources.append(
        try (source ?? Source(said: .object(JSONObject())))
          .with(file: document.name, sha256: document.sha256).said)
    }
    correction.earlierSources = sources
    var terms = terms
    terms.documents = DocumentSupply([document])
    return .said(try correct(name, correction, terms))
  }

  /// The source whose document it is: that of the position, else the only one without; nil for a new
  /// one.
  private func place(
    for document: Document, at position: Int?, in sources: [JSON]
  ) throws -> Int? {
    if let position {
      guard sources.indices.contains(position - 1) else {
        throw Rejection(
          .badSource, "the event has no source \(position)",
          hint: sources.isEmpty
            ? "It has none: leave --position out." : "They are 1 to \(sources.count).")
      }
      return position - 1
    }
    let free = sources.indices.filter { sources[$0].objectValue?["sha256"] == nil }
    guard free.count > 1 else { return free.first }
    let titles = free.map { "\($0 + 1) \(sources[$0].objectValue?["title"]?.stringValue ?? "")" }
    throw Rejection(
      .badSource, "the event has \(free.count) sources, and it is not clear whose document it is",
      hint: "Write --position and one of: \(titles.joined(separator: "; "))."
        + " Or --source for a new one.")
  }
}

extension StoredEvent {
  /// Its sources, in order.
  var sourceList: [JSON] {
    get throws { try sources.map { text in try JSON.read(text).arrayValue ?? [] } ?? [] }
  }
}
