import Events

/// Writes a sentence of a language: puts the values of an event or a finding into its template.
struct SentenceWriter {
  private let wording: Wording
  /// The object that is looked in first stands last.
  private let objects: [JSONObject]
  private let kind: (String) -> Template.Kind?
  /// Where its figures lead.
  private let lead: Phrase.Lead?

  init(
    _ wording: Wording, _ objects: [JSONObject], figuresLeadTo lead: Phrase.Lead? = nil,
    _ kind: @escaping (String) -> Template.Kind?
  ) {
    self.wording = wording
    self.objects = objects
    self.lead = lead
    self.kind = kind
  }

  /// The sentence; nil where a value is missing that must be there.
  func written(_ template: Template) -> Phrase? { written(template.pieces) }

  /// The same of a part of a sentence.
  func written(_ pieces: [Template.Piece]) -> Phrase? {
    var phrase = Phrase()
    for piece in pieces {
      switch piece {
      case .words(let words): phrase.append(words)
      case .known(let name): if value(name) == nil { return nil }
      case .equal(let name, let word): if value(name)?.stringValue != word { return nil }
      case .value(let name):
        guard let kind = kind(name), let found = told(name, kind) else { return nil }
        let told = Self.isFigure(kind) ? found.leading(to: lead) : found
        phrase.append(said(phrase, told), elidedIn: wording)
      case .either(let choices):
        for choice in choices {
          guard let told = written(choice) else { continue }
          phrase.append(told, elidedIn: wording)
          break
        }
      case .each(let list, let between, let item):
        guard let items = value(list)?.arrayValue, !items.isEmpty else { return nil }
        for (place, object) in items.enumerated() {
          guard let object = object.objectValue,
            let told = SentenceWriter(wording, objects + [object], figuresLeadTo: lead, kind)
              .written(item)
          else { return nil }
          if place > 0 { phrase.append(between) }
          phrase.append(told)
        }
      }
    }
    return phrase
  }

  private static func isFigure(_ kind: Template.Kind) -> Bool {
    switch kind {
    case .figure, .share, .interval, .rate, .claimed: true
    default: false
    }
  }

  /// Without the noun of a round where the sentence has it already: *the round round A*.
  private func said(_ before: Phrase, _ told: Phrase) -> Phrase {
    let noun = wording(.roundNamed, "")
    guard told.text.hasPrefix(noun), before.text.lowercased().hasSuffix(noun.lowercased()) else {
      return told
    }
    return Phrase(String(told.text.dropFirst(noun.count)))
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
    case .headline: return objects.last.map { wording.headline(of: $0) }
    case .interval:
      guard let sum = value.objectValue, let low = sum["low"]?.integerValue else { return nil }
      let high = sum["high"]?.integerValue
      let isConverted = sum["converted"] == .integer(1)
      return Phrase(
        wording.sum(from: low, to: high, sum.text("currency"), isConverted: isConverted))
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
      return Phrase(wording(.and, told.dropLast().joined(separator: ", "), told.last ?? ""))
    default:
      let text = value.stringValue ?? value.integerValue.map(String.init)
      return text.map { self.told($0, kind) }
    }
  }

  private func told(_ text: String, _ kind: Template.Kind) -> Phrase {
    switch kind {
    case .entity: Phrase(wording.name(text))
    case .name: Phrase(wording.thing(text))
    case .names: Phrase(wording.things(text))
    case .date: Phrase(wording.date(text, inSentence: true))
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
    case "date"?: return wording.date(text, inSentence: true)
    case "period"?: return wording.period(text)
    case "rate"?: return wording.numeral(text)
    case "money"?, "percent"?, "quantity"?: return wording.stated(text, inSentence: true)
    default: return text
    }
  }
}
