import Events
import Tables

/// How values are written, as far as the cells prove it.
extension Guess {
  mutating func prove() {
    let days = [ColumnRole.date, .cameOn, .due].compactMap { column($0) } + further.map(\.date)
    if !days.isEmpty {
      let dates = days.flatMap(\.cells).filter { $0.kind == .text }
      let day = dates.first { Self.needs(.dayFirst, $0.text) }
      let month = dates.first { Self.needs(.monthFirst, $0.text) }
      if let proof = day, month == nil { set("dates", proof.text) { $0.dates = .dayFirst } }
      if let proof = month, day == nil { set("dates", proof.text) { $0.dates = .monthFirst } }
    }
    let numbers = (moneyColumns + stakes).flatMap(\.cells)
      .filter { $0.kind == .text }
    let point = numbers.first { Self.needs(.point, $0.text) }
    let comma = numbers.first { Self.needs(.comma, $0.text) }
    if let proof = point, comma == nil { set("decimals", proof.text) { $0.decimals = .point } }
    if let proof = comma, point == nil { set("decimals", proof.text) { $0.decimals = .comma } }
    if writing.decimals == nil, let open = numbers.first(where: { Self.isOpen($0.text) }) {
      guessMark(open, numbers)
    }
    let worth = valuations.map(\.column)
    for column in moneyColumns {
      let unit = Unit(of: column.name)
      // What a company is worth is last, and of what was paid it proves nothing.
      let isGuess =
        moneyColumns.count > worth.count && worth.contains { $0.place == column.place }
      func settle(_ name: String, _ body: (inout Writing) -> Void) {
        set(name, column.name, body)
        if isGuess { guesses[name] = "guessed, as in" }
      }
      if let currency = unit.currency, writing.currency == nil {
        settle("currency") { $0.currency = currency }
      }
      if let scale = unit.scale, writing.scale == nil { settle("scale") { $0.scale = scale } }
    }
    if writing.currency == nil, writing.scale == nil { readTitles() }
    let bare = stakes.flatMap(\.cells).filter {
      !$0.text.contains("%") && $0.kind != .percent
    }
    let large = bare.first { cell in
      (try? Writing(decimals: writing.decimals).percent(cell.text)) != nil
        && cell.text.contains { "123456789".contains($0) }
    }
    guard let large else { return }
    set("percents", large.text) { $0.percents = .hundredths }
    // In one column `27` and `0.27` may mean the same.
    let proved = writing
    smallShare =
      bare.first { cell in
        (try? Writing(decimals: proved.decimals).percent(cell.text)) == nil
          && (try? proved.percent(cell.text)) != nil
      }?.text.trimmed
  }

  /// What a title above the table says that all amounts are in, where no column does: `(in TEUR)`.
  private mutating func readTitles() {
    for title in titles {
      let words = title.text.split { $0.isWhitespace || "()[]".contains($0) }
      for place in words.indices where ["in", "en"].contains(words[place].lowercased()) {
        let unit = Unit(of: words[place...].dropFirst().prefix(3).joined(separator: " "))
        guard let currency = unit.currency, let scale = unit.scale, unit.strange == nil else {
          continue
        }
        set("currency", title.text.singleSpaced) { $0.currency = currency }
        set("scale", title.text.singleSpaced) { $0.scale = scale }
        return
      }
    }
  }

  /// Where `1,000` has two readings, the one of thousands in the language of the columns' names.
  ///
  /// A mapping is there to be looked through; `1.000` in an English table stays open.
  private mutating func guessMark(_ open: TableCell, _ numbers: [TableCell]) {
    let named = columns.filter { $0.role != nil }
    let isEnglish =
      named.count > 2 && named.allSatisfy { $0.role?.isEnglish(name: $0.name) == true }
    let isOther = named.count > 2 && named.allSatisfy { $0.role?.isOther(name: $0.name) == true }
    guard isEnglish || isOther else { return }
    let decimalMark: Character = isEnglish ? "." : ","
    guard numbers.allSatisfy({ !Self.isOpen($0.text) || !$0.text.contains(decimalMark) }) else {
      return
    }
    set("decimals", open.text) { $0.decimals = isEnglish ? .point : .comma }
    guesses["decimals"] = "guessed by the language, for"
  }

  /// Whether a number has two readings.
  private static func isOpen(_ text: String) -> Bool {
    do {
      _ = try Writing(currency: "USD").money(text)
      return false
    } catch { return error.code == .ambiguousNumber }
  }

  private mutating func set(_ name: String, _ proof: String, _ body: (inout Writing) -> Void) {
    body(&writing)
    proofs[name] = String(proof.trimmed.prefix(40))
  }

  /// Whether a day can only be written in this order: the other one gives none, or another day.
  private static func needs(_ order: Writing.DateOrder, _ text: String) -> Bool {
    let parts = text.trimmed.split { "/.- ".contains($0) }
    guard parts.count == 3, parts[0].count < 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      let first = Int(parts[0]), let second = Int(parts[1])
    else { return false }
    // With dots the day is first: who writes `02.06.2022` writes `2.6.22` likewise.
    if order == .dayFirst, parts[2].count == 4, !text.contains(where: { "/-".contains($0) }),
      second <= 12
    {
      return text.contains(".")
    }
    return order == .dayFirst ? first > 12 && second <= 12 : second > 12 && first <= 12
  }

  /// Whether a number can only be written with this mark.
  private static func needs(_ mark: Writing.DecimalMark, _ text: String) -> Bool {
    guard text.contains(where: { ".,".contains($0) }) else { return false }
    func isRead(_ mark: Writing.DecimalMark) -> Bool {
      let writing = Writing(decimals: mark, currency: "USD")
      return (try? writing.percent(text)) != nil || (try? writing.money(text)) != nil
    }
    return isRead(mark) && !isRead(mark == .point ? .comma : .point)
  }
}
