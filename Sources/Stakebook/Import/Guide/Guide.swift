import EventLog
import Events
import Projections
import Tables

/// Writes a mapping for a table that has none: by questions where somebody answers, else by guesses
/// alone.
public struct Guide {
  /// Something that somebody can answer, with the best answer first.
  public struct Question {
    /// What is asked.
    public let text: String
    /// What may be answered, the guess first.
    public let answers: [String]
    /// The file's own values: one list for each answer, or one that all answers are about.
    public let examples: [[String]]
  }

  /// Somebody who answers.
  public struct Answers {
    /// Gives the place of an answer.
    let choose: (Question) throws -> Int
    /// Gives a text.
    let write: (String) throws -> String

    /// What is called for each question: one gives the place of an answer, the other a text.
    public init(
      choose: @escaping (Question) throws -> Int, write: @escaping (String) throws -> String
    ) {
      (self.choose, self.write) = (choose, write)
    }
  }

  let file: String
  let name: String
  let terms: TableTerms
  let said: [ColumnRole: String]

  /// A guide to the table of a file; `name` is by which its rows are known again. `said` tells who
  /// invests or in whom: a name for all rows, or `{Column}`.
  public init(
    _ file: String, name: String, _ terms: TableTerms, said: [ColumnRole: String] = [:]
  ) {
    (self.file, self.name, self.terms, self.said) = (file, name, terms, said)
  }

  /// The mapping's text. `ledger` tells which names it knows.
  ///
  /// Throws `bad-mapping` where the columns tell too little.
  public func text(for ledger: Ledger, answers: Answers? = nil) throws -> String {
    let bytes = try Table.bytes(of: file)
    let table = try Table.read(bytes, terms, file: file)
    var terms = terms
    // The sheet that is read because no table stands on those before it is said.
    if table.terms.sheet != table.sheets.first { terms.sheet = table.terms.sheet }
    var guess = try Guess(table, said: said)
    if let answers { try answer(&guess, answers) }
    do { try requireEnough(of: guess) } catch {
      let hints = [error.hint, table.hintOfOtherSheets].compactMap(\.self)
      throw Rejection(error.code, error.message, hint: hints.joined(separator: " "))
    }
    var text = MappingText(
      guess: guess, file: file, name: name, terms: terms, key: key(of: guess),
      today: try ledger.today())
    var tried = try trial(text.text, bytes, ledger)
    text.names = tried.names
    if let answers, let decided = try answered(tried.names, answers) {
      text.names = decided
      tried = try trial(text.text, bytes, ledger)
    }
    text.faults = ImportFaults.groups(tried.faults)
    return text.text
  }

  /// What names mean that may be short for others, or misspelt, after somebody was asked; nil where no
  /// answer changed anything.
  private func answered(
    _ names: [NameDecision], _ answers: Answers
  ) throws -> [NameDecision]? {
    var decided = names
    for (place, name) in names.enumerated() {
      guard name.reason == .introduced, let other = name.other, !other.entity.isEmpty else {
        continue
      }
      let answer = try answers.choose(
        Question(
          text: "Is '\(name.name)' '\(other.name)', or somebody else?",
          answers: ["somebody else", "\(other.entity), the same"], examples: [[]]))
      guard answer == 1 else { continue }
      // What that one turned out to be is what this one is.
      let entity = decided.first { $0.name == other.name }?.entity ?? other.entity
      decided[place] = NameDecision(
        name: name.name, entity: entity, reason: .alike,
        other: NamedEntity(entity: entity, name: other.name))
    }
    return decided == names ? nil : decided
  }

  private func requireEnough(of guess: Guess) throws(Rejection) {
    let otherwise =
      "Name it so, answer the guide on a terminal, or write the mapping by hand: "
      + "the article Spreadsheets shows one."
    let days = [ColumnRole.date, .due, .cameOn].compactMap { guess.column($0) }
    guard !days.isEmpty || guess.constants[.date] != nil else {
      throw Rejection(
        .badMapping, "no column of the table seems to tell dates",
        hint: "Say when it holds in all rows with --date 2023-12-31, or which column tells it with "
          + "--date '{Column}'.")
    }
    for (role, what, option) in [
      (ColumnRole.investor, "who invests", "--investor"), (.issuer, "in whom", "--target"),
    ] where guess.column(role) == nil && guess.constants[role] == nil {
      let column = guess.candidates(for: role).first?.name ?? "Column"
      throw Rejection(
        .badMapping, "no column of the table seems to tell \(what)",
        hint: "Say who it is in all rows with \(option) NAME, or which column tells it with "
          + "\(option) '{\(column)}'.")
    }
    guard !guess.moneyColumns.isEmpty || guess.column(.stake) != nil else {
      throw Rejection(
        .badMapping, "no column of the table seems to hold amounts or percents", hint: otherwise)
    }
  }

