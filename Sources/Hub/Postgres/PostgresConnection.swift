import Events
import Foundation

/// A connection to PostgreSQL, by libpq.
final class PostgresConnection {
  private let library: LibPQ
  private let connection: LibPQ.Connection
  /// The address as it was given, which holds no password.
  private let address: String
  /// The names of what was prepared.
  private var prepared: Set<String> = []

  /// What goes with a statement, each as its bytes in PostgreSQL's binary form.
  enum Parameter {
    case text(String)
    case bytes([UInt8])
    case integer(Int64)
  }

  /// Connects. Throws `no-library`, `hub-unreachable`, `hub-refused`.
  init(_ address: String) throws {
    let library = try LibPQ.library()
    self.library = library
    self.address = address
    try Self.requireReadable(address, library)
    // What stands in the address counts before these, but for the name by which an update finds desks.
    let words = [
      ("client_encoding", "UTF8"),
      ("connect_timeout", "10"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("dbname", address),
      ("application_name", "stakebook"),
    ]
    let names = words.map { strdup($0.0) } + [nil]
    let values = words.map { strdup($0.1) } + [nil]
    defer { for text in names + values { free(text) } }
    let opened = names.map { UnsafePointer($0) }.withUnsafeBufferPointer { names in
      values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
        library.connect(names.baseAddress, values.baseAddress, 1)
      }
    }
    guard let opened else { throw Rejection(.noMemory, "there is not enough memory") }
    connection = opened
    _ = library.setNoticeReceiver(connection, { _, _ in }, nil)
    guard library.status(connection) == 0 else { throw refusal() }
  }

  deinit { library.finish(connection) }

  /// Has libpq read the address before anybody is asked.
  private static func requireReadable(_ address: String, _ library: LibPQ) throws(Rejection) {
    var fault: UnsafeMutablePointer<CChar>?
    let parsed = library.parse(address, &fault)
    defer {
      if let parsed { library.freeParsed(parsed) }
      if let fault { library.freemem(fault) }
    }
    if parsed == nil { throw unusable(address, fault.map { String(cString: $0) } ?? "") }
  }

  private static func unusable(_ address: String, _ said: String) -> Rejection {
    Rejection(
      .badHub, "the address of the hub \(address) cannot be used: \(inOneLine(said))",
      hint: "PostgreSQL's documentation of libpq has all that may stand in one.")
  }

  /// What libpq says of a connection that is not there: no answer, or a refusal of the server.
  private func refusal() -> Rejection {
    let said = library.errorMessage(connection).map { String(cString: $0) } ?? ""
    let sentence = Self.inOneLine(said)
    // Before anything was asked: a value that libpq does not know, or too many of one.
    if sentence.hasPrefix("invalid ") || sentence.hasPrefix("could not match ") {
      return Self.unusable(address, said)
    }
    // There is no code of a refusal here, only words; what they do not tell for sure is waited out.
    let isRefusal = [
      "authentication failed", "no pg_hba.conf entry", "does not exist", "permission denied",
      "not permitted to log in", "no password supplied", "certificate",
    ].contains(where: said.contains)
    guard isRefusal, !said.contains("No such file") else {
      return Rejection(
        .hubUnreachable, "the hub \(address) does not answer: \(sentence)",
        hint: "Look at its host and port, and whether the server runs.")
    }
    return Rejection(
      .hubRefused, "the hub \(address) refuses: \(sentence)",
      hint: "Look at the user, the database and the password (~/.pgpass, PGPASSFILE).")
  }

