/// A sentence in the words of a report, and which of them are not: what somebody wrote stays in the
/// language in which it was written, and what an older file says stays in English.
struct Phrase {
  /// A piece of it.
  struct Part {
    let text: String
    let isOriginal: Bool
  }

  private(set) var parts: [Part] = []

  /// The whole text.
  var text: String { parts.map(\.text).joined() }

  init() {}

  init(_ text: String, isOriginal: Bool = false) { append(text, isOriginal: isOriginal) }

  mutating func append(_ text: String, isOriginal: Bool = false) {
    guard !text.isEmpty else { return }
    parts.append(Part(text: text, isOriginal: isOriginal))
  }

  mutating func append(_ phrase: Phrase) { parts += phrase.parts }

  /// With what follows; French drops the vowel of *de* before another one.
  mutating func append(_ told: Phrase, elidedIn wording: Wording) {
    if let last = parts.last, !last.isOriginal, let first = told.parts.first {
      let elided = wording.elided(last.text, before: first.text)
      parts[parts.count - 1] = Part(text: elided, isOriginal: false)
    }
    append(told)
  }

  /// For a page in a language: what is not in it says so.
  func html(in language: Language) -> String {
    parts.map { part in
      part.isOriginal && language != .english
        ? "<span lang=\"en\">\(part.text.pageText)</span>" : part.text.pageText
    }.joined()
  }
}
