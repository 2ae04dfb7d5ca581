import Events
import Projections

/// How figures, dates and stored words are told in one language, and by which names.
struct Wording: Sendable {
  let language: Language
  /// What the language's file says.
  let file: LanguageFile
  /// What entities are called now, by slug; a slug without a name stays.
  private let names: [String: String]
  /// The names that are shorter on a first page, by slug.
  private let brief: [String: String]
  /// How the words of names are spelt; nil where slugs stay as they are.
  let spellings: [String: String]?
  /// The slugs of rounds.
  private(set) var rounds: Set<String> = []
  /// The slugs of conditions that were removed and never came true.
  var removed: Set<String> = []
  /// Whether very long names stand without their additions: on a first page, where they come again and again.
  private(set) var isBrief = false
  /// What rights, rounds, commitments and the like are called, by slug, where somebody gave them a name.
  var given: [String: String] = [:]
  /// By its hash, how a report leads to the copy of a document that lies beside it.
  var copies: [String: String] = [:]

  init(
    _ language: Language, names: [String: String] = [:], spellings: [String: String]? = nil,
    rounds: Set<String> = []
  ) {
    self.language = language
    self.spellings = spellings
    self.rounds = rounds
    file = language.file
    self.names = names
    brief = BriefNames.of(names)
  }

  /// The same where very long names stand without their additions.
  var withBriefNames: Wording {
    var wording = self
    wording.isBrief = true
    return wording
  }

  /// With the names that the snapshot's entities have now.
  init(_ language: Language, namesOf snapshot: SpooledRows) throws {
    var names: [String: String] = [:]
    var bearers: [String: Int] = [:]
    try snapshot.forEachRow(of: "entities") { row in
      names[row.text("entity")] = row.text("name")
      bearers[row.text("name"), default: 0] += 1
    }
    var called = Array(names.values)
    var partnerships: [String: String] = [:]
    try snapshot.forEachRow(of: "partnerships") { row in
      called.append(row.text("name"))
      if !row.text("name").isEmpty { partnerships[row.text("partnership")] = row.text("name") }
    }
    let spellings = Self.spellings(of: called.sorted())
    // A name that two bear tells neither.
    for (slug, name) in names where bearers[name] != 1 { names[slug] = "\(name) [\(slug)]" }
    self.init(language, names: names, spellings: spellings)
    try snapshot.forEachRow(of: "rounds") { rounds.insert($0.text("round")) }
    removed = try Self.removed(in: snapshot)
    given = try snapshot.chronicle().given.merging(partnerships) { given, _ in given }
  }

  /// The slugs of conditions that were removed and never came true.
  static func removed(in snapshot: SpooledRows) throws -> Set<String> {
    var removed: Set<String> = []
    try snapshot.forEachRow(of: "conditions") { row in
      guard row.text("status") == "removed", row["declared"] == nil, row["verified"] == nil else {
        return
      }
      removed.insert(row.text("condition"))
    }
    return removed
  }

  /// A word, with something put in where it has `{}`, or `{1}` and `{2}`.
  func callAsFunction(_ word: Word, _ parts: String...) -> String {
    let text = file[word] ?? word.rawValue
    if parts.isEmpty { return text }
    return filled(text) { name in
      let place = (Int(name) ?? 1) - 1
      return parts.indices.contains(place) ? parts[place] : nil
    }
  }

  /// A word, with something put in where it has names: `{number}~{currency}`.
  func callAsFunction(_ word: Word, _ values: [String: String]) -> String {
    filled(self(word)) { values[String($0)] }
  }