  private static func inOneLine(_ said: String) -> String {
    // What libpq asks back is for those who keep the server.
    var line = said.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.hasSuffix("?") }.joined(separator: "; ")
    while let last = line.last, ".;?".contains(last) { line.removeLast() }
    return line
  }

  /// Runs statements without parameters; gives the rows of the last one, in text form.
  func run(_ sql: String) throws -> PostgresRows {
    try checked(library.exec(connection, sql))
  }

  /// A statement with its parameters; under a name it is prepared once.
  struct Question {
    var sql: String
    var parameters: [Parameter] = []
    var name: String
  }

  /// Runs a statement; its rows come in binary form. Under a name it is prepared once.
  func run(
    _ sql: String, _ parameters: [Parameter], as name: String? = nil
  ) throws -> PostgresRows {
    if let name {
      return try run([Question(sql: sql, parameters: parameters, name: name)])[0].get()
    }
    return try checked(
      bound(parameters) { values, lengths, formats in
        library.execParams(
          connection, sql, Int32(parameters.count), Self.types(of: parameters), values, lengths,
          formats, 1)
      })
  }

  /// Runs statements, each as a transaction of its own whatever came of the ones before; all of them in one
  /// journey to the server, where libpq can.
  func run(_ questions: [Question]) throws -> [Result<PostgresRows, any Error>] {
    for question in questions where !prepared.contains(question.name) {
      let types = Self.types(of: question.parameters)
      _ = try checked(
        library.prepare(connection, question.name, question.sql, Int32(types.count), types))
      prepared.insert(question.name)
    }
    guard questions.count > 1, let pipeline = library.pipeline, pipeline.enter(connection) == 1
    else {
      return questions.map { question in
        Result {
          try checked(
            bound(question.parameters) { values, lengths, formats in
              library.execPrepared(
                connection, question.name, Int32(question.parameters.count), values, lengths,
                formats, 1)
            })
        }
      }
    }
    defer { _ = pipeline.exit(connection) }
    for question in questions {
      let isSent = bound(question.parameters) { values, lengths, formats in
        pipeline.send(
          connection, question.name, Int32(question.parameters.count), values, lengths, formats, 1)
      }
      guard isSent == 1, pipeline.sync(connection) == 1 else { throw lost() }
    }
    return questions.map { _ in
      let answer = Result { try checked(pipeline.next(connection)) }
      // The end of the answer, and that of its transaction.
      for _ in 0..<2 { if let end = pipeline.next(connection) { library.clear(end) } }
      return answer
    }
  }

  private static func types(of parameters: [Parameter]) -> [UInt32] {
    parameters.map {
      switch $0 {
      case .text: 25
      case .bytes: 17
      case .integer: 20
      }
    }
  }

  /// Gives the addresses, lengths and formats of parameters.
  private func bound<Result>(
    _ parameters: [Parameter],
    _ body: (UnsafePointer<LibPQ.Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
  ) -> Result {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for parameter in parameters {
      switch parameter {
      case .text(let text): bytes += text.utf8
      case .bytes(let added): bytes += added
      case .integer(let number):
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
      }
      ends.append(bytes.count)
    }
    let starts = [0] + ends.dropLast()
    let lengths = zip(starts, ends).map { Int32($1 - $0) }
    let formats = [Int32](repeating: 1, count: parameters.count)
    // An empty value needs an address too.
    bytes.append(0)
    return bytes.withUnsafeBytes { buffer in
      let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      let values: [LibPQ.Text?] = starts.prefix(parameters.count).map { start in
        base.map { $0 + start }
      }
      return body(values, lengths, formats)
    }
  }

  private func checked(_ result: LibPQ.Result?) throws -> PostgresRows {
    guard let result else { throw lost() }
    let rows = PostgresRows(library, result)
    // Commands that are done, and rows.
    guard ![1, 2].contains(library.resultStatus(result)) else { return rows }
    let state = library.errorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
    let said = library.errorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
    guard let state, library.status(connection) == 0 else { throw lost() }
    throw PostgresFailure(state: state, message: Self.inOneLine(said ?? "")).rejection(address)
  }

  private func lost() -> Rejection {
    let said = library.errorMessage(connection).map { String(cString: $0) } ?? ""
    return Rejection(
      .hubUnreachable,
      "the connection to the hub \(address) was lost: \(Self.inOneLine(said))",
      hint: "Try again.")
  }

  /// Whether it still stands, as far as is known.
  var isOpen: Bool { library.status(connection) == 0 }

  /// The same, after a look at what the server may have said since: that it has gone, for one.
  var isAlive: Bool {
    var polled = pollfd(fd: library.socket(connection), events: Int16(POLLIN), revents: 0)
    if poll(&polled, 1, 0) > 0, library.consumeInput(connection) != 1 { return false }
    return isOpen
  }

  /// Waits for a notification, at most so long; another word of the server ends it, too.
  func waitForNotification(seconds: Double) throws {
    var polled = pollfd(fd: library.socket(connection), events: Int16(POLLIN), revents: 0)
    _ = poll(&polled, 1, Int32(min(seconds, 1e6) * 1000))
    guard library.consumeInput(connection) == 1 else { throw lost() }
    while let notification = library.notifies(connection) { library.freemem(notification) }
  }
}

