import Stakebook

/// A word or a sentence of the pages of a server, by its key in the file of each language.
///
/// A test holds that each is in every file. `{}` stands where something is put in.
enum WebWord: String, CaseIterable {
  case skip, site, desk, upcoming, owed, check, diff, ask, types, newFact, importSheet, search,
    searchFor, clocks, asOf, knownAt, publicBy, show, today, moreClocks, compareWith, compare,
    earlier, later, slideAsOf, slideKnownAt, asJSON, asCSV, asCalendar, asFeed, fault,
    backToDesk, backToFigures, comesDue, overdue, newestFacts, openContradictions, noneOpen,
    nothingDue,
    nothingYet, all, inForceSince, endedOn, error, warning, explainedBy, entity, identifiers,
    kind, jurisdiction, nowCalled, itsPartnerships, event, eventNumber, id, stream, holdsFrom,
    status, recordedAt, recordedBy, note, saysWhat, sources, noSource, withdrawn, withdrawnBy,
    erased, correct, confirm, attach, download, previousEvent, nextEvent, field, value, meaning,
    why, arithmetic, together, whoSays, otherClaims, disagrees, oneRow, manyRows, moreRows, filter,
    noRows, views, oneRowFor, nextPage, firstPage, apply, remove, sqlTitle, sqlText, run,
    savedQueries, parameters, explainPlan, permalink, chart, answer, noAnswer, question, diffTitle,
    from, to,
    added, removedRow, changed, noDifference, asTimePassed, diffHelp, typesTitle, requiredField,
    writtenLike, example, fill, searchTitle, foundNothing, names, facts, notes, effectiveHelp,
    document, preview, previewTitle, previewHelp, noFigureChanges, introduces, didYouMean,
    append, change, keptAs, reason, staleHint, oneALine, importTitle, importHelp, importFile,
    mapping, mappingHelp, untold, untoldHelp, sheetName, whoInvests, inWhom, guess,
    tryImport, importNow, importDone, wouldChange,
    closedHost, closedPage, closedProxy, closedToken, closedAddress, closedWriting, plainText,
    slugOf, listOf,
    stillAsked, lookAgain, narrow, takenIn, beginWith, suchAs, shortName, anyName, eventName,
    wholeNumber,
    addRow, partnershipHelp, openingHelp, yes, no,
    plan, whoseDocument, anotherSource, newerEvent, trial, soonerHelp, webAddress
  // Views for which reports have no word.
  case viewEvents, viewClaims, viewEntities, viewStakeHistory, viewValuationHistory, viewRates
  // Why a claim does not count.
  case reasonDenied, reasonUndated, reasonLater, reasonEndsNothing, reasonSucceeded, reasonEnded,
    reasonUndisclosed, reasonLessFirm, reasonEarlier, reasonStatus, reasonSource, reasonPeriod,
    reasonRecorded, reasonWithdrawn, reasonOnly
}

/// The words of pages in one language, and those of reports.
struct WebWords: Sendable {
  let pages: PageWords
  /// What entities and partnerships are called, by their slugs.
  let names: PageWords.Names
  private let file: LanguageFile
  /// What the catalogue says, where it is not said in its own words.
  let catalogue: LanguageFile

  private static let files: [Language: LanguageFile] = Dictionary(
    uniqueKeysWithValues: Language.allCases.map { ($0, LanguageFile(bytes($0))) })

  init(_ language: Language, names: PageWords.Names = PageWords.Names()) {
    pages = PageWords(language, names: names)
    self.names = names
    file = Self.file(language)
    catalogue = Self.catalogues[language] ?? LanguageFile([])
  }

  /// What the fields of events mean, by what the catalogue says in English.
  static let meanings: [Language: LanguageFile] = [
    .french: LanguageFile(PackageResources.meanings_fr_txt),
    .german: LanguageFile(PackageResources.meanings_de_txt),
  ]

  private static let catalogues: [Language: LanguageFile] = [
    .french: LanguageFile(PackageResources.catalogue_fr_txt),
    .german: LanguageFile(PackageResources.catalogue_de_txt),
  ]

