import Foundation

@testable import Reports

/// What is wrong with the file of a language, beside that of English.
struct LanguageFaults {
  private static let english = LanguageFile(Language.english.bytes)
  /// What a language may do without.
  private static let optional: Set<Word> = [
    .trillion, .firstDayForm, .monthNames, .monthNamesInSentences, .elidedWord, .elidedForm,
    .elidedBefore, .goesOnSmall,
  ]
  /// What is put in as each language wants.
  private static let dates: Set<Word> = [.dayForm, .firstDayForm, .monthForm]
  private static let partsOfDates: Set = ["{day}", "{dd}", "{mm}", "{month}", "{year}", "{yyyy}"]

  private let language: Language
  private let file: LanguageFile

  init(_ language: Language, _ file: LanguageFile) {
    self.language = language
    self.file = file
  }

  var all: [String] {
    let path = "Sources/Reports/Languages/\(language.rawValue).txt"
    return file.faults.map { "\(path):\($0)" } + keys.map { "\(path) \($0)" }
      + (values + sentences + rules).map { "\(path): \($0)" }
  }

  private var keys: [String] {
    let words = Set(Word.allCases.map(\.rawValue))
    let optional = Set(Self.optional.map(\.rawValue))
    let sentences = language == .english ? [] : Set(Wording.englishSentences.keys)
    let stored = StoredWords.all
    let known = words.union(stored).union(sentences)
    // English may leave out what it tells as it is stored.
    let needed = known.subtracting(optional).subtracting(language == .english ? stored : [])
    return needed.subtracting(file.keys).sorted().map { "lacks '\($0)'" }
      + file.keys.subtracting(known).sorted().map { "has '\($0)', which nothing tells" }
  }

  private func places(_ text: String) -> [String] {
    text.matches(of: /\{[^}]*\}/).map { String($0.output) }.sorted()
  }

  private func fault(_ key: String, _ found: [String], _ wanted: [String]) -> String {
    let names = { (names: [String]) in names.isEmpty ? "nothing" : names.joined(separator: ", ") }
    return "'\(key)' puts in \(names(found)), not \(names(wanted))"
  }

  private var values: [String] {
    file.keys.sorted().compactMap { key in
      guard let text = file[key] else { return nil }
      let found = places(text)
      if let word = Word(rawValue: key), Self.dates.contains(word) {
        let isKnown = Self.partsOfDates.isSuperset(of: found)
        return isKnown ? nil : fault(key, found, Self.partsOfDates.sorted())
      }
      guard let wanted = Self.english[key].map(places), wanted != found else { return nil }
      return fault(key, found, wanted)
    }
  }

  private var sentences: [String] {
    file.sentences.sorted { $0.key < $1.key }.compactMap { key, sentence in
      guard let english = Wording.englishSentences[key] else { return nil }
      let list = { (names: Set<String>) in names.map { "{\($0)}" }.sorted() }
      if english.names != sentence.names {
        return fault(key, list(sentence.names), list(english.names))
      }
      let unknown = sentence.conditions.subtracting(english.conditions.union(english.names))
      return unknown.isEmpty ? nil : "'\(key)' asks for \(list(unknown).joined(separator: ", "))"
    }
  }

  private var rules: [String] {
    let months = file[.monthNames]?.split(separator: " ").count ?? 0
    let namesMonths = Self.dates.contains { file[$0]?.contains("{month}") == true }
    let elision = [Word.elidedWord, .elidedForm, .elidedBefore].filter { file[$0] != nil }.count
    return [
      Int(file[.digitsWithoutGroups] ?? "") == nil ? "'digitsWithoutGroups' is no number" : nil,
      months != 12 && (namesMonths || months > 0) ? "'monthNames' are not twelve" : nil,
      [nil, 12].contains(file[.monthNamesInSentences]?.split(separator: " ").count)
        ? nil : "'monthNamesInSentences' are not twelve",
      [0, 3].contains(elision)
        ? nil : "'elidedWord', 'elidedForm' and 'elidedBefore' go together",
    ].compactMap { $0 }
  }
}