/// The rows that a statement gave.
final class PostgresRows {
  private let library: LibPQ
  private let result: LibPQ.Result
  let count: Int

  init(_ library: LibPQ, _ result: LibPQ.Result) {
    (self.library, self.result) = (library, result)
    count = Int(library.rows(result))
  }

  deinit { library.clear(result) }

  /// The bytes of a cell; nil where it is NULL.
  func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
    guard library.isNull(result, Int32(row), Int32(column)) == 0,
      let start = library.value(result, Int32(row), Int32(column))
    else { return nil }
    return Array(
      UnsafeRawBufferPointer(
        start: start, count: Int(library.length(result, Int32(row), Int32(column)))))
  }

  /// A cell as text; nil where it is NULL.
  func text(_ row: Int, _ column: Int) throws -> String? {
    guard let bytes = bytes(row, column) else { return nil }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(.damagedHub, "a text of the hub is none")
    }
    return text
  }

  /// A bigint in binary form.
  func integer(_ row: Int, _ column: Int) throws -> Int64 {
    guard let bytes = bytes(row, column), bytes.count == 8 else {
      throw Rejection(.damagedHub, "a number of the hub is none")
    }
    return bytes.reduce(0) { $0 << 8 | Int64($1) }
  }
}

/// What PostgreSQL refused, by its SQLSTATE.
private struct PostgresFailure {
  let state: String
  let message: String

  /// The words for it.
  func rejection(_ address: String) -> Rejection {
    switch state {
    case "55P03", "57014":
      Rejection(.busy, "another desk holds the hub \(address)", hint: "Try again.")
    case "42501":
      Rejection(
        .hubRefused, "the hub \(address) refuses: \(message)",
        hint: message.contains("function")
          ? "Its owner grants stakebook_writer to those who may record."
          : "Its owner grants stakebook_reader, stakebook_writer or stakebook_redactor.")
    case "SB004":
      Rejection(.badActor, "the hub \(address) refuses: \(message)", hint: "Leave the actor out.")
    case "SB006":
      Rejection(
        .hubRefused, "the hub \(address) refuses: \(message)",
        hint: "Whoever keeps it runs `stakebook hub update`, once all desks have this version.")
    case "SB005":
      Rejection(
        .hubRefused, "the hub \(address) refuses: \(message)",
        hint: "Its owner grants stakebook_redactor.")
    case "SB001", "SB002", "SB003", "23505", "23514":
      Rejection(
        .damagedHub, "the hub \(address) refuses what was pushed: \(message)",
        hint: "Pull first; if it stays so, the hub is not as it was made.")
    case "3F000", "42P01", "42883", "42703": Rejection.noHub(address)
    case "53100", "53200", "58030":
      Rejection(.hubUnreachable, "the hub \(address) cannot record: \(message)", hint: "Try again.")
    // A standby, or a primary that became one.
    case "25006":
      Rejection(
        .hubUnreachable, "the hub \(address) takes nothing now: \(message)",
        hint: "What is said meanwhile waits in the outbox.")
    case _ where ["08", "57", "25"].contains(state.prefix(2)):
      Rejection(
        .hubUnreachable, "the connection to the hub \(address) was lost: \(message)",
        hint: "Try again.")
    default:
      Rejection(
        .damagedHub, "the hub \(address) fails: \(message) (\(state))",
        hint: "Look at the server's log.")
    }
  }
}
