import ArgumentParser
import Foundation
import Stakebook

/// What the dot commands do. Without their argument they tell how it is.
extension ShellSession {
  /// Runs a command of the program with the words, in the shell's own format.
  func run(_ command: (some ParsableCommand).Type, _ words: [String]) throws {
    var command = try command.parse(
      (options.rows.format.map { ["--format", $0.rawValue] } ?? [])
        + (options.output.isUnpaged ? ["--no-pager"] : []) + words)
    try command.run()
  }

  func readAsOf(_ day: String) throws {
    guard !day.isEmpty else { return try tell(options.clock.asOf ?? "today") }
    try change { $0.clock.asOf = day == "today" ? nil : day }
  }

  func readKnownAt(_ time: String) throws {
    guard !time.isEmpty else { return try tell(options.clock.knownAt ?? "everything") }
    try change { $0.clock.knownAt = time == "everything" ? nil : time }
  }

  func readPublicBy(_ day: String) throws {
    guard !day.isEmpty else { return try tell(options.clock.publicBy ?? "everything") }
    try change { $0.clock.publicBy = day == "everything" ? nil : day }
  }

  func setFormat(_ name: String) throws {
    guard !name.isEmpty else { return try tell((options.rows.format ?? .table).rawValue) }
    guard let format = RowFormat(rawValue: name) else {
      let names = RowFormat.allCases.map(\.rawValue)
      throw Rejection(
        .badUsage, "there is no format '\(name.prefix(60))'",
        hint: nearest(to: name, among: names).map { "Did you mean '\($0)'?" }
          ?? "There are \(names.joined(separator: ", ")).")
    }
    options.rows.format = format
  }

  func setHeaders(_ word: String) throws {
    guard let isOn = try Self.isOn(word) else {
      return try tell(options.rows.headers ? "on" : "off")
    }
    options.rows.headers = isOn
  }

  func setTimer(_ word: String) throws {
    guard let isOn = try Self.isOn(word) else { return try tell(isTimed ? "on" : "off") }
    isTimed = isOn
  }

  /// Nil without a word.
  private static func isOn(_ word: String) throws(Rejection) -> Bool? {
    switch word {
    case "": return nil
    case "on", "yes", "1": return true
    case "off", "no", "0": return false
    default:
      throw Rejection(.badUsage, "'\(word.prefix(60))' is neither on nor off")
    }
  }

  /// Runs the statements of a file; a fault has its place there.
  func read(_ file: String) throws {
    guard !file.isEmpty else {
      throw Rejection(.badUsage, "there is no file", hint: "Write .read FILE.")
    }
    let sql = try SQL.text(of: file)
    try ask(sql, try QueryParameters(words: options.parameters).spare, file: file)
  }

  func writeOnce(to file: String) throws {
    guard !file.isEmpty else {
      throw Rejection(.badUsage, "there is no file", hint: "Write .once FILE.")
    }
    once = file
  }

  func setTimeout(_ seconds: String) throws {
    guard !seconds.isEmpty else {
      return try tell(options.timeout.defaultValueDescription)
    }
    guard let timeout = Bound<Double>(argument: seconds) else {
      throw Rejection(
        .badUsage, "'\(seconds.prefix(60))' is no number of seconds",
        hint: "Write one such as 30, or none.")
    }
    try change { $0.timeout = timeout }
  }

  func setParameter(_ word: String) throws {
    guard !word.isEmpty else {
      return try write(options.parameters.map { legible($0) + "\n" }.joined())
    }
    guard word != "none" else { return options.parameters = [] }
    _ = try QueryParameters(words: [word])
    options.parameters.removeAll { Self.name(of: $0) == Self.name(of: word) }
    options.parameters.append(word)
  }

  /// The parameter that a word such as `:day=2025` or `day:="2025"` is about.
  private static func name(of word: String) -> Substring {
    word.prefix { $0 != "=" }.trimmingPrefix { ":@$".contains($0) }.prefix { $0 != ":" }
  }

  /// The parameters of the session help, as far as the query has them.
  func runSaved(_ line: String) throws {
    let words = try Self.words(of: line)
    guard let name = words.first else {
      throw Rejection(.badUsage, "there is no query", hint: "`.queries` lists them.")
    }
    let query = try SavedQueries(ledger: options.ledger.path).named(name)
    let given = Array(words.dropFirst())
    let own = options.parameters.filter { word in
      query.parameters.contains { $0.name == Self.name(of: word) }
        && !given.contains { Self.name(of: $0) == Self.name(of: word) }
    }
    let parameters = try query.complete(QueryParameters(words: own + given))
    try ask(query.sql, parameters, file: query.file ?? query.name)
  }

  func chart(_ query: String) throws {
    if !query.isEmpty {
      try keep(query, try QueryParameters(words: options.parameters).spare)
    }
    guard !last.columns.isEmpty else {
      throw Rejection(
        .noChart, "there is no result to draw", hint: "Ask first, or write .chart QUERY.")
    }
    let chart = try TextChart(columns: last.columns, rows: last.rows)
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let isUnicode =
      environment["TERM"] != "dumb" && locale?.lowercased().contains(/utf-?8/) == true
    try write(chart.drawn(width: Terminal.size?.columns ?? 80, isUnicode: isUnicode))
  }

  private func tell(_ text: String) throws { try write(legible(text) + "\n") }

  /// The words of a line; quotes hold one together.
  private static func words(of line: String) throws(Rejection) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      // The quotes of JSON are its own.
      let isOfJSON = word?.contains(":=") == true
      if character == quote {
        quote = nil
        if isOfJSON { word?.append(character) }
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = (word ?? "") + (isOfJSON ? String(character) : "")
      } else if quote == nil, character.isWhitespace {
        if let ended = word { words.append(ended) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw Rejection(.badUsage, "a quote is not closed") }
    return words + (word.map { [$0] } ?? [])
  }
}
