import Events
import Projections

// What an event says and what a contradiction says, from the values that the snapshot tells beside
// the English sentence. Where these are not there, as in files of before, the sentence itself is
// told.

extension Wording {
  /// What a contradiction says.
  func sentence(of finding: JSONObject) -> Phrase {
    let details = finding["details"]?.objectValue
    let template = Translation.template(of: "rule.\(finding.text("rule"))", in: language)
    let told = template.flatMap { template in
      details.flatMap { Telling(self, [$0]) { DiscrepancyRule.values[$0] }.told(template) }
    }
    return shortened(told ?? Phrase(finding.text("sentence"), isOriginal: true))
  }

  /// What an event says, in a line.
  func headline(of event: JSONObject) -> Phrase {
    shortened(toldHeadline(of: event) ?? Phrase(event.text("headline"), isOriginal: true))
  }

  private func toldHeadline(of event: JSONObject) -> Phrase? {
    let type = event.text("type")
    guard let details = event["details"]?.objectValue else {
      let isErased = event.text("headline") == "\(type), erased"
      return isErased ? Phrase(self(.erased, stored("type", type))) : nil
    }
    guard let shape = Catalogue.shapes[type],
      let template = Translation.template(of: "type.\(type)", in: language)
    else { return nil }
    return Telling(self, [details], shape.kind).told(template)
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
    case nil:
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
      let template = Translation.template(of: "fact.\(family.name)", in: language)
    else { return nil }
    values["thing"] = .string(first)
    let isEntity = fact.text("family") == "entity"
    return Telling(self, [values]) { name in
      if name == "thing", isEntity { return .entity }
      return family.parts.first { $0.name == name }?.kind
    }.told(template)
  }
}

/// The values of one sentence, and how each is told.
struct Telling {
  private let wording: Wording
  /// The object that is looked in first stands last.
  private let objects: [JSONObject]
  private let kind: (String) -> Template.Kind?

  init(_ wording: Wording, _ objects: [JSONObject], _ kind: @escaping (String) -> Template.Kind?) {
    self.wording = wording
    self.objects = objects
    self.kind = kind
  }

  /// The sentence; nil where a value is missing that must be there.
  func told(_ template: Template) -> Phrase? { told(template.pieces) }

  private func told(_ pieces: [Template.Piece]) -> Phrase? {
    var phrase = Phrase()
    for piece in pieces {
      switch piece {
      case .words(let words): phrase.append(words)
      case .known(let name): if value(name) == nil { return nil }
      case .value(let name):
        guard let told = kind(name).flatMap({ told(name, $0) }) else { return nil }
        phrase.append(told, elidedIn: wording)
      case .either(let choices):
        for choice in choices {
          guard let told = told(choice) else { continue }
          phrase.append(told, elidedIn: wording)
          break
        }
      case .each(let list, let between, let item):
        guard let items = value(list)?.arrayValue, !items.isEmpty else { return nil }
        for (place, object) in items.enumerated() {
          guard let object = object.objectValue,
            let told = Telling(wording, objects + [object], kind).told(item)
          else { return nil }
          if place > 0 { phrase.append(between) }
          phrase.append(told)
        }
      }
    }
    return phrase
  }

  private func value(_ name: String) -> JSON? {
    let found = objects.reversed().lazy.compactMap { $0[name] }.first
    return found == .null ? nil : found
  }

  private func told(_ name: String, _ kind: Template.Kind) -> Phrase? {
    switch kind {
    case .claimed:
      return objects.last?[name].map { Phrase(claimed($0)) }
    default:
      guard let value = value(name) else { return nil }
      return told(value, kind)
    }
  }

  private func told(_ value: JSON, _ kind: Template.Kind) -> Phrase? {
    switch kind {
    case .fact: return value.objectValue.flatMap(wording.fact)
    case .headline: return objects.last.map(wording.headline)
    case .interval:
      guard let sum = value.objectValue, let low = sum["low"]?.integerValue else { return nil }
      let high = sum["high"]?.integerValue
      return Phrase(wording.sum(from: low, to: high, sum.text("currency")))
    case .share:
      guard let ppb = value.integerValue else { return nil }
      return Phrase(wording.percent(ppb, low: ppb, high: ppb))
    case .list(let element):
      guard let items = value.arrayValue, !items.isEmpty else { return nil }
      let told = items.compactMap { self.told($0, element)?.text }
      guard told.count == items.count else { return nil }
      guard case .entity = element, told.count > 1 else {
        return Phrase(told.joined(separator: ", "))
      }
      let last = wording(.and) + (told.last ?? "")
      return Phrase(told.dropLast().joined(separator: ", ") + last)
    default:
      let text = value.stringValue ?? value.integerValue.map(String.init)
      return text.map { self.told($0, kind) }
    }
  }

  private func told(_ text: String, _ kind: Template.Kind) -> Phrase {
    switch kind {
    case .entity: Phrase(wording.name(text))
    case .names: Phrase(text.spaced)
    case .date: Phrase(wording.date(text))
    case .figure: Phrase(wording.stated(text, inSentence: true))
    case .rate: Phrase(wording.numeral(text))
    case .period: Phrase(wording.period(text))
    case .word(let kind): Phrase(wording.stored(kind, text))
    case .text: Phrase(text, isOriginal: true)
    default: Phrase(text)
    }
  }

  /// The value of a claim; a term without a value was removed.
  private func claimed(_ value: JSON) -> String {
    guard let text = value.stringValue ?? value.integerValue.map(String.init) else {
      return wording(.removed)
    }
    switch self.value("measure")?.stringValue {
    case "flag"?: return wording(text == "0" ? .no : .yes)
    case "word"?:
      let aspect = self.value("fact")?.objectValue?.text("aspect") ?? ""
      let field = aspect.split(whereSeparator: { ".#".contains($0) }).last ?? ""
      return wording.stored(String(field), text)
    case "entity"?: return wording.name(text)
    case "date"?: return wording.date(text)
    case "period"?: return wording.period(text)
    case "rate"?: return wording.numeral(text)
    case "money"?, "percent"?, "quantity"?: return wording.stated(text, inSentence: true)
    default: return text
    }
  }
}

extension Phrase {
  /// With what follows; French drops the vowel of *de* before another one.
  fileprivate mutating func append(_ told: Phrase, elidedIn wording: Wording) {
    guard let last = parts.last, !last.isOriginal, let first = told.parts.first else {
      return append(told)
    }
    let elided = wording.elided(last.text, before: first.text)
    replaceLast(with: elided)
    append(told)
  }

  private mutating func replaceLast(with text: String) {
    var rest = Phrase()
    for part in parts.dropLast() { rest.append(part.text, isOriginal: part.isOriginal) }
    rest.append(text)
    self = rest
  }
}

extension Catalogue {
  /// The shapes by the stored names of their types.
  fileprivate static let shapes: [String: Shape] = Dictionary(
    uniqueKeysWithValues: types.map { ($0.type.text, $0.shape) })
}