  /// What an import under the guesses would do, without doing it.
  private func trial(
    _ text: String, _ bytes: [UInt8], _ ledger: Ledger
  ) throws -> (names: [NameDecision], faults: [RowFault]) {
    var mapping = try MappingFile(file).mapping(text)
    mapping.unreadable = .tell
    // An earlier import under this name is of no matter here.
    mapping.name += " "
    mapping.table = terms
    let log = try EventLog.open(at: ledger.log.readablePath, for: .reading)
    defer { try? log.close() }
    let rows = try MappedRows(
      file, bytes, mapping, log, updates: false, today: try ledger.today())
    while try rows.next() != nil {}
    return (rows.decisions, rows.report.rows.faults)
  }

  /// Who, in whom and when; and what else it takes to tell the rows from each other. What was paid, and
  /// when, may stand there next month and not yet now: it comes last.
  private func key(of guess: Guess) -> [GuessedColumn] {
    if let numbering = guess.numbering { return [numbering] }
    var key = [ColumnRole.investor, .issuer, .date, .due].compactMap { guess.column($0) }
    if guess.column(.date) == nil, guess.column(.due) == nil, let day = guess.column(.cameOn) {
      key.append(day)
    }
    func distinct() -> Int {
      Set(guess.rows.map { row in key.map { row[$0.place].text } }).count
    }
    var count = distinct()
    func columns(_ roles: ColumnRole...) -> [GuessedColumn] {
      roles.compactMap { guess.column($0) }
    }
    let further =
      columns(.deal, .committed) + guess.names + columns(.stake, .cameOn, .paid, .note, .source)
    for column in further where count < guess.rows.count {
      guard !key.contains(where: { $0.place == column.place }) else { continue }
      key.append(column)
      let more = distinct()
      if more == count { key.removeLast() }
      count = more
    }
    return key
  }

  // MARK: - Questions

  private func answer(_ guess: inout Guess, _ answers: Answers) throws {
    try answerDayAndParties(&guess, answers)
    try answerMoney(&guess, answers)
    if guess.kind == .debt { try answer(.rate, &guess, answers) }
    for role in [ColumnRole.currency, .stake, .note, .source] {
      try answer(role, &guess, answers)
    }
    try answerWriting(&guess, answers)
  }

  /// Asks for the column of a role, the guess first, which may be that there is none.
  private func answer(_ role: ColumnRole, _ guess: inout Guess, _ answers: Answers) throws {
    let guessed = guess.column(role)
    let others = guess.columns.filter { $0.place != guessed?.place }
    let columns: [GuessedColumn?] = [guessed] + others + (guessed == nil ? [] : [nil])
    let answer = try answers.choose(
      Question(
        text: role.question, answers: columns.map { $0?.name ?? "(none)" },
        examples: columns.map { $0?.examples ?? [] }))
    guess.assign(role, to: columns[answer]?.place)
  }

  private func answerDayAndParties(_ guess: inout Guess, _ answers: Answers) throws {
    if said[.date] == nil {
      // What the title says is no answer to which column it is.
      let title = guess.constants.removeValue(forKey: .date)
      try answer(.date, &guess, answers)
      if guess.column(.date) == nil { try answerDay(&guess, title, answers) }
    }
    if guess.kind != .capital { try answer(.due, &guess, answers) }
    if guess.column(.cameOn) != nil { try answer(.cameOn, &guess, answers) }
    for role in [ColumnRole.investor, .issuer] where said[role] == nil {
      try answer(role, &guess, answers)
      guard guess.column(role) == nil else { continue }
      let name = try answers.write(
        role == .investor
          ? "Who is it that invests, buys or holds, in all rows?"
          : "In whom is it, in all rows?")
      if !name.isEmpty { guess.constants[role] = name }
    }
    if guess.column(.deal) != nil { try answer(.deal, &guess, answers) }
  }

