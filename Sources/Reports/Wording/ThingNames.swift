import Events

/// What rights, rounds, commitments and the like are called: by the name that somebody gave them, else by
/// the slug as people would write it.
///
/// `azure-exclusivity-2019` is told as *Azure exclusivity 2019*, `openai-2024-10` as *OpenAI 2024-10* with
/// the month as the language writes it. How a word is spelt is known from the names of the entities and
/// partnerships. The slug itself stands in the appendix, and where commands ask for it.
extension Wording {
  /// Short words that are written in capitals.
  private static let acronyms: Set<String> = [
    "agi", "ai", "api", "aws", "cad", "cfo", "ceo", "cpu", "eu", "ev", "fda", "gpt", "gpu", "ip",
    "ipo",
    "jv", "llc", "loi", "mou", "nda", "rofo", "rofr", "spa", "uk", "us", "usa", "vw",
  ]

  /// How the words of names are spelt, by how slugs spell them.
  static func spellings(of names: some Sequence<String>) -> [String: String] {
    var spellings: [String: String] = [:]
    for name in names {
      for word in name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        let text = String(word)
        let key = text.lowercased()
        if key != text, spellings[key] == nil { spellings[key] = text }
      }
    }
    return spellings
  }

  /// What a thing is called, by its slug; where slugs are to stay, as they do for who types them, the
  /// slug, behind its name where it has one.
  /// Of a round it says that it is one, unless it stands where that is plain.
  func thing(_ slug: String, isBare: Bool = false) -> String {
    if let name = given[slug].map({ shortened($0) }) {
      guard spellings != nil else {
        return name.hasSuffix("[\(slug)]") ? name : "\(name) [\(slug)]"
      }
      return isBare || !rounds.contains(slug) ? name : self(.roundNamed, name)
    }
    guard let spellings, Self.isSlug(slug) else { return slug }
    let (words, stated) = Self.split(slug)
    var told = words.enumerated().map { place, word -> String in
      if let spelt = spellings[word] { return spelt }
      if Self.acronyms.contains(word) { return word.uppercased() }
      if let power = Self.power(word) { return power }
      return place == 0 ? word.prefix(1).uppercased() + word.dropFirst() : word
    }
    if let stated { told.append(date(stated)) }
    let name = told.joined(separator: " ")
    return isBare || !rounds.contains(slug) ? name : self(.roundNamed, name)
  }

  /// `5gw` as *5 GW*. By its bytes: an expression is read anew for each word, which took half of a report's time.
  private static func power(_ word: String) -> String? {
    let unit = ["gw": "GW", "mw": "MW", "kw": "kW"][word.suffix(2)]
    let number = word.dropLast(2)
    guard let unit, !number.isEmpty, number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return nil
    }
    return "\(number)\u{A0}\(unit)"
  }

  /// Things whose slugs are joined by commas.
  func things(_ slugs: String) -> String {
    slugs.split(separator: ",").map { thing($0.trimmingPrefix(" ").description) }
      .joined(separator: ", ")
  }

  /// The words of a slug, and the month or day at its end.
  private static func split(_ slug: String) -> (words: [String], date: String?) {
    var words = slug.split(separator: "-").map(String.init)
    for count in [3, 2] where words.count > count {
      let last = words.suffix(count)
      let isDate =
        last.first?.count == 4 && last.dropFirst().allSatisfy { $0.count == 2 }
        && last.allSatisfy { $0.allSatisfy(\.isWholeNumber) }
      let text = last.joined(separator: "-")
      guard isDate, (try? PartialDate(text)) != nil else { continue }
      words.removeLast(count)
      return (words, text)
    }
    return (words, nil)
  }

  private static func isSlug(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
      }
  }
}
