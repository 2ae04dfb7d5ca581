import Foundation
import Stakebook

/// Writes a mapping beside a table, asking where somebody sits at the terminal.
struct GuideSession {
  let file: String
  let terms: TableTerms
  let said: [ColumnRole: String]

  /// `deals.map.yaml` beside `deals.xlsx`.
  private var place: String {
    let name = file == "-" ? "table" : file
    let end = name.lastIndex(of: ".").flatMap { dot in
      name[dot...].contains("/") ? nil : dot
    }
    return (end.map { String(name[..<$0]) } ?? name) + ".map.yaml"
  }

  func run(_ ledger: LedgerOption, _ wait: Wait) throws {
    let place = place
    guard !FileManager.default.fileExists(atPath: place) else {
      throw Rejection(
        .fileExists, "the mapping \(place) is there already",
        hint: "Import with --map \(place), or move it away to begin anew.")
    }
    let name = place.split(separator: "/").last.map { String($0.dropLast(9)) } ?? "table"
    let guide = Guide(file, name: name, terms, said: said)
    let isAnswered = isatty(0) == 1 && isatty(1) == 1
    try ledger.use(Ledger.rehearsing(at:)) { (ledger: Ledger) throws in
      let answers = Guide.Answers(choose: { try ask($0) }, write: { try askText($0) })
      let text: String = try guide.text(for: ledger, answers: isAnswered ? answers : nil)
      try Output.write(to: place) { output in try output.write(text) }
      try say("wrote \(place)")
      try say("look it through, then: stakebook import \(file) --map \(place) -n")
    }
  }

  /// Asks at the terminal: Enter takes the first answer, a number or the beginning of a name another.
  private func ask(_ question: Guide.Question) throws -> Int {
    try say("\n\(question.text)")
    func shown(_ examples: [String]) -> String {
      examples.isEmpty ? "" : "  (\(examples.map { "'\($0)'" }.joined(separator: ", ")))"
    }
    let isShared = question.examples.count == 1 && question.answers.count > 1
    if isShared { try say("  \(shown(question.examples[0]))") }
    for (place, answer) in question.answers.enumerated() {
      try say("  \(place + 1) \(answer)\(isShared ? "" : shown(question.examples[place]))")
    }
    while true {
      let answer = try answer("[\(question.answers[0])] ")
      if answer.isEmpty { return 0 }
      if let number = Int(answer), question.answers.indices.contains(number - 1) {
        return number - 1
      }
      let found = question.answers.indices.filter {
        question.answers[$0].lowercased().hasPrefix(answer.lowercased())
      }
      if let only = found.first, found.count == 1 { return only }
      try say("  write a number from 1 to \(question.answers.count), or press Enter")
    }
  }

  /// Asks for a name.
  private func askText(_ question: String) throws -> String {
    try say("\n\(question)")
    return try answer("> ")
  }

  private func answer(_ prompt: String) throws -> String {
    try say(prompt, terminator: "")
    guard let line = readLine() else {
      // The error stands on a line of its own.
      try say("")
      throw Rejection(
        .badUsage, "the questions were not answered, and nothing was written",
        hint:
          "Answer them, or run the guide without a terminal: stakebook import FILE --guide </dev/null."
      )
    }
    return line.trimmingCharacters(in: .whitespaces)
  }
}
