import Stakebook

/// What can stand for a word that is being typed into the shell.
struct ShellCompletion {
  let vocabulary: QueryConnection.Vocabulary
  /// The names of the saved queries.
  let queries: [String]

  /// In alphabetical order; `before` is all of the statement that stands before the word.
  ///
  /// After FROM and JOIN there are the views, behind `view.` its columns, elsewhere the columns of the
  /// views that are named so far (of all, where none is), functions, and keywords in the case in which
  /// the word is typed.
  func candidates(for word: String, before: String) -> [String] {
    let start = before.drop { $0.isWhitespace }
    if start.isEmpty, word.hasPrefix(".") {
      return Self.matching(word, DotCommand.all.map { ".\($0.name)" })
    }
    if start.hasPrefix(".") {
      let name = start.dropFirst().prefix { !$0.isWhitespace }
      guard name == "chart" else {
        let command = DotCommand.all.first { $0.name == name }
        return Self.matching(word, command?.arguments(self) ?? [])
      }
    }
    return sqlCandidates(for: word, before: before)
  }

  var views: [String] { vocabulary.columnsByView.keys.sorted() }

  private func sqlCandidates(for word: String, before: String) -> [String] {
    let words = before.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }
      .map(String.init)
    if let last = words.last, ["from", "join"].contains(last), before.last?.isWhitespace == true {
      return Self.matching(word, views)
    }
    let named = Set(words).compactMap { vocabulary.columnsByView[$0] }
    let columns = named.isEmpty ? Array(vocabulary.columnsByView.values) : named
    if let dot = word.lastIndex(of: ".") {
      let qualifier = word[..<dot]
      let own = vocabulary.columnsByView[qualifier.lowercased()].map { [$0] } ?? columns
      return Self.matching(word, own.joined().map { "\(qualifier).\($0)" })
    }
    guard !word.isEmpty else { return [] }
    let isLower = word == word.lowercased()
    let keywords = vocabulary.keywords.map { isLower ? $0.lowercased() : $0 }
    return Self.matching(
      word, columns.joined() + views + vocabulary.functions.map { "\($0)(" } + keywords)
  }

  private static func matching(_ word: String, _ names: [String]) -> [String] {
    let word = word.lowercased()
    return Set(names.filter { $0.lowercased().hasPrefix(word) }).sorted()
  }
}
