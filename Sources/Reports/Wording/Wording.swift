import Events

/// How figures, dates and stored words are told in one language, and by which names.
struct Wording: Sendable {
  let language: Language
  /// What entities are called now, by slug; a slug without a name stays.
  private let names: [String: String]

  init(_ language: Language, names: [String: String] = [:]) {
    self.language = language
    self.names = names
  }

  /// With the names that the snapshot's entities have now.
  init(_ language: Language, namesOf snapshot: any SnapshotRows) throws {
    var names: [String: String] = [:]
    var bearers: [String: Int] = [:]
    try snapshot.forEachRow(of: "entities") { row in
      names[row.text("entity")] = row.text("name")
      bearers[row.text("name"), default: 0] += 1
    }
    // A name that two bear tells neither.
    for (slug, name) in names where bearers[name] != 1 { names[slug] = "\(name) [\(slug)]" }
    self.init(language, names: names)
  }

  /// A word, with something put in where it has `{}`.
  func callAsFunction(_ word: Word, _ parts: String...) -> String {
    let text = word.text(in: language)
    guard !parts.isEmpty else { return text }
    let pieces = text.split(separator: "{}", omittingEmptySubsequences: false)
    return pieces.enumerated().map { place, piece in
      guard place < parts.count, place + 1 < pieces.count else { return String(piece) }
      return elided(piece, before: parts[place]) + parts[place]
    }.joined()
  }

  /// French drops the vowel of *de* before another one.
  func elided(_ piece: some StringProtocol, before part: String) -> String {
    guard language == .french, piece.hasSuffix(" de ") || piece == "de ",
      let first = part.first, "AEIOUYÉÈÊaeiouyéèê".contains(first)
    else { return String(piece) }
    return piece.dropLast(2) + "’"
  }

  /// A label and what it tells: French has a space before the colon.
  func pair(_ label: String, _ value: String) -> String {
    label + (language == .french ? "\u{A0}: " : ": ") + value
  }

  /// A number of things, with the word for one and the word for others.
  func counted(_ number: some BinaryInteger, _ one: Word, _ many: Word) -> String {
    self(number == 1 ? one : many, grouped(Int64(number)))
  }

  /// A word that the ledger stores; one that reports do not know stays, with spaces.
  func stored(_ kind: String, _ value: String) -> String {
    Word.stored["\(kind).\(value)"].map { self($0) } ?? value.spaced
  }

  /// What an entity is called; of a very long name its beginning.
  func name(_ slug: String) -> String {
    let name = names[slug] ?? ""
    return shortened(name.isEmpty ? slug : name, to: 120)
  }

  /// A text that stands in a cell: of a very long one its beginning, and how long it is.
  func shortened(_ text: String, to most: Int = 600) -> String {
    guard text.utf8.count > most, text.count > most else { return text }
    return text.prefix(most) + self(.cut, grouped(Int64(text.count)))
  }

  /// `until 2032 or AGI verified, whichever is first`.
  func ends(_ row: JSONObject, _ on: String, _ when: String, rule: String?) -> String {
    let isLatest = rule == "latest"
    let needs = (row[when]?.arrayValue ?? []).compactMap(\.objectValue).map { need in
      self(
        .conditionIs, condition(need.text("condition")), stored("status", need.text("state")))
    }
    let conditions = needs.joined(separator: self(isLatest ? .and : .or))
    let day = row.text(on)
    let dayText = day.isEmpty ? "" : until(day)
    if conditions.isEmpty { return dayText }
    if dayText.isEmpty { return self(.untilCondition, conditions) }
    let both = dayText + self(.or) + conditions
    return self(isLatest ? .whicheverLast : .whicheverFirst, both)
  }

  /// The name of a condition: so short a slug is an acronym.
  private func condition(_ slug: String) -> String {
    slug.count <= 3 ? slug.uppercased() : slug
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
    return excludes.isEmpty ? basis : self(.without, basis, excludes.spaced)
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
