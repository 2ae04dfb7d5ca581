import Events
import Projections

/// A sentence in the words of a report, and which of them are not: what somebody wrote stays in the
/// language in which it was written, and what an older file says stays in English.
struct Phrase {
  /// What tells why a figure is so, on pages that lead there.
  enum Lead: Equatable {
    /// A row, by its name.
    case row(String)
    /// The rows of which it is the sum.
    case rows([String])
    /// The events from which it comes.
    case events([Seq])
    /// The chapter in which the rows stand that it counts.
    case topic(View.Topic)
  }

  /// A piece of it.
  struct Part {
    let text: String
    let isOriginal: Bool
    /// Where it leads, where it is a figure.
    var lead: Lead?
  }

  private(set) var parts: [Part] = []

  /// The whole text.
  var text: String { parts.map(\.text).joined() }

  init() {}

  init(_ text: String, isOriginal: Bool = false) { append(text, isOriginal: isOriginal) }

  /// A figure of a row, which leads to why it is so where pages do.
  init(_ text: String, of row: String?) { self.init(text, leadsTo: row.map(Lead.row)) }

  /// A figure, which leads to what it is made of where pages do.
  init(_ text: String, leadsTo lead: Lead?) {
    guard !text.isEmpty else { return }
    parts.append(Part(text: text, isOriginal: false, lead: lead))
  }

  mutating func append(_ text: String, isOriginal: Bool = false) {
    guard !text.isEmpty else { return }
    parts.append(Part(text: text, isOriginal: isOriginal))
  }

  mutating func append(_ phrase: Phrase) { parts += phrase.parts }

  /// All of it leading to one place.
  func leading(to lead: Lead?) -> Phrase {
    var phrase = self
    for place in parts.indices { phrase.parts[place].lead = lead }
    return phrase
  }

  /// With what follows; French drops the vowel of *de* before another one.
  mutating func append(_ told: Phrase, elidedIn wording: Wording) {
    if let last = parts.last, !last.isOriginal, let first = told.parts.first {
      let elided = wording.elided(last.text, before: first.text)
      parts[parts.count - 1] = Part(text: elided, isOriginal: false, lead: last.lead)
    }
    append(told)
  }

  /// For a page in a language: what is not in it says so.
  func html(in language: Language) -> String { html(in: language) { text, _ in text } }

  /// The same, with what a page makes of a figure: its HTML and where it leads go in.
  func html(in language: Language, _ figure: (String, Lead?) -> String) -> String {
    var (told, open) = ("", "")
    for (place, part) in parts.enumerated() {
      open +=
        part.isOriginal && language != .english
        ? "<span lang=\"en\">\(part.text.pageText)</span>" : part.text.pageText
      // What follows each other and leads to one place is one link.
      guard part.lead == nil || place + 1 == parts.count || parts[place + 1].lead != part.lead
      else { continue }
      told += figure(open, part.lead)
      open = ""
    }
    return told
  }

  /// With a small first letter.
  var begunSmall: Phrase {
    var small = self
    guard let first = parts.first else { return self }
    let text = first.text.prefix(1).lowercased() + first.text.dropFirst()
    small.parts[0] = Part(text: text, isOriginal: first.isOriginal, lead: first.lead)
    return small
  }

  /// With a full stop, where it has none.
  var ended: Phrase {
    var ended = self
    if !text.hasSuffix(".") { ended.append(".") }
    return ended
  }
}

extension [Phrase] {
  /// One after the other, with a text between them.
  func joined(separator: String) -> Phrase {
    var joined = Phrase()
    for (place, phrase) in enumerated() {
      if place > 0 { joined.append(separator) }
      joined.append(phrase)
    }
    return joined
  }
}
