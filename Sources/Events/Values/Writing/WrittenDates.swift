// Dates as people write them: days in any order, months by name in English, French and German,
// quarters and halves. A year of two digits is that of this century up to 68, as POSIX has it.

extension Writing {
  /// A date as ``PartialDate`` reads it. Throws `ambiguous-date` and `bad-date`.
  public func date(_ text: String) throws(Rejection) -> String {
    let stated = withoutNotes(Events.plain(text))
    if let numbers = Self.numbers(of: stated) {
      guard let day = try day(numbers, of: text) else { throw Self.badDate(text) }
      return day
    }
    if (try? PartialDate(stated)) != nil { return stated }
    let (hedge, rest) = HedgeWords.split(stated)
    guard hedge.isEmpty || hedge == "about " else { throw Self.badDate(text) }
    try Self.refuseFiscal(rest, of: text)
    let circa = hedge.isEmpty ? "" : "~"
    if let dated = try calendar(Self.withoutTime(rest), of: text) { return circa + dated }
    throw Self.badDate(text)
  }

  /// Day, month and year in some order, where a text is three numbers and nothing else: most are.
  private static func numbers(of text: String) -> [Number]? {
    var numbers: [Number] = []
    var (value, digits) = (0, 0)
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39 where digits < 4:
        (value, digits) = (value * 10 + Int(byte) - 0x30, digits + 1)
      case 0x2D...0x2F where digits > 0 && numbers.count < 2:
        numbers.append(Number(value: value, digits: digits))
        (value, digits) = (0, 0)
      default: return nil
      }
    }
    guard numbers.count == 2, digits > 0 else { return nil }
    return numbers + [Number(value: value, digits: digits)]
  }

  private static func badDate(_ text: String) -> Rejection {
    Rejection(
      .badDate, "'\(text.prefix(60))' is not a date",
      hint: "Write it like \(PartialDate.grammar), Jan 2023 or 22 July 2019.")
  }

  /// Without a time of day behind the date.
  private static func withoutTime(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":") else { return text }
    let end = text[..<colon].lastIndex { $0 == " " || $0 == "T" }
    return end.map { String(text[..<$0]) } ?? text
  }

  private func calendar(_ text: String, of stated: String) throws(Rejection) -> String? {
    var words: [Word] = []
    let pieces = text.split(whereSeparator: { " ./-,'".contains($0) }).map { $0.lowercased() }
    for part in Word.withShortParts(pieces) {
      guard let read = Word.reading(part) else { return nil }
      words += read
    }
    let numbers = words.compactMap(\.number)
    let named = words.compactMap(\.month)
    let parts = words.compactMap(\.part)
    switch (numbers.count, named.count, parts.count) {
    case (1, 0, 1): return numbers[0].year.map { "\($0.padded(4))-\(parts[0])" }
    case (1, 1, 0):
      // `Feb-22` is a month; `22-Feb` may be a day of some year.
      if numbers[0].digits < 4, words.first?.number != nil, dates != .yearFirst {
        try Self.refuse(numbers[0], month: named[0], of: stated)
        if 1...31 ~= numbers[0].value { return nil }
      }
      return numbers[0].year.map { "\($0.padded(4))-\(named[0].padded(2))" }
    case (2, 1, 0): return try day(numbers, month: named[0], of: stated)
    case (2, 0, 0):
      guard let (year, month) = Self.pick(numbers, where: { $0.digits == 4 }),
        let year = year.year, 1...12 ~= month.value
      else { return nil }
      return "\(year.padded(4))-\(month.value.padded(2))"
    case (3, 0, 0): return try day(numbers, of: stated)
    default: return nil
    }
  }

  /// Refuses `22-Feb`, of which nobody knows whether it is a day or a year: spreadsheets make it of
  /// `Feb 22`.
  private static func refuse(
    _ number: Number, month: Int, of text: String
  ) throws(Rejection) {
    guard let year = number.year, 1...31 ~= number.value else { return }
    throw Rejection(
      .ambiguousDate,
      "'\(text.prefix(60))' can be \(year.padded(4))-\(month.padded(2)), or "
        + "\(number.value) \(Word.shortName(of: month)) of a year that it does not say",
      hint: "Write \(year.padded(4))-\(month.padded(2)), or the day with its year.")
  }

  /// Refuses `FY2021`: a company's year begins when it says.
  private static func refuseFiscal(_ text: String, of stated: String) throws(Rejection) {
    let letters = text.lowercased().prefix { $0.isLetter }
    let rest = text.dropFirst(letters.count).filter { !" .-'".contains($0) }
    guard fiscal.contains(String(letters)), !rest.isEmpty,
      rest.allSatisfy({ $0.isASCII && ($0.isNumber || "/qQhH".contains($0)) })
    else { return }
    throw Rejection(
      .ambiguousDate,
      "'\(stated.prefix(60))' is a fiscal year, which need not be that of the calendar",
      hint:
        "Write the year where it is, else the day or quarter; a mapping says it once for a column: "
        + "words: {\(stated.prefix(20)): …}.")
  }

  private static let fiscal: Set = ["fy", "gj", "geschäftsjahr", "exercice", "fiscal"]

  /// The number that is of that kind, and the other one; nil where both or none are.
  private static func pick(
    _ numbers: [Number], where isMeant: (Number) -> Bool
  ) -> (Number, Number)? {
    guard isMeant(numbers[0]) != isMeant(numbers[1]) else { return nil }
    return isMeant(numbers[0]) ? (numbers[0], numbers[1]) : (numbers[1], numbers[0])
  }

  /// A day whose month has a name: the year is the longer number, or the last.
  private func day(_ numbers: [Number], month: Int, of text: String) throws(Rejection) -> String? {
    let (year, day) =
      Self.pick(numbers, where: { $0.digits == 4 }) ?? (numbers[1], numbers[0])
    guard let number = year.year else { return nil }
    return Day(year: number, month: month, day: day.value)?.description
  }

  /// A day in numbers alone: each order that gives a day is a reading.
  private func day(_ numbers: [Number], of text: String) throws(Rejection) -> String? {
    func reading(_ year: Int, _ month: Int, _ day: Int) -> String? {
      numbers[year].year.flatMap {
        Day(year: $0, month: numbers[month].value, day: numbers[day].value)?.description
      }
    }
    let all: [(order: DateOrder, reading: String)] = DateOrder.allCases.compactMap { order in
      // A number of four digits is the year wherever it stands.
      if numbers[0].digits == 4 { guard order == .yearFirst else { return nil } }
      if numbers[2].digits == 4 { guard order != .yearFirst else { return nil } }
      let found =
        switch order {
        case .dayFirst: reading(2, 1, 0)
        case .monthFirst: reading(2, 0, 1)
        case .yearFirst: reading(0, 1, 2)
        }
      return found.map { (order, $0) }
    }
    // With dots and the year behind them the day is first, unless it is said otherwise.
    let isDotted = numbers[2].digits == 4 && !text.contains { "/-".contains($0) }
    let order = dates ?? (isDotted && text.contains(".") ? .dayFirst : nil)
    let isSaid = all.filter { $0.order == order }
    if let said = isSaid.first { return said.reading }
    let different = Set(all.map(\.reading))
    guard different.count > 1 else { return all.first?.reading }
    throw Rejection(
      .ambiguousDate,
      "'\(text.prefix(60))' can be \(different.sorted().joined(separator: " or "))",
      hint: "Write it like 2019-07-22, or say the order of dates.")
  }
}

