// What a refusal says beside the fault: the field that takes what was written, the word that was meant.

extension [Field] {
  /// The fields that take what was said for another of them: a price told as the strike of all.
  ///
  /// Of the forms that read it the narrowest, and none where the field itself is of that form.
  func others(for said: JSON, besides field: Field) -> [Field] {
    guard let text = said.stringValue, field.type.form != nil else { return [] }
    for form in FieldType.Form.allCases where form != field.type.form {
      let others = filter { $0.type.form == form && $0.type.reads(text) }
      if !others.isEmpty { return others }
    }
    return []
  }
}

extension FieldType {
  /// In which form a value is written, the narrower first: a quantity is any number with a unit.
  enum Form: CaseIterable {
    case price, money, percent, period, date, quantity

    /// What is written, at the beginning of a sentence.
    var noun: String {
      switch self {
      case .price: "The price of a unit (such as USD 0.005 a share)"
      case .money: "An amount of money"
      case .percent: "A percent"
      case .period: "A length of time"
      case .date: "A date"
      case .quantity: "A quantity"
      }
    }
  }

  var form: Form? {
    switch self {
    case .price: .price
    case .money: .money
    case .percent: .percent
    case .period: .period
    case .date: .date
    case .quantity: .quantity
    default: nil
    }
  }

  fileprivate func reads(_ text: String) -> Bool {
    switch self {
    // Money with fractions of a cent is the price of something.
    case .price: (try? Price(text)) != nil || (try? Price("\(text) a unit")) != nil
    case .money: (try? Money(text)) != nil
    case .percent: (try? Percent(text)) != nil
    case .period: (try? Period(text)) != nil && !text.isBareNumber
    // A bare number is any year.
    case .date: (try? PartialDate(text)) != nil && !text.isBareNumber
    case .quantity: (try? Quantity(text)) != nil && !text.isBareNumber
    default: false
    }
  }
}

extension FieldType {
  /// What to do about a field that is missing.
  func howToWrite(_ path: String) -> String {
    guard case .choice(let words) = self, words.count > Rejection.glance else {
      return "Write \(path)=… (\(grammar))."
    }
    let first = words.prefix(3).joined(separator: ", ")
    return "Write \(path)=… (\(first) …). \(Rejection.wordsOfType)"
  }
}

extension String {
  fileprivate var isBareNumber: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

extension Rejection {
  /// The same refusal, with the fields that take what was written as its hint; none: as it is.
  func pointing(to fields: [Field], within path: String) -> Rejection {
    guard let form = fields.first?.type.form else { return self }
    let names = fields.map { "'\(path.isEmpty ? $0.name : "\(path).\($0.name)")'" }
    return Rejection(
      code, message, hint: "\(form.noun) goes into \(names.either).", at: location)
  }

  /// The refusal of a word that is none of a closed list: the near ones as its hint, and the list where
  /// it can be taken in at a glance.
  package init(_ code: Code, _ word: String, notAmong words: [String]) {
    let isShort = words.count <= Self.glance
    let near = likely(for: word, among: words)
    var hints = near.isEmpty ? [] : ["Did you mean \(near.map { "'\($0)'" }.either)?"]
    if !isShort { hints.append(Self.wordsOfType) }
    self.init(
      code,
      "'\(word.prefix(60))' is not one of "
        + (isShort
          ? words.joined(separator: ", ") : "the \(words.count) words that may stand there"),
      hint: hints.isEmpty ? nil : hints.joined(separator: " "))
  }

  /// The most words that a line still shows.
  fileprivate static let glance = 12
  fileprivate static let wordsOfType = "`stakebook types TYPE` lists them."

  /// The same refusal of an event of this type, which its hint may name.
  func ofType(_ type: EventType) -> Rejection {
    guard let hint, hint.hasSuffix(Self.wordsOfType) else { return self }
    let named = Self.wordsOfType.replacing("TYPE", with: type.text)
    return Rejection(
      code, message, hint: hint.dropLast(Self.wordsOfType.count) + named, at: location)
  }
}

extension [String] {
  /// `a`, `a or b`, `a, b or c`.
  fileprivate var either: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " or " + self[count - 1]
  }
}