  /// What a language's file says.
  static func file(_ language: Language) -> LanguageFile { files[language] ?? LanguageFile([]) }

  private static func bytes(_ language: Language) -> [UInt8] {
    switch language {
    case .english: PackageResources.en_txt
    case .french: PackageResources.fr_txt
    case .german: PackageResources.de_txt
    }
  }

  /// A word, with something in the place of its `{}`.
  func callAsFunction(_ word: WebWord, _ part: String? = nil) -> String {
    let text = file[word.rawValue] ?? word.rawValue
    return part.map { text.replacing("{}", with: $0) } ?? text
  }
}

extension WebWords {
  private static let views: [String: WebWord] = [
    "events": .viewEvents, "claims": .viewClaims, "entities": .viewEntities, "owed": .owed,
    "stake_history": .viewStakeHistory, "valuation_history": .viewValuationHistory,
    "fx_rates": .viewRates, "upcoming": .upcoming,
  ]

  /// What the rows of a view are called.
  func view(_ name: String) -> String {
    Self.views[name].map { self($0) } ?? pages.title(ofView: name) ?? pages.title("view.\(name)")
  }

  /// What a partnership is called.
  func partnership(_ slug: String) -> String {
    let name = names.partnerships[slug] ?? ""
    return name.isEmpty ? slug : name
  }

  /// The slug of the one thing that is called so; nil where none is, or more than one.
  static func slug(of name: String, among names: [String: String]) -> String? {
    let wanted = name.lowercased()
    let found = names.filter { $0.value.lowercased() == wanted }
    return found.count == 1 ? found.first?.key : nil
  }

  /// The same words, to begin with: a label, a heading.
  static func begun(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }

  /// The name of a type of events, as a heading.
  func type(_ type: EventType) -> String { Self.begun(pages.stored("type", type.text)) }

  /// What a field means; nil where it is not said in the reader's language.
  func meaning(_ english: String) -> String? {
    guard pages.language != .english else {
      // A form offers yes and no.
      return english.hasPrefix("true ") ? "\(self(.yes)) \(english.dropFirst(5))" : english
    }
    return Self.meanings[pages.language]?[Self.key(english)]
  }

  /// The key of a meaning: its words.
  static func key(_ english: String) -> String {
    english.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .joined(separator: "_")
  }

  /// What a field of an event is called, a part of an object by all its names.
  func field(_ path: String) -> String {
    if path == "effective" { return self(.holdsFrom) }
    return path.split(separator: ".").map { name in
      name == "url" ? self(.webAddress) : catalogue["field.\(name)"] ?? pages.field(String(name))
    }.joined(separator: " ")
  }

  /// A word that a field takes.
  func choice(_ word: String, of field: String) -> String {
    catalogue["\(field).\(word)"] ?? pages.stored(field, word)
  }

  /// What a type of events records.
  func summary(of type: EventType, _ shape: Shape) -> Markup {
    said("summary.\(type.text)", orElse: shape.summary)
  }

  /// What a family of types is called.
  func family(_ name: String) -> Markup {
    let key = name.lowercased().replacing(" ", with: "_")
    return said("family.\(key)", orElse: name.prefix(1).uppercased() + name.dropFirst())
  }

  /// What a member of a source means.
  func source(_ name: String, _ meaning: String) -> Markup {
    said("source.\(name)", orElse: meaning)
  }

  /// What a saved query answers; one that people keep beside the ledger is told in their words.
  func title(of query: SavedQuery) -> String {
    (query.file == nil ? catalogue["query.\(query.name)"] : nil) ?? query.title
  }

  /// The same at length.
  func description(of query: SavedQuery) -> String {
    (query.file == nil ? catalogue["query.\(query.name).says"] : nil) ?? query.description
  }

  /// A text of the catalogue; one that is not in the reader's language says so.
  private func said(_ key: String, orElse english: String) -> Markup {
    if let told = catalogue[key] { return "\(told)" }
    return pages.language == .english ? "\(english)" : "<span lang=\"en\">\(english)</span>"
  }
}
