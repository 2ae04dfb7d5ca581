import Events
import Projections

/// The words of one language as pages need them beside a report: names, days, stored words and
/// sentences, each said as the report says it.
package struct PageWords: Sendable {
  /// The language.
  package let language: Language
  let wording: Wording

  /// What things are called, by slug.
  package struct Names: Sendable {
    package var entities: [String: String] = [:]
    package var partnerships: [String: String] = [:]
    /// Rights, rounds, commitments and the like to which somebody gave a name.
    package var things: [String: String] = [:]
    /// The slugs of rounds.
    package var rounds: Set<String> = []
    /// How the words of these names are spelt; nil where slugs stay as they are.
    private(set) var spellings: [String: String]?

    package init() {}

    /// Learns how the names that are there spell their words, so that slugs are told as reports tell them.
    package mutating func learnSpellings() {
      spellings = Wording.spellings(
        of: (Array(entities.values) + Array(partnerships.values)).sorted())
    }
  }

  /// With these names.
  package init(_ language: Language, names: Names = Names()) {
    self.language = language
    var wording = Wording(
      language, names: names.entities, spellings: names.spellings, rounds: names.rounds)
    wording.given = names.things
    self.wording = wording
  }

  /// A date as precise as it was stated.
  package func date(_ text: String) -> String { wording.date(text) }
  /// What an entity is called.
  package func name(_ slug: String) -> String { wording.name(slug) }
  /// What a right, a round or the like is called; several are parted by commas.
  package func things(_ slugs: String) -> String { wording.things(slugs) }
  /// A word that the ledger stores, such as a status.
  package func stored(_ kind: String, _ value: String) -> String { wording.stored(kind, value) }
  /// A share, an amount or a quantity as it was stated; any other text as it is.
  package func stated(_ text: String) -> String { wording.stated(text, inSentence: true) }
  /// A figure as a difference has it: an amount with its ends, else as ``stated(_:)``.
  package func told(figure text: String) -> String {
    if let found = text.wholeMatch(of: #/(.+?) \(([0-9,.]+)–([0-9,.]+)\)/#)?.output,
      let amount = amount(found.1)
    {
      let ends = [found.2, found.3].map { wording.numeral($0.filter { $0 != "," }) }
      return "\(amount) (\(ends.joined(separator: "–")))"
    }
    if let found = text.wholeMatch(of: #/(.+?) or more/#)?.output, let amount = amount(found.1) {
      return wording(.orMore, amount)
    }
    if let found = text.wholeMatch(of: #/(.+?), up to (.+)/#)?.output,
      let amount = amount(found.1), let most = self.amount(found.2)
    {
      return wording(.withCeiling, amount, most)
    }
    if let found = text.wholeMatch(of: #/([A-Z]{3}), not known/#)?.output {
      return wording(.unknownIn, String(found.1))
    }
    let parts = text.split(separator: ", ").map { amount($0) }
    return parts.contains(nil)
      ? stated(text) : parts.compactMap(\.self).joined(separator: ", ")
  }

  /// An amount of money; nil where it is none.
  private func amount(_ text: Substring) -> String? {
    (try? Money(recorded: String(text))) == nil ? nil : stated(String(text))
  }
  /// A whole number with its marks.
  package func grouped(_ number: Int64) -> String { wording.grouped(number) }
  /// The title of a table or column by its key, such as `view.rights` or `column.due`.
  package func title(_ key: String) -> String { wording.title(key) }
  /// What the rows of a view are called; nil where reports have no word for them.
  package func title(ofView name: String) -> String? {
    let word =
      ["implied_valuations": .implied, "discrepancies": .contradictions][name]
      ?? Word(rawValue: Self.key(name))
    return word.flatMap { wording.file[$0] }.flatMap { $0.contains("{") ? nil : $0 }
  }

  /// The key of a word that is stored with underscores.
  private static func key(_ name: String) -> String {
    let words = name.split(separator: "_").map(String.init)
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalised).joined()
  }

  /// What a field of an event or a figure of a view is called.
  package func field(_ name: String) -> String {
    let word = Word(rawValue: Self.key(name)).flatMap {
      Self.columns.contains($0) ? wording.file[$0] : nil
    }
    let told = wording.file["term.\(name)"] ?? word ?? wording.file["column.\(name)"]
    return told.flatMap { $0.contains("{") ? nil : $0 } ?? name.spokenName
  }

  /// The words that are titles of columns and mean the same without a table.
  private static let columns: Set<Word> = {
    let all = Word.allCases
    let first = all.firstIndex(of: .holder) ?? all.startIndex
    let last = all.firstIndex(of: .kindOfDay) ?? all.startIndex
    return Set(all[first...last]).subtracting([.subject])
  }()

  /// A money column of a row, in the words of reports.
  package func money(_ name: String, of row: JSONObject) -> String { wording.money(name, of: row) }
  /// What an event says, as HTML.
  package func headline(of event: JSONObject) -> String {
    wording.headline(of: event).html(in: language)
  }
  /// What an event says, as text.
  package func headlineText(of event: JSONObject) -> String { wording.headline(of: event).text }
  /// What a contradiction says, as text.
  package func sentenceText(of finding: JSONObject) -> String { wording.sentence(of: finding).text }
  /// What a contradiction says, as HTML, its figures leading to the events from which they come.
  package func sentence(of finding: JSONObject, _ links: PageLinks) -> String {
    wording.sentence(of: finding).html(in: language) { links.linked($0, to: $1) }
  }
  /// The same without links.
  package func sentence(of finding: JSONObject) -> String {
    wording.sentence(of: finding).html(in: language)
  }
  /// Contradictions as reports tell them: those that say alike what one sentence says of all together,
  /// with that sentence as HTML, the others alone.
  package func alike(_ findings: [JSONObject]) -> [(shared: String?, rows: [JSONObject])] {
    var groups: [(shared: String?, rows: [JSONObject])] = []
    var alike = AlikeFindings(wording)
    for row in findings.map(Optional.some) + [nil] {
      alike.next(row) { told in
        switch told {
        case .alone(let row): groups.append((nil, [row]))
        case .together(let shared, _): groups.append((shared.html(in: language), []))
        case .one(let row): groups[groups.count - 1].rows.append(row)
        case .end: break
        }
      }
    }
    return groups
  }
  /// What one of several contradictions adds to what they have in common, as ``sentence(of:_:)``.
  package func own(_ finding: JSONObject, _ links: PageLinks) -> String {
    wording.own(finding).html(in: language) { links.linked($0, to: $1) }
  }
  /// A label and what it tells.
  package func pair(_ label: String, _ value: String) -> String { wording.pair(label, value) }

  /// What stands between a label and what it tells, where they are elements of their own.
  package var colon: String { wording.pair("", "") }
}

extension String {
  fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