  /// Asks for the day of all rows, where no column tells one.
  private func answerDay(
    _ guess: inout Guess, _ title: String?, _ answers: Answers
  ) throws {
    while true {
      let text = try answers.write(
        "When does it hold in all rows? Nothing: "
          + (title.map { "\($0), as the title says." } ?? "nobody knows."))
      if text.isEmpty {
        guess.constants[.date] = title
        return
      }
      // What is no date is asked again.
      guard let day = try? PartialDate(Writing.stated(text, as: .date)) else { continue }
      guess.constants[.date] = day.text
      return
    }
  }

  /// Where the name of the column does not tell what its money is, that is asked too.
  private func answerMoney(_ guess: inout Guess, _ answers: Answers) throws {
    let isTold = !guess.money.isEmpty && !guess.isMoneyOpen
    guard !isTold else {
      guess.settle()
      try answer(.committed, &guess, answers)
      return try answer(.paid, &guess, answers)
    }
    guess.assign(.amount, to: guess.column(.committed)?.place)
    try answer(.amount, &guess, answers)
    guess.isMoneyOpen = false
    guard let amount = guess.column(.amount) else { return }
    let meaning = try answers.choose(
      Question(
        text: "Does '\(amount.name)' tell what was promised, or what was paid?",
        answers: ["promised", "paid"], examples: [amount.examples]))
    guess.assign(meaning == 0 ? .committed : .paid, to: amount.place)
  }

  private func answerWriting(_ guess: inout Guess, _ answers: Answers) throws {
    let dates = guess.column(.date)?.examples ?? []
    let numbers = guess.moneyColumns.first?.examples ?? guess.column(.stake)?.examples ?? []
    func choose<Words: RawRepresentable>(
      _ text: String, _ words: [Words], _ examples: [String]
    ) throws -> Words where Words.RawValue == String {
      words[
        try answers.choose(
          Question(text: text, answers: words.map(\.rawValue), examples: [examples]))]
    }
    if guess.writing.dates == nil, guess.isOpen(.ambiguousDate, .date) {
      guess.writing.dates = try choose(
        "In which order do dates stand?", [.dayFirst, .monthFirst, .yearFirst], dates)
    }
    if guess.writing.decimals == nil,
      guess.isOpen(.ambiguousNumber, .committed) || guess.isOpen(.ambiguousNumber, .paid)
    {
      guess.writing.decimals = try choose("What begins the decimals?", [.point, .comma], numbers)
    }
    if !guess.moneyColumns.isEmpty, guess.column(.currency) == nil, guess.writing.currency == nil {
      let codes = [
        "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "SEK", "NOK", "DKK", "CAD", "AUD", "INR",
      ]
      guess.writing.currency =
        codes[
          try answers.choose(
            Question(
              text: "In which currency are amounts that name none?", answers: codes,
              examples: [numbers]))]
      guess.writing.scale = try choose(
        "In what do amounts without a suffix count?", Writing.Scale.allCases, numbers)
    }
    if guess.writing.percents == nil, guess.isOpen(.ambiguousNumber, .stake) {
      guess.writing.percents = try choose(
        "What do bare numbers mean where a percent is due?", Writing.Share.allCases,
        guess.column(.stake)?.examples ?? [])
    }
  }
}

extension Guess {
  /// Whether a cell of that column has two readings.
  fileprivate func isOpen(_ code: Rejection.Code, _ role: ColumnRole) -> Bool {
    var known = writing
    known.currency = known.currency ?? "USD"
    let type: FieldType =
      switch role {
      case .date: .date
      case .stake: .percent
      default: .money
      }
    return (column(role)?.cells ?? []).contains { cell in
      cell.kind == .text && known.code(of: cell.text, as: type) == code
    }
  }
}

extension Writing {
  /// Why a text is not read; nil where it is.
  fileprivate func code(of text: String, as type: FieldType) -> Rejection.Code? {
    do {
      _ = try read(text, as: type)
      return nil
    } catch { return error.code }
  }
}
