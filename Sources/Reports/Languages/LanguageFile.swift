import Events

/// The words of one language as a translator wrote them, `en.txt` and the like.
///
/// A line is a key and its text, `asOf = State as of {}`; blank lines and those that begin with `#`
/// say nothing. `~` is a no-break space, `^` a narrow one. A key is
///
/// - a ``Word`` of reports,
/// - a word that the ledger stores, by what it belongs to: `basis.as_converted`,
/// - a sentence, in all languages but English: `headline.stake.reported`, `finding.unsourced`,
///   `together.unsourced`, `fact.stake`. Those are a ``Template``.
///
/// The files are part of the program, and tests tell what is wrong with one. So reading them never
/// fails: a line that cannot be read is left out.
package struct LanguageFile: Sendable {
  /// The sentences by their keys.
  private(set) var sentences: [String: Template] = [:]
  /// What is wrong with single lines: `12: 'asOf' stands twice`.
  package private(set) var faults: [String] = []
  private var texts: [String: String] = [:]

  /// Reads a file.
  package init(_ bytes: [UInt8]) {
    texts.reserveCapacity(600)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
      guard let fault = read(line) else { continue }
      faults.append("\(place + 1): \(fault)")
    }
  }

  /// The text of a word or a stored word; nil where the file has none.
  package subscript(key: String) -> String? { texts[key] }

  /// The text of a word; nil where the language does without.
  subscript(word: Word) -> String? { texts[word.rawValue] }

  /// All keys.
  package var keys: Set<String> { Set(texts.keys).union(sentences.keys) }

  private mutating func read(_ line: ArraySlice<UInt8>) -> String? {
    let space = UInt8(ascii: " ")
    guard let sign = line.firstIndex(of: UInt8(ascii: "=")), sign + 2 < line.endIndex,
      line[..<sign].last == space, line[sign + 1] == space
    else { return "a line is written 'key = text'" }
    let key = String(decoding: line[..<(sign - 1)], as: UTF8.self)
    let body = line[(sign + 2)...]
    let text = Self.text(body)
    guard texts[key] == nil, sentences[key] == nil else { return "'\(key)' stands twice" }
    guard body.first != space, body.last.map({ $0 > space }) == true, !key.contains(" ") else {
      return "'\(key)' has spaces where none belong"
    }
    guard ["headline.", "finding.", "together.", "fact."].contains(where: key.hasPrefix) else {
      texts[key] = text
      return nil
    }
    guard let sentence = try? Template(reading: text) else {
      return "a bracket of '\(key)' is not closed"
    }
    sentences[key] = sentence
    return nil
  }

  /// A text with its no-break spaces.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + 8)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "~"): utf8 += "\u{A0}".utf8
      case UInt8(ascii: "^"): utf8 += "\u{202F}".utf8
      default: utf8.append(byte)
      }
    }
    return String(decoding: utf8, as: UTF8.self)
  }
}

extension Language {
  private static let englishFile = LanguageFile(Language.english.bytes)
  private static let frenchFile = LanguageFile(Language.french.bytes)
  private static let germanFile = LanguageFile(Language.german.bytes)

  /// Its file, read once.
  var file: LanguageFile {
    switch self {
    case .english: Self.englishFile
    case .french: Self.frenchFile
    case .german: Self.germanFile
    }
  }
}