private struct Number {
  let value: Int
  let digits: Int

  var year: Int? {
    switch digits {
    case 4: value
    case 2: value < 69 ? 2000 + value : 1900 + value
    default: nil
    }
  }
}

/// What one word of a date is.
private enum Word {
  case number(Number)
  case month(Int)
  /// `Q3`, `H1`.
  case part(String)

  var number: Number? { if case .number(let number) = self { number } else { nil } }
  var month: Int? { if case .month(let month) = self { month } else { nil } }
  var part: String? { if case .part(let part) = self { part } else { nil } }

  /// The words that small letters and digits stand for; none for what says nothing; nil for what is no
  /// part of a date.
  static func reading(_ text: String) -> [Word]? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let letters = text.dropFirst(digits.count)
    if letters.isEmpty {
      return Int(digits).map { [.number(Number(value: $0, digits: digits.count))] }
    }
    if digits.isEmpty {
      if fillers.contains(text) { return [] }
      if let month = month(text) { return [.month(month)] }
      let number = letters.drop(while: \.isLetter)
      return part(letters.prefix(while: \.isLetter), number).map { [.part($0)] }
    }
    guard let number = Int(digits) else { return nil }
    if ordinals.contains(String(letters)) {
      return [.number(Number(value: number, digits: digits.count))]
    }
    // 3Q21 and 3Q.
    let year = letters.drop(while: \.isLetter)
    guard let part = part(letters.prefix(while: \.isLetter), digits) else { return nil }
    if year.isEmpty { return [.part(part)] }
    return Int(year).map { [.part(part), .number(Number(value: $0, digits: year.count))] }
  }

  /// `2e trimestre`, `2. Quartal` and `Quartal 2` as `q2`.
  static func withShortParts(_ words: [String]) -> [String] {
    guard let place = words.firstIndex(where: { parts[$0] != nil }),
      let letter = parts[words[place]]
    else { return words }
    var words = words
    for beside in [place - 1, place + 1] where words.indices.contains(beside) {
      let digits = words[beside].prefix { $0.isASCII && $0.isNumber }
      let letters = String(words[beside].dropFirst(digits.count))
      guard digits.count == 1, letters.isEmpty || ordinals.contains(letters) else { continue }
      words[place] = letter + digits
      words.remove(at: beside)
      break
    }
    return words
  }

  private static let parts = [
    "quarter": "q", "quartal": "q", "trimestre": "q", "qtr": "q", "quartals": "q",
    "half": "h", "halbjahr": "h", "semestre": "h", "hj": "h",
  ]

  private static let fillers: Set = ["of", "de", "du", "le", "the", "den", "der"]
  private static let ordinals: Set = ["st", "nd", "rd", "th", "er", "e"]

  /// A quarter or half: `Q` and `T`, `H` and `S`.
  private static func part(_ letter: Substring, _ number: Substring) -> String? {
    switch (letter, Int(number)) {
    case ("q", let number?) where 1...4 ~= number, ("t", let number?) where 1...4 ~= number:
      "Q\(number)"
    case ("h", let number?) where 1...2 ~= number, ("s", let number?) where 1...2 ~= number:
      "H\(number)"
    default: nil
    }
  }

  /// The month of a name in English, French or German, whole or cut to three letters or more.
  private static func month(_ name: String) -> Int? {
    guard name.count >= 3 else { return nil }
    if name == "sept" { return 9 }
    let found = Set(
      months.enumerated().flatMap { place, names in
        names.filter { $0.hasPrefix(name) }.map { _ in place + 1 }
      })
    return found.count == 1 ? found.first : nil
  }

  /// The first three letters of a month in English.
  static func shortName(of month: Int) -> String {
    let name = months[month - 1][0]
    return name.prefix(1).uppercased() + name.dropFirst().prefix(2)
  }

  private static let months = [
    ["january", "janvier", "januar", "jänner"], ["february", "février", "fevrier", "februar"],
    ["march", "mars", "märz", "maerz"], ["april", "avril"], ["may", "mai"],
    ["june", "juin", "juni"], ["july", "juillet", "juli"], ["august", "août", "aout"],
    ["september", "septembre"], ["october", "octobre", "oktober"],
    ["november", "novembre"], ["december", "décembre", "decembre", "dezember"],
  ]
}

extension Int {
  fileprivate func padded(_ width: Int) -> String { String(digits: [(self, width)], after: "") }
}
