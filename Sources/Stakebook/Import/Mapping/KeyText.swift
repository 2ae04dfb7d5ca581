import Events
import Tables

extension RowReader {
  /// What a column says of which row it is: the same however it is written, in every file.
  func keyText(_ column: String, _ row: TableRow) -> String {
    let cell = cell(column, row)
    if isBlank(cell) { return "" }
    if let writing = dates[column], let date = try? date(cell, writing) { return date }
    if let figure = figures[column], let text = Self.text(of: cell, figure) { return text }
    return withoutNoteNumbers(cell.text.singleSpaced)
  }

  /// The number of a cell; nil where it is none: a currency beside an amount, a word.
  private static func text(of cell: TableCell, _ figure: Mapping.Figure) -> String? {
    var writing = figure.writing
    if cell.kind != .text { writing.decimals = .point }
    // What is compared is the number: XXX is ISO 4217's code for no currency.
    writing.currency = writing.currency ?? "XXX"
    return (try? writing.read(cell.text, as: figure.type)).map(withPlainNumbers)
  }

  /// The text with each number as its digits alone: `1.20bn` and `1200m` are the same.
  static func withPlainNumbers(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let character = rest.first {
      guard isDigit(character), plain.last?.isLetter != true else {
        plain.append(rest.removeFirst())
        continue
      }
      let whole = rest.prefix(while: isDigit)
      rest = rest.dropFirst(whole.count)
      var decimals: Substring = ""
      if rest.first == ".", rest.dropFirst().first.map(isDigit) == true {
        decimals = rest.dropFirst().prefix(while: isDigit)
        rest = rest.dropFirst(decimals.count + 1)
      }
      let word = rest.prefix { $0.isLetter }
      let zeros = sizes[word]
      if zeros != nil { rest = rest.dropFirst(word.count) }
      plain += digits(String(whole), String(decimals), zeros ?? 0)
    }
    return plain
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  private static let sizes: [Substring: Int] = ["k": 3, "m": 6, "bn": 9, "tn": 12]

  /// A number with its point moved, and without zeros that say nothing.
  private static func digits(_ whole: String, _ decimals: String, _ zeros: Int) -> String {
    let padded = decimals + String(repeating: "0", count: max(0, zeros - decimals.count))
    let integer = (whole + padded.prefix(zeros)).drop { $0 == "0" }
    var rest = padded.dropFirst(zeros)
    while rest.last == "0" { rest.removeLast() }
    return (integer.isEmpty ? "0" : String(integer)) + (rest.isEmpty ? "" : "." + rest)
  }
}
