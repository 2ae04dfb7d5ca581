import Events
import Projections

// What an event says and what a contradiction says, from the values that the snapshot tells beside
// the English sentence. Where these are not there, as in files of before, the sentence itself is
// told.

extension Wording {
  /// What the rules, the families of facts and the event types say in English, by the keys that the
  /// sentences have in other languages' files.
  static let englishSentences: [String: Template] = Dictionary(
    uniqueKeysWithValues: DiscrepancyRule.all.map { ("finding.\($0.name)", $0.sentence) }
      + DiscrepancyRule.all.compactMap { rule in rule.together.map { ("together.\(rule.name)", $0) }
      }
      + (FactFamily.all + [.act, .term]).map { ("fact.\($0.name)", $0.template) }
      + Catalogue.types.map { ("headline.\($0.type)", $0.shape.template) })

  private func sentence(_ key: String) -> Template? {
    language == .english ? Self.englishSentences[key] : file.sentences[key]
  }

  /// What a contradiction says; its figures lead to its events.
  func sentence(of finding: JSONObject) -> Phrase {
    let told = sentence("finding.\(finding.text("rule"))").flatMap { written($0.pieces, finding) }
    return shortened(told ?? Phrase(finding.text("sentence"), isOriginal: true))
  }

  /// What several contradictions of a rule have in common; nil where each says it best by itself.
  func shared(by rule: String) -> Phrase? {
    sentence("together.\(rule)")?.parted.flatMap {
      SentenceWriter(self, []) { DiscrepancyRule.values[$0] }.written($0.shared)
    }
  }

  /// What one of them adds to that.
  func own(_ finding: JSONObject) -> Phrase {
    let told = sentence("together.\(finding.text("rule"))")?.parted.flatMap {
      written($0.own, finding)
    }
    return told.map(shortened) ?? sentence(of: finding)
  }

  private func written(_ pieces: [Template.Piece], _ finding: JSONObject) -> Phrase? {
    finding["details"]?.objectValue.flatMap { details in
      SentenceWriter(self, [details], figuresLeadTo: .events(Snapshot.events(of: finding))) {
        DiscrepancyRule.values[$0]
      }.written(pieces)
    }
  }

  /// What an event says, in a line; where it goes on with a sentence with a small letter, as far as the
  /// language has it.
  func headline(of event: JSONObject, goesOn: Bool = false) -> Phrase {
    let told = toldHeadline(of: event)
    let isSmall =
      goesOn && file[.goesOnSmall] != nil
      && sentence("headline.\(event.text("type"))")?.beginsWithWords == true
    return shortened(
      (isSmall ? told?.begunSmall : told) ?? Phrase(event.text("headline"), isOriginal: true))
  }

  private func toldHeadline(of event: JSONObject) -> Phrase? {
    let type = event.text("type")
    guard let details = event["details"]?.objectValue else {
      let isErased = event.text("headline") == "\(type), erased"
      return isErased ? Phrase(self(.erased, stored("type", type))) : nil
    }
    guard let shape = Catalogue.shapes[type], let template = sentence("headline.\(type)") else {
      return nil
    }
    return SentenceWriter(self, [details]) { name in
      // The slug that an entity gets is told as it is, not as people would write it.
      name == "entity" && type == EntityRegistered.type.text ? .text : shape.kind(of: name)
    }.written(template)
  }

  private func shortened(_ phrase: Phrase) -> Phrase {
    let text = phrase.text
    let short = shortened(text)
    return short == text ? phrase : Phrase(short, isOriginal: phrase.parts.allSatisfy(\.isOriginal))
  }

  /// What claims are about.
  func fact(_ fact: JSONObject) -> Phrase? {
    let parts = (fact["parts"]?.arrayValue ?? []).map { $0.stringValue ?? "" }
    let aspect = fact.text("aspect")
    let family: FactFamily?
    var values: JSONObject = [:]
    switch aspect.first {
    case nil, "+"?:
      family = FactFamily.all.first { $0.name == fact.text("family") }
      for (part, text) in zip(family?.parts ?? [], parts) where !text.isEmpty {
        values[part.name] = .string(text)
      }
    case "/"?:
      family = .act
      values["act"] = .string(String(aspect.dropFirst()))
    default:
      family = .term
      values["term"] = .string(String(aspect.dropFirst()))
    }
    guard let family, let first = parts.first,
      let template = sentence("fact.\(family.name)")
    else { return nil }
    values["thing"] = .string(first)
    let isEntity = fact.text("family") == "entity"
    return SentenceWriter(self, [values]) { name in
      if name == "thing", isEntity { return .entity }
      return family.parts.first { $0.name == name }?.kind
    }.written(template)
  }
}

extension Template {
  /// Whether it begins with words of the language, not with a name.
  fileprivate var beginsWithWords: Bool { Self.beginsWithWords(pieces) }

  private static func beginsWithWords(_ pieces: [Piece]) -> Bool {
    for piece in pieces {
      switch piece {
      case .known, .equal: continue
      case .words: return true
      case .either(let choices): return choices.allSatisfy(beginsWithWords)
      case .value, .each: return false
      }
    }
    return false
  }

  /// Of a sentence about several findings what it says of all of them, and what of each.
  fileprivate var parted: (shared: [Piece], own: [Piece])? {
    for (place, piece) in pieces.enumerated() {
      guard case .each("alike", _, let own) = piece else { continue }
      var shared = Array(pieces[..<place])
      if case .words(let words)? = shared.last {
        shared[shared.count - 1] = .words(words.last == " " ? String(words.dropLast()) : words)
      }
      return (shared, own)
    }
    return nil
  }
}

extension Catalogue {
  /// The shapes by the stored names of their types.
  static let shapes: [String: Shape] = Dictionary(
    uniqueKeysWithValues: types.map { ($0.type.text, $0.shape) })
}