  /// A text with something in the place of each name in braces.
  func filled(_ text: String, _ value: (Substring) -> String?) -> String {
    var (filled, rest) = ("", text[...])
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      let part = value(rest[open..<close].dropFirst()) ?? ""
      filled += elided(rest[..<open], before: part) + part
      rest = rest[rest.utf8.index(after: close)...]
    }
    return filled + rest
  }

  /// A word with phrases in it, in the places of its numbers.
  func phrase(_ word: Word, _ parts: Phrase...) -> Phrase {
    phrase(word) { name in
      let place = (Int(name) ?? 1) - 1
      return parts.indices.contains(place) ? parts[place] : nil
    }
  }

  /// The same in the places of its names.
  func phrase(_ word: Word, _ values: [String: Phrase]) -> Phrase {
    phrase(word) { values[String($0)] }
  }

  /// The same in the places that a closure knows.
  func phrase(_ word: Word, _ value: (Substring) -> Phrase?) -> Phrase {
    var (filled, rest) = (Phrase(), self(word)[...])
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      filled.append(String(rest[..<open]))
      filled.append(value(rest[open..<close].dropFirst()) ?? Phrase(), elidedIn: self)
      rest = rest[rest.utf8.index(after: close)...]
    }
    filled.append(String(rest))
    return filled
  }

  /// French drops the vowel of *de* before another one.
  func elided(_ piece: some StringProtocol, before part: String) -> String {
    guard let word = file[.elidedWord], piece.hasSuffix(" \(word) ") || piece == "\(word) ",
      let first = part.first, file[.elidedBefore]?.contains(first) == true
    else { return String(piece) }
    return piece.dropLast(word.count + 1) + self(.elidedForm)
  }

  /// How many more there are than are told.
  func more(_ count: Int) -> String { self(.more, grouped(Int64(count))) }

  /// The same, leading to the chapter in which all of them stand.
  func more(_ count: Int, in topic: View.Topic?) -> Phrase {
    Phrase(more(count), leadsTo: topic.map(Phrase.Lead.topic))
  }

  /// Who pays, sells or grants to whom: the entities that two columns name.
  func fromTo(_ row: JSONObject, _ from: String, _ to: String) -> String {
    self(.fromTo, name(row.text(from)), name(row.text(to)))
  }

  /// What stands between the items of a list.
  var semicolon: String { self(.semicolonMark) + " " }

  /// A label and what it tells: French has a space before the colon.
  func pair(_ label: String, _ value: String) -> String { self(.pair, label, value) }

  /// Texts with a word between them: *and*, *or*, *then*.
  func joined(_ texts: [String], _ word: Word) -> String {
    texts.dropFirst().reduce(texts.first ?? "") { self(word, $0, $1) }
  }

  /// A number of things, with the word for one and the word for others.
  func counted(_ number: some BinaryInteger, _ one: Word, _ many: Word) -> String {
    self(number == 1 ? one : many, grouped(Int64(number)))
  }

  /// A word that the ledger stores; one that reports do not know stays, with spaces.
  func stored(_ kind: String, _ value: String) -> String {
    file["\(kind).\(value)"] ?? (kind == "type" ? value.replacing(".", with: " ") : value).spaced
  }

  /// What an entity is called; of a very long name its beginning.
  func name(_ slug: String) -> String {
    let name = (isBrief ? brief[slug] : nil) ?? names[slug] ?? ""
    return shortened(name.isEmpty ? slug : name, to: 120)
  }

  /// A text that stands in a cell: of a very long one its beginning, up to the end of a word, and how long it
  /// is.
  func shortened(_ text: String, to most: Int = 600) -> String {
    guard text.utf8.count > most, text.count > most else { return text }
    let first = text.prefix(most)
    let end = text[first.endIndex] == " " ? first.endIndex : first.lastIndex(of: " ")
    // Of one that has hardly a space so many characters.
    let whole = end.map { first[..<$0] }.flatMap { $0.count * 2 > most ? $0 : nil } ?? first
    return whole + self(.cut, grouped(Int64(text.count)))
  }

  /// `until 2032 or until AGI is verified, whichever is first`.
  func ends(_ row: JSONObject, _ on: String, _ when: String, rule: String?) -> String {
    let isLatest = rule == "latest"
    let conditions = joined(needs(row, when), isLatest ? .and : .or)
    let day = row.text(on)
    let dayText = day.isEmpty ? "" : until(day)
    if conditions.isEmpty { return dayText }
    if dayText.isEmpty { return self(.untilCondition, conditions) }
    let both = self(.or, dayText, self(.untilCondition, conditions))
    return self(isLatest ? .whicheverLast : .whicheverFirst, both)
  }

  /// `AGI is verified`, for each condition that a column names; of other languages as a noun.
  func needs(_ row: JSONObject, _ name: String) -> [String] {
    (row[name]?.arrayValue ?? []).compactMap(\.objectValue).map { need in
      self(
        .conditionIs, condition(need.text("condition")), stored("act", need.text("state")))
    }
  }

  /// The conditions of a promise, and whether they came true or were removed; nothing where there are none.
  func waits(_ row: JSONObject) -> [String] {
    func told(_ word: Word, where isAsked: (String) -> Bool) -> [String] {
      let names = conditions(row, "conditions", where: isAsked)
      return names.isEmpty ? [] : [self(word, joined(names, .and))]
    }
    guard row.text("condition_state") == "met" else { return told(.waitsFor) { _ in true } }
    return told(.conditionMet) { !removed.contains($0) }
      + told(.conditionRemoved, where: removed.contains)
  }

  /// The names of conditions, of those that are asked for by their slugs; of one that need only be
  /// declared with that.
  func conditions(
    _ row: JSONObject, _ name: String, where isAsked: (String) -> Bool = { _ in true }
  ) -> [String] {
    (row[name]?.arrayValue ?? []).compactMap(\.objectValue)
      .filter { isAsked($0.text("condition")) }
      .map { need in
        let name = condition(need.text("condition"))
        return need.text("state") == "declared"
          ? self(.conditionNeeded, name, stored("status", "declared")) : name
      }
  }

  /// Where a thing stands that is merged from several events: `in force, rumoured`.
  func state(_ row: JSONObject) -> String {
    ["status", "told_as"].map { row.text($0) }.filter { !$0.isEmpty }
      .map { stored("status", $0) }.joined(separator: ", ")
  }

  /// The name of a condition: so short a slug is an acronym.
  func condition(_ slug: String) -> String {
    slug.count <= 3 ? slug.uppercased() : thing(slug)
  }

  /// How sure a fact is, and how many other claims about the same time it beat.
  func standing(_ row: JSONObject) -> String {
    let status = stored("status", row.text("status"))
    guard let beaten = row["beaten"]?.integerValue, beaten > 0 else { return status }
    return self(.beat, status, grouped(beaten))
  }

  /// A basis, and what its figure leaves out.
  func basis(_ row: JSONObject) -> String {
    let basis = stored("basis", row.text("basis"))
    let excludes = row.text("excludes")
    return (excludes.isEmpty ? basis : self(.without, basis, things(excludes))) + asserted(row)
  }

  /// Whose figure it is, behind a comma; nothing where that is not said.
  func asserted(_ row: JSONObject) -> String {
    let who = row.text("asserted_by")
    return who.isEmpty ? "" : ", " + self(.assertedBy, name(who))
  }

  /// Somebody's own words within a sentence: in quotation marks where the sentence may be in another language.
  func quoted(_ text: String) -> String {
    let told = stated(text)
    return told == text ? self(.quoted, text) : told
  }

  /// Yes or no; nothing where nobody says.
  func yesOrNo(_ value: JSON?) -> String {
    switch value {
    case .integer(1): self(.yes)
    case .integer(0): self(.no)
    default: ""
    }
  }
}
