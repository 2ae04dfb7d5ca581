import Stakebook

/// What was wrong, and what to do about it, in the reader's language.
///
/// The ledger says it in English, to people and programs alike. `faults.txt` has those sentences, with
/// `{1}` where something stands in them; `{1:field}` is a thing that has a name in each language. The
/// files of the languages say them otherwise, that of English where a page is no command line. A
/// sentence that is in none of them stays as the ledger said it, and is marked as English.
struct FaultWords: Sendable {
  /// A sentence of the ledger, in pieces.
  struct Pattern: Sendable {
    let key: String
    let pieces: [Piece]

    /// Reads a line of `faults.txt`.
    init(_ key: String, _ text: String) {
      self.key = key
      var pieces: [Piece] = []
      var rest = text[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
        let words = rest[rest.index(after: open)..<close].split(separator: ":").map(String.init)
        pieces.append(
          .place(Int(words.first ?? "") ?? 0, Thing(rawValue: words.dropFirst().first ?? "")))
        rest = rest[rest.index(after: close)...]
      }
      if !rest.isEmpty { pieces.append(.text(String(rest))) }
      self.pieces = pieces
    }

    /// What stands in the places of a sentence; nil where it is another one.
    func places(in sentence: String) -> [Int: (text: String, thing: Thing?)]? {
      var found: [Int: (text: String, thing: Thing?)] = [:]
      var rest = sentence[...]
      var open: (Int, Thing?)?
      for (number, piece) in pieces.enumerated() {
        switch piece {
        case .place(let place, let thing): open = (place, thing)
        case .text(let text):
          let isLast = number == pieces.count - 1
          guard let range = isLast ? Self.end(text, of: rest) : rest.firstRange(of: text),
            open != nil || range.lowerBound == rest.startIndex
          else { return nil }
          if let (place, thing) = open { found[place] = (String(rest[..<range.lowerBound]), thing) }
          open = nil
          rest = rest[range.upperBound...]
        }
      }
      if let (place, thing) = open {
        found[place] = (String(rest), thing)
        rest = ""
      }
      let isValue = found.values.allSatisfy { text, thing in
        thing != .value
          || text.contains(where: \.isNumber) && text.split(separator: " ").count < 5
            && !text.contains(", ") && !text.contains(": ")
      }
      return rest.isEmpty && isValue ? found : nil
    }

    private static func end(_ text: String, of rest: Substring) -> Range<Substring.Index>? {
      guard rest.hasSuffix(text) else { return nil }
      return rest.index(rest.endIndex, offsetBy: -text.count)..<rest.endIndex
    }
  }

  enum Piece: Sendable {
    case text(String)
    case place(Int, Thing?)
  }

  /// What a place holds, where it has a name of its own in each language.
  enum Thing: String, Sendable {
    case kind, noun, field, fields, meaning, type, stream
    /// Types of events, each with how many of them there are.
    case types
    /// A value, which has a figure in it.
    case value
    /// A sentence, or several with commas between them.
    case said, list
  }

  private static let file = LanguageFile(PackageResources.faults_txt)

  /// What the ledger says, by its key.
  static func english(_ key: String) -> String { file[key] ?? key }

  static let patterns: [Pattern] = {
    return file.keys.sorted().compactMap { key in file[key].map { Pattern(key, $0) } }
      // The one that says the most is meant.
      .sorted { $0.length > $1.length }
  }()

  static let files: [Language: LanguageFile] = [
    .english: LanguageFile(PackageResources.faults_en_txt),
    .french: LanguageFile(PackageResources.faults_fr_txt),
    .german: LanguageFile(PackageResources.faults_de_txt),
  ]
}

extension FaultWords.Pattern {
  /// How much of it is said in any case.
  fileprivate var length: Int {
    pieces.reduce(0) { if case .text(let text) = $1 { $0 + text.count } else { $0 } }
  }
}

/// A refusal as a page tells it.
struct ToldFault: Sendable {
  /// The path of the field in which the fault lies.
  var field: String?
  /// Whether the sentences name it.
  var isNamed = false
  /// The sentences: what was wrong, what to do.
  var sentences: [(text: String, isEnglish: Bool)]

  /// The name of the field in its form.
  var control: String? {
    field.map { $0 == "effective" || $0.hasPrefix("source.") ? $0 : "f.\($0)" }
  }
  /// In one line.
  var text: String { sentences.map(\.text).joined(separator: " ") }
}

extension WebWords {
  /// What a refusal tells.
  func told(_ rejection: Rejection) -> ToldFault {
    var (field, message): (String?, Substring) = (nil, rejection.message[...])
    // A fault in a part of a value names each of them, from the outside to the inside.
    while message.hasPrefix("in '"), let end = message.firstRange(of: "': ") {
      field = Self.plain(String(message[..<end.lowerBound].dropFirst("in '".count)))
      message = message[end.upperBound...]
    }
    // What is missing lies in the field that it names.
    var isNamed = false
    for pattern in FaultWords.patterns where field == nil {
      guard let first = pattern.places(in: String(message))?[1], first.thing == .field else {
        continue
      }
      field = Self.plain(first.text.replacing("source ", with: "source."))
      isNamed = true
    }
    var first = said(String(message), isWhole: false)
    // What SQLite says it says in its own words.
    if rejection.code == .sql, first.isOriginal { first.text = "SQLite: \(message)." }
    var sentences = [(text: first.text, isEnglish: first.isEnglish)]
    if let hint = rejection.hint.map({ said($0, isWhole: true) }) {
      sentences.append((hint.text, hint.isEnglish))
    }
    return ToldFault(
      field: field, isNamed: isNamed, sentences: sentences.filter { !$0.text.isEmpty })
  }

