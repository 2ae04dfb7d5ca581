import ArgumentParser
import Stakebook

/// Where a fact comes from, and the documents that show it.
struct SourceOptions: ParsableArguments {
  @Option(name: .customLong("source"), help: "TITLE,URL or title=…,url=…,kind=press; repeatable.")
  var sources: [String] = []

  @Option(
    name: .customLong("attach"),
    help: """
      A file to keep as the document of the first --source, the second time of the second one …; \
      without a --source it is one of its own.
      """, completion: .file())
  var files: [String] = []

  var areEmpty: Bool { sources.isEmpty && files.isEmpty }

  /// The sources with their documents' hashes, and the documents.
  ///
  /// Throws `same-file` where one is the ledger.
  func read(for ledger: LedgerOption) throws -> (sources: [Source], documents: [Document]) {
    var read = try sources.map { try Source(reading: $0) }
    let documents = try files.map { try ledger.document($0) }
    for (place, document) in documents.enumerated() {
      if place == read.count { read.append(Source(said: .object([:]))) }
      read[place] = try read[place].with(file: document.name, sha256: document.sha256)
    }
    return (read, documents)
  }
}

extension LedgerOption {
  /// Reads a file that is to be a document of the ledger, before that is open. Throws `same-file` where
  /// it is the ledger itself.
  func document(_ file: String) throws -> Document {
    try EventLog.requireOther(file, than: path)
    return try Document(file: file)
  }
}
