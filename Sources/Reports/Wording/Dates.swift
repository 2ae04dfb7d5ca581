import Events

/// Dates by the custom of each language: in tables and lists with short names of months, in sentences with whole ones.
extension Wording {
  /// A day: `2025-10-28`, `28 oct. 2025`, `28.10.2025`.
  func day(_ day: Day, inSentence: Bool = false) -> String {
    written(
      day, day.day == 1 && file[.firstDayForm] != nil ? .firstDayForm : .dayForm, inSentence)
  }

  /// A month: `2025-10`, `oct. 2025`, `Okt. 2025`.
  func month(_ day: Day, inSentence: Bool = false) -> String {
    written(day, .monthForm, inSentence)
  }

  /// A date as precise as it was stated.
  func date(_ text: String, inSentence: Bool = false) -> String {
    guard !text.isEmpty else { return "" }
    // Most are days, which are read sooner than what may be anything.
    if text.utf8.count == 10, let day = try? Day(text) {
      return self.day(day, inSentence: inSentence)
    }
    guard let date = try? PartialDate(text) else { return text }
    switch date.flag {
    case .unknown: return self(.unknownDate)
    case .until:
      let end = String(text.dropFirst(2))
      return self((try? Day(end)) == nil ? .by : .byDay, span(end, inSentence))
    case .circa:
      let about = Self.withoutCirca(text)
      return self((try? Day(about)) == nil ? .about : .aboutDay, spans(about, inSentence))
    case nil: return spans(text, inSentence)
    }
  }

  /// `until` a date, with the preposition that it takes: one before a day, one before a month or year, one
  /// before a quarter or half, one before what is not exactly known. *By 2030* says so itself.
  func until(_ text: String) -> String {
    switch (try? PartialDate(text))?.flag {
    case .until, .unknown: return date(text)
    case .circa: return self(.untilAbout, spans(Self.withoutCirca(text), false))
    case nil: break
    }
    if (try? Day(String(text.prefix(10)))) != nil { return self(.untilDay, date(text)) }
    return self(text.contains { "QH".contains($0) } ? .untilOther : .untilPeriod, date(text))
  }

  /// A word and its date: the one that takes a day, or the other.
  func dated(_ word: Word, day: Word, _ text: String) -> String {
    self((try? Day(text)) == nil ? word : day, date(text))
  }

  static func withoutCirca(_ text: String) -> String {
    for word in ["~", "about ", "circa "] where text.lowercased().hasPrefix(word) {
      return String(text.dropFirst(word.count))
    }
    return text
  }

  private func spans(_ text: String, _ inSentence: Bool) -> String {
    guard let dots = text.firstRange(of: "..") else { return span(text, inSentence) }
    return span(String(text[..<dots.lowerBound]), inSentence) + "\u{A0}– "
      + span(String(text[dots.upperBound...]), inSentence)
  }

  private func written(_ day: Day, _ form: Word, _ inSentence: Bool) -> String {
    let whole = inSentence ? file[.monthNamesInSentences] : nil
    return filled(self(form)) { name in
      switch name {
      case "yyyy": String(day.description.prefix(4))
      case "mm": String(day.description.dropFirst(5).prefix(2))
      case "dd": String(day.description.suffix(2))
      case "year": String(day.year)
      case "month":
        (whole ?? self(.monthNames)).split(separator: " ").dropFirst(day.month - 1).first.map(
          String.init)
      case "day": String(day.day)
      default: nil
      }
    }
  }

  private func span(_ text: String, _ inSentence: Bool) -> String {
    if let day = try? Day(text) { return self.day(day, inSentence: inSentence) }
    let parts = text.split(separator: "-")
    guard parts.count == 2, let whole = Int(parts[0]) else { return text }
    let (part, year) = (String(parts[1].dropFirst()), String(whole))
    switch parts[1].first {
    case "Q": return self(.quarterForm, ["quarter": part, "year": year])
    case "H": return self(.halfForm, ["half": part, "year": year])
    default:
      guard let month = Int(parts[1]), let day = Day(year: whole, month: month, day: 1) else {
        return text
      }
      return self.month(day, inSentence: inSentence)
    }
  }
}
