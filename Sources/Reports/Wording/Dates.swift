import Events

/// Dates by the custom of each language; English keeps the form of ISO 8601.
extension Wording {
  /// A day: `2025-10-28`, `28 oct. 2025`, `28.10.2025`.
  func day(_ day: Day) -> String {
    switch language {
    case .english: day.description
    case .french:
      "\(day.day == 1 ? "1er" : "\(day.day)")\u{A0}\(Self.frenchMonths[day.month - 1])\u{A0}\(day.year)"
    case .german: "\(Self.two(day.day)).\(Self.two(day.month)).\(day.year)"
    }
  }

  /// A month: `2025-10`, `oct. 2025`, `Okt. 2025`.
  func month(_ day: Day) -> String {
    switch language {
    case .english: String(day.description.prefix(7))
    case .french: "\(Self.frenchMonths[day.month - 1])\u{A0}\(day.year)"
    case .german: "\(Self.germanMonths[day.month - 1])\u{A0}\(day.year)"
    }
  }

  /// A date as precise as it was stated.
  func date(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    guard let date = try? PartialDate(text) else { return text }
    switch date.flag {
    case .unknown: return self(.unknownDate)
    case .until:
      let end = String(text.dropFirst(2))
      return self((try? Day(end)) == nil ? .by : .byDay, span(end))
    case .circa: return self(.about, spans(Self.withoutCirca(text)))
    case nil: return spans(text)
    }
  }

  /// `until` a date, with the preposition that it takes.
  func until(_ text: String) -> String {
    let isDay = (try? Day(text)) != nil
    return self(isDay ? .untilDay : .untilPeriod, date(text))
  }

  static func withoutCirca(_ text: String) -> String {
    for word in ["~", "about ", "circa "] where text.lowercased().hasPrefix(word) {
      return String(text.dropFirst(word.count))
    }
    return text
  }

  private func spans(_ text: String) -> String {
    guard let dots = text.firstRange(of: "..") else { return span(text) }
    return span(String(text[..<dots.lowerBound])) + "\u{A0}– "
      + span(String(text[dots.upperBound...]))
  }

  private func span(_ text: String) -> String {
    if let day = try? Day(text) { return self.day(day) }
    let parts = text.split(separator: "-")
    guard parts.count == 2, let year = Int(parts[0]) else { return text }
    switch (parts[1].first, language) {
    case ("Q", .english), ("Q", .german): return "\(parts[1])\u{A0}\(year)"
    case ("Q", .french): return "T\(parts[1].dropFirst())\u{A0}\(year)"
    case ("H", .english): return "\(parts[1])\u{A0}\(year)"
    case ("H", .french): return "S\(parts[1].dropFirst())\u{A0}\(year)"
    case ("H", .german): return "\(parts[1].dropFirst()). Hj.\u{A0}\(year)"
    default:
      guard let month = Int(parts[1]), let day = Day(year: year, month: month, day: 1) else {
        return text
      }
      return self.month(day)
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let frenchMonths = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.",
    "déc.",
  ]
  private static let germanMonths = [
    "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
  ]
}
