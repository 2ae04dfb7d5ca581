import Stakebook

/// What a browser asks for, as pages read it.
struct Asked: Sendable {
  /// The parts of the path, without percent signs and without the ending of the last one.
  var path: [String]
  /// The ending that says in which form it is wanted; nil means a page.
  var form: String?
  /// The fields behind the question mark.
  var query: [(name: String, value: String)]
  /// The fields of a form that was sent; nil where nothing was.
  var sent: Sent?
  /// In which language.
  var language: Language
  /// Who asks, as a proxy says.
  var user: String?
  /// How this server may be written to.
  var isWritable: Bool

  /// The endings that mean a form.
  static let forms: Set<String> = ["json", "csv", "ics", "atom", "svg", "sql"]

  /// Reads the path and the query of an address. Throws `bad-usage`.
  init(
    path text: String, query: String?, language: Language, user: String? = nil,
    isWritable: Bool = false
  ) throws(Rejection) {
    var parts: [String] = []
    // The name of a row may have empty parts.
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      guard let plain = Address.plain(part), plain != "..", plain != "." else {
        throw Self.unreadable
      }
      parts.append(plain)
    }
    if parts.first != "why", parts.last == "" { parts.removeLast() }
    guard parts.count <= 20, parts.first != "" else { throw Self.unreadable }
    if let last = parts.last, let dot = last.lastIndex(of: "."), dot != last.startIndex {
      let ending = String(last[last.index(after: dot)...])
      if Self.forms.contains(ending) {
        form = ending
        parts[parts.count - 1] = String(last[..<dot])
      }
    }
    guard let fields = Address.fields(query ?? "") else { throw Self.unreadable }
    path = parts
    self.query = fields
    self.user = user
    self.isWritable = isWritable
    let said = fields.first { $0.name == "lang" }?.value
    self.language = said.flatMap(Language.init(rawValue:)) ?? language
  }

  private static var unreadable: Rejection {
    Rejection(.badUsage, "the address cannot be read", hint: "Follow a link of a page.")
  }

  /// The value of a field of the address; nil where it is empty.
  subscript(name: String) -> String? {
    query.first { $0.name == name && !$0.value.isEmpty }?.value
  }

  /// What every link of the page keeps: the clocks and the language.
  var place: Place {
    Place(
      asOf: self["as_of"], knownAt: self["known_at"], publicBy: self["public_by"],
      language: self["lang"])
  }

  /// The address of the same page without some of its fields.
  func without(_ names: Set<String>) -> String {
    var other = self
    other.query = query.filter { !names.contains($0.name) }
    return other.address(as: nil)
  }

  /// The address of the same page in another form, with all its fields.
  func address(as form: String?) -> String {
    let path = path.map(Address.escaped).joined(separator: "/")
    let name = path.isEmpty && form != nil ? "index" : path
    return "/\(name)\(form.map { ".\($0)" } ?? "")"
      + Address.query(query.map { ($0.name, $0.value) })
  }
}

/// The clocks and the language as they stand in an address.
struct Place: Sendable, Hashable {
  var asOf: String?
  var knownAt: String?
  var publicBy: String?
  var language: String?

  /// The fields, the empty ones left out.
  var fields: [(String, String)] {
    [("as_of", asOf), ("known_at", knownAt), ("public_by", publicBy), ("lang", language)]
      .compactMap { name, value in value.map { (name, $0) } }
  }

  /// The address of a page under these clocks.
  func callAsFunction(_ path: String..., with more: [(String, String)] = []) -> String {
    "/" + path.map(Address.escaped).joined(separator: "/") + Address.query(fields + more)
  }

  /// The address of the page that explains rows; `asOf` where they are those of another day.
  func why(_ rows: String..., asOf: Day? = nil) -> String { why(rows, asOf: asOf) }

  /// The same of several.
  func why(_ rows: [String], asOf: Day?) -> String {
    var place = self
    if let asOf { place.asOf = asOf.description }
    let parts = (rows.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
    return "/why/" + parts.map { Address.escaped(String($0)) }.joined(separator: "/")
      + Address.query(place.fields + rows.dropFirst().map { ("row", $0) })
  }

  /// The address of a list of events.
  func list(of events: [Seq]) -> String {
    let seqs = events.map(String.init).joined(separator: ", ")
    return self(
      "sql",
      with: [
        (
          "q",
          "SELECT event, effective, status, headline\nFROM events\nWHERE event IN (\(seqs))\n"
            + "ORDER BY effective_latest, event"
        )
      ])
  }

  /// Where a report's own marks lead on a page.
  var links: PageLinks {
    // A page of a partnership leads to hundreds of events.
    let query = Address.query(fields)
    return PageLinks(
      event: { "/event/\($0)\(query)" }, why: { [self] in why($0, asOf: $1) },
      events: { [self] in list(of: $0) }, log: self("view", "events"))
  }
}