  /// A sentence of the ledger in the reader's language; one that is no whole one gets its beginning and
  /// its full stop.
  private func said(_ sentence: String, isWhole: Bool)
    -> (text: String, isEnglish: Bool, isOriginal: Bool)
  {
    for pattern in FaultWords.patterns {
      guard let places = pattern.places(in: sentence) else { continue }
      let words = FaultWords.files[pages.language]?[pattern.key]
      guard pages.language == .english || words != nil else { break }
      if words == "–" { return ("", false, false) }
      var text = words ?? ""
      if words == nil {
        text = pattern.pieces.map { piece in
          switch piece {
          case .text(let text): text
          case .place(let place, _): "{\(place)}"
          }
        }.joined()
      }
      for (place, found) in places {
        text = text.replacing("{\(place)}", with: shown(found.text, found.thing))
      }
      return (isWhole ? text : Self.sentence(text), false, false)
    }
    return (isWhole ? sentence : Self.sentence(sentence), pages.language != .english, true)
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// What stands in a place, by the name that it has for the reader.
  private func shown(_ text: String, _ thing: FaultWords.Thing?) -> String {
    switch thing {
    case nil, .value?: text
    case .kind?: named("kind", text)
    case .noun?: named("noun", text)
    case .field?: Self.begun(field(Self.plain(text.replacing(" ", with: "."))))
    case .fields?:
      text.split(separator: ",").map { field($0.trimmingPrefix(" ").description) }
        .joined(separator: ", ")
    case .meaning?: meaning(text) ?? text
    case .type?: pages.stored("type", text)
    case .types?:
      text.split(separator: ", ").map { one in
        let words = one.split(separator: " ", maxSplits: 1).map(String.init)
        return words.count < 2 ? String(one) : "\(words[0]) × \(pages.stored("type", words[1]))"
      }.joined(separator: ", ")
    case .stream?: partnership(text)
    case .said?: told(line: text).text
    case .list?:
      text.split(separator: ", ").map { said(String($0), isWhole: true).text }
        .joined(separator: ", ")
    }
  }

  /// A line that a command tells; what stands in front of it, spaces and the name of a cell, stays.
  func told(line: String) -> (text: String, isEnglish: Bool) {
    var plain = line.drop { $0 == " " }
    if let cell = plain.prefixMatch(of: #/[A-Z]{1,3}[0-9]+: /#) {
      plain = plain[cell.range.upperBound...]
    }
    let told = said(String(plain), isWhole: true)
    return (line.prefix(line.count - plain.count) + told.text, told.isEnglish)
  }

  /// A mapping with the remarks beside its lines in the reader's language, as far as its words go.
  func told(mapping: String) -> String {
    guard pages.language != .english else { return mapping }
    return mapping.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let mark = Self.remark(in: line) else { return String(line) }
      let remark = line[line.index(after: mark)...]
      let spaces = remark.prefix { $0 == " " }
      var told = said("# \(remark[spaces.endIndex...])", isWhole: true)
      if told.isEnglish {
        // What could not be read is told by the cell.
        let cell = self.told(line: String(remark[spaces.endIndex...]))
        guard !cell.isEnglish else { return String(line) }
        told.text = "# \(cell.text)"
      }
      return "\(line[..<mark])#\(spaces)\(told.text.dropFirst(2))"
    }.joined(separator: "\n")
  }

  /// Where the last remark of a line begins: a `#` after a space, or the first sign, that no quotes hold.
  private static func remark(in line: Substring) -> Substring.Index? {
    var (found, isQuoted, isEscaped): (Substring.Index?, Bool, Bool) = (nil, false, false)
    var before: Character = " "
    for place in line.indices {
      let sign = line[place]
      if isEscaped {
        isEscaped = false
      } else if sign == "\\", isQuoted {
        isEscaped = true
      } else if sign == "\"" {
        isQuoted.toggle()
      } else if sign == "#", !isQuoted, before == " " {
        found = place
      }
      before = sign
    }
    return found
  }

  /// What a kind of things is called.
  func noun(_ word: String) -> String { named("noun", word) }

  private func named(_ kind: String, _ word: String) -> String {
    let plain = word.trimmingPrefix("a ").trimmingPrefix("an ").replacing(" ", with: "_")
    return FaultWords.files[pages.language]?["\(kind).\(plain)"] ?? word
  }

  /// The path of a field without the number of an item.
  private static func plain(_ path: String) -> String { String(path.prefix { $0 != "[" }) }
}
