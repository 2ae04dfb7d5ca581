import Foundation
import Stakebook

/// What reads the words of strangers, each by its name.
///
/// Where a parser takes an input, what it made of it must read the same again.
enum Parsers {
  typealias Parser = ([UInt8]) throws -> Void

  static let names = ["lines", "values", "arguments", "proofs", "csv", "sql", "tables", "mappings", "writing"]

  static func named(_ name: String) throws -> Parser? {
    switch name {
    case "lines": line
    case "values": value
    case "arguments": argument
    case "proofs": proof
    case "csv": try csv()
    case "sql": try sql()
    case "tables": table
    case "mappings": try mapping()
    case "writing": writing
    default: nil
    }
  }

  private static func line(_ bytes: [UInt8]) throws {
    let value = try JSON.read(bytes)
    let again = try JSON.read(Array(value.canonical.utf8))
    precondition(again == value)
    for isRestoring in [false, true] {
      guard let draft = try? Draft(line: value, restoring: isRestoring) else { continue }
      let event = try Accepted(draft)
      var second = draft
      second.data = event.data
      let again = try Accepted(second)
      precondition(again.dataText == event.dataText)
    }
  }

  private static func value(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    func same<Value: StatedValue>(_ type: Value.Type) throws {
      guard let value = try? Value(text) else { return }
      let again = try Value(value.text)
      precondition(again.stored == value.stored)
    }
    try same(Money.self)
    try same(Percent.self)
    try same(Quantity.self)
    try same(Period.self)
    try same(ExchangeRate.self)
    let date = try PartialDate(text)
    let again = try PartialDate(date.text)
    precondition(again.earliest == date.earliest)
  }

  private static func argument(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    for shape in [StakeReported.shape, RightGranted.shape, RevenueShareAgreed.shape] {
      var assignments = Assignments(shape)
      if (try? assignments.add(text)) != nil { _ = JSON.object(assignments.data).canonical }
    }
    if let source = try? Source(reading: text) { _ = source.said.canonical }
    if let slug = try? StreamID(text) { precondition(slug.text == text) }
    if let id = try? EventID(text) { precondition(id.text.utf8.count == 36) }
  }

  private static func proof(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    func same(_ again: String?) {
      if let again { precondition(Array(again.utf8) == Array(text.utf8)) }
    }
    same((try? SignedNote(text))?.note)
    same((try? InclusionProof(text))?.text)
    same((try? ConsistencyProof(text))?.text)
    same((try? SigningKey(text))?.secretText)
    same((try? VerifierKey(text))?.text)
    _ = try Checkpoint(text)
  }

  /// An import into a ledger in memory's file system, undone before its end.
  private static func csv() throws -> Parser {
    let (ledger, folder) = try ledger()
    let file = folder + "/in.csv"
    struct Undone: Error {}
    return { bytes in
      try Data(bytes).write(to: URL(filePath: file))
      do {
        _ = try ledger.importFiles([file], beforeEnd: { _ in throw Undone() })
      } catch is Undone {}
    }
  }

  private static func table(_ bytes: [UInt8]) throws {
    let table = try Table.read(bytes)
    var last = 0
    while let row = try table.next() {
      precondition(row.number > last)
      last = row.number
    }
  }

  private static func mapping() throws -> Parser {
    let file = try ledger().folder + "/m.yaml"
    return { bytes in
      try Data(bytes).write(to: URL(filePath: file))
      _ = try Mapping(file: file)
    }
  }

  /// What is read is what the ledger's own values read, or is refused by them in turn.
  private static func writing(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    for mark in [Writing.DecimalMark.point, .comma, nil] {
      let writing = Writing(dates: .dayFirst, decimals: mark, currency: "EUR", scale: .millions)
      if let date = try? writing.date(text) { _ = try PartialDate(date) }
      if let money = try? writing.money(text) { _ = try? Money(money) }
      if let percent = try? writing.percent(text) { _ = try? Percent(percent) }
      if let quantity = try? writing.quantity(text) { _ = try? Quantity(quantity) }
    }
  }

  private static func sql() throws -> Parser {
    let (ledger, _) = try ledger()
    let connection = try ledger.query(limits: QueryLimits(seconds: 0.2, rows: 100))
    return { bytes in
      try connection.run(String(decoding: bytes, as: UTF8.self), columns: { _ in }, row: { _ in })
    }
  }

  private static func ledger() throws -> (ledger: Ledger, folder: String) {
    let memory = "/dev/shm"
    let isThere = FileManager.default.fileExists(atPath: memory)
    let folder = (isThere ? memory + "/" : NSTemporaryDirectory()) + "stakebook-fuzz-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit {
      let folders = ["/dev/shm/", NSTemporaryDirectory()]
      for folder in folders {
        try? FileManager.default.removeItem(atPath: folder + "stakebook-fuzz-\(getpid())")
      }
    }
    try Ledger.create(at: folder + "/l.db")
    return (try Ledger.open(at: folder + "/l.db", for: .writing), folder)
  }
}
