import Events
import Projections

extension Ledger {
  /// The clock that these texts mean; nil leaves a reading at today, or at everything.
  ///
  /// As of: a day, a partial date (its last day), `today`, `yesterday`. Known at: a seq (digits
  /// alone), a day or a partial date with its last day, an instant, the same words. What is not before
  /// today, or now, knows everything that is recorded: whatever its stamp says, where a clock was once
  /// ahead, it was recorded by now. Public by: what as of takes. Throws `bad-clock` and `bad-date`.
  public func clock(asOf: String?, knownAt: String?, publicBy: String? = nil) throws -> Clock {
    let now = log.now()
    return try read { reading in
      let today = try reading.clock().asOf
      return Clock(
        asOf: try asOf.map { try Self.day($0, today: today) },
        knownAt: try knownAt.map { try Self.seq($0, today: today, now: now, reading) },
        publicBy: try publicBy.map { try Self.day($0, today: today) })
    }
  }

  private static func day(_ text: String, today: Day) throws -> Day {
    switch text {
    case "today": return today
    case "yesterday": return today.before
    default:
      let date = try PartialDate(Writing.stated(text, as: .date))
      guard let day = date.latest else {
        throw Rejection(
          .badClock, "'\(text)' is no day", hint: "Write one like 2025-10-28 or 2025-Q3.")
      }
      return day
    }
  }

  private static func seq(
    _ text: String, today: Day, now: String, _ reading: Reading
  ) throws -> Seq {
    func known(upTo instant: String) throws -> Seq {
      try instant < now ? reading.lastSeq(recordedUpTo: instant) : reading.head()
    }
    if text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let seq = Seq(text) {
      let head = try reading.head()
      guard seq <= head else {
        throw Rejection(
          .badClock, "there is no event \(seq)",
          hint: "\(head == 0 ? "The ledger has none yet" : "The last one is \(head)"); a year is "
            + "written 2025-12-31.")
      }
      return seq
    }
    if Kept.isInstant(text) { return try known(upTo: text) }
    if text.contains("T") {
      let whole = String(text.dropLast(text.hasSuffix("Z") ? 1 : 0))
      for form in ["\(whole).999999Z", "\(whole):59.999999Z"] where Kept.isInstant(form) {
        return try known(upTo: form)
      }
      throw Rejection(
        .badClock, "'\(text)' is no instant", hint: "Write it like 2025-10-28T14:03:00Z.")
    }
    let day = try day(text, today: today)
    return try known(upTo: "\(day)T23:59:59.999999Z")
  }
}

extension Day {
  /// The day before; the first day has none and stays.
  var before: Day {
    if day > 1 { return Day(year: year, month: month, day: day - 1) ?? self }
    if month > 1 { return Day.last(ofMonth: month - 1, in: year) ?? self }
    return Day.last(ofMonth: 12, in: year - 1) ?? self
  }
}

extension Reading {
  /// Whether the clock knows this partnership.
  func hasPartnership(_ slug: String) throws -> Bool {
    try rows(Partnership.self, partnership: slug).contains { $0.partnership == slug }
  }

  /// The slugs of the partnership that a slug or name means, or of all of which an entity is a party.
  ///
  /// Throws `unknown-partnership` with the nearest name, with those there are, or with the day on
  /// which it begins.
  func partnerships(called name: String) throws -> [String] {
    let known = try rows(Partnership.self)
    func said(_ row: JSONObject, _ name: String) -> String { row[name]?.stringValue ?? "" }
    if let found = known.first(where: { $0.partnership == name }) { return [found.partnership] }
    let entities = try rows(named: "entities")
    // A slug comes before a name that is written like it.
    let number = name.contains(":") ? try? Identifier(name).text : nil
    let named = entities.filter { entity in
      said(entity, "entity") == name
        || number.map { entity["ids"]?.arrayValue?.contains(.string($0)) ?? false } ?? false
    }
    if named.isEmpty, let found = known.first(where: { isAlike($0.name, name) }) {
      return [found.partnership]
    }
    let meant = named.isEmpty ? entities.filter { isAlike(said($0, "name"), name) } : named
    let heirs = Set(meant.map { said($0, "current") })
    let members = Set(
      entities.filter { heirs.contains(said($0, "current")) }.map { said($0, "entity") })
    let joined = known.filter { partnership in
      (partnership.columns["parties"]?.arrayValue ?? []).contains {
        members.contains($0.stringValue ?? "")
      }
    }
    guard joined.isEmpty else { return joined.map { $0.partnership }.sorted() }
    if let publicBy { try requireKnown(name, by: publicBy, isNone: known.isEmpty) }
    throw unknownPartnership(name, known.map(\.partnership), try beginning(of: name))
  }

  private func isAlike(_ name: String, _ other: String) -> Bool {
    func letters(_ text: String) -> String {
      text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    return !letters(name).isEmpty && letters(name) == letters(other)
  }

  /// When a partnership of that slug or name begins that is recorded, and not yet there on the day of
  /// the clock.
  private func beginning(of name: String) throws -> String? {
    let later = try partnershipsToCome()
    let named =
      later.first { $0.slug == name } ?? later.first { $0.name.map { isAlike($0, name) } ?? false }
    return named?.beginning
  }

  /// Throws where a partnership is recorded of which nothing was public, or none was.
  private func requireKnown(_ name: String, by day: Day, isNone: Bool) throws {
    let first = try Self.reserved.contains(name) ? nil : publicDay(of: name)
    if let first, first > day.description {
      throw Rejection(
        .unknownPartnership, "nothing of the partnership '\(name)' was public by \(day)",
        hint: "Write --public-by \(first) or later.")
    }
    guard isNone, first == nil else { return }
    throw Rejection(
      .unknownPartnership, "no partnership was public by \(day)",
      hint: "Write a later day, or leave out --public-by.")
  }

  private func unknownPartnership(
    _ slug: String, _ known: [String], _ beginning: String?
  ) -> Rejection {
    if let beginning {
      return Rejection(
        .unknownPartnership, "the partnership '\(slug)' begins later: \(beginning)",
        hint: "Ask as of that day or a later one.")
    }
    let near = nearest(to: slug, among: known)
    return Rejection(
      .unknownPartnership, "there is no partnership '\(slug.prefix(60))'",
      hint: near.map { "Did you mean '\($0)'?" }
        ?? (known.isEmpty
          ? "The ledger has none yet: begin one with partnership.formed."
          : "There are \(known.prefix(8).joined(separator: ", "))."))
  }
}
