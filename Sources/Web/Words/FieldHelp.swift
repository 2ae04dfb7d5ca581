import Stakebook

extension WebWords {
  /// What a field of a form means, and how its value is written where that does not go without saying.
  func help(of field: Field) -> Markup {
    let written = written(field.type)
    return written.isEmpty ? meaning(field) : "\(meaning(field)); \(written)"
  }

  /// What a field means; where it is not in the reader's language it says so.
  func meaning(_ field: Field) -> Markup {
    meaning(field.meaning).map { "\($0)" } ?? "<span lang=\"en\">\(field.meaning)</span>"
  }

  /// How a value is written, with what can be said in the reader's language.
  func grammar(of type: FieldType) -> Markup {
    guard pages.language != .english, let told = told(type) else {
      return "<span lang=\"en\">\(type.grammar)</span>"
    }
    return "\(told)"
  }

  private func told(_ type: FieldType) -> String? {
    switch type {
    case .text: self(.plainText)
    case .count: self(.wholeNumber)
    case .event: self(.eventName)
    case .slug(let noun): self(.slugOf, self.noun(noun.rawValue))
    case .list(let element): self(.listOf, told(element) ?? element.grammar)
    default: nil
    }
  }

  private func written(_ type: FieldType) -> String {
    switch type {
    case .slug(.entity): self(.anyName)
    case .slug(let noun): self(.shortName, noun.example)
    case .event: self(.eventName)
    case .count: self(.wholeNumber)
    case .text, .flag, .choice, .object, .list(.object): ""
    case .list(let element):
      [written(element), self(.oneALine)].filter { !$0.isEmpty }.joined(separator: ", ")
    default: self(.suchAs, type.grammar)
    }
  }
}
