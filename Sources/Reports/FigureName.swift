import Events
import Projections

/// The rows of a view that somebody wants explained, as they are named on the command line.
///
/// The words are the row's key as `--format json` prints it (`stakes/microsoft/…`), or the view
/// and as many parts of the key as tell the row.
public struct FigureName: Sendable {
  let view: View
  /// The view and the parts of the key.
  private let parts: [String]
  /// The row's whole name, where it may be one.
  private let whole: String?

  /// Reads the words. Throws `unknown-view`.
  public init(_ words: [String]) throws(Rejection) {
    parts = words.count == 1 ? words[0].split(separator: "/").map(String.init) : words
    whole = words.count == 1 ? words[0] : nil
    let first = parts.first ?? ""
    let views = Projections.publicViews.filter { $0.uses.claims != nil }
    guard let view = views.first(where: { $0.name == first }) else {
      throw Rejection(
        .unknownView, "there is no view '\(first.prefix(60))' whose figures are explained",
        hint: nearest(to: first, among: views.map(\.name)).map { "Did you mean '\($0)'?" }
          ?? "There are \(views.map(\.name).joined(separator: ", ")).")
    }
    self.view = view
  }

  /// The view whose rows are things of a kind, each named by its slug alone.
  public static func view(of noun: Noun) -> View? {
    let column = noun.rawValue.split(separator: " ").last.map(String.init)
    if noun == .payment { return Projections.view(named: "payments") }
    return Projections.publicViews.first { $0.uses.claims != nil && $0.key == column.map { [$0] } }
  }

  /// The parts that can be nothing but slugs, where there is a thing of that name: each row that is
  /// meant is about every one of them.
  public var slugs: [String] {
    parts.dropFirst().filter { part in
      !Self.words.contains(part) && !part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
  }

  /// What else stands in keys and is spelt like a slug: what fields of events choose among, and what
  /// exposures are called.
  private static let words: Set<String> = {
    var words: Set = ["owns", "licenses"]
    for type in Catalogue.types {
      for field in type.shape.fields {
        if case .choice(let choices) = field.type { words.formUnion(choices) }
      }
    }
    return words
  }()

  /// Refuses a part that is spelt like a slug and that no event names: no key has it.
  ///
  /// Asks for that name alone, and for names that may be meant. Throws `unknown-row`.
  public func requireNamed(_ reading: Reading) throws {
    for part in slugs where part.contains(where: \.isLetter) && (try? EntityID(part)) != nil {
      guard try !reading.isName(part), try reading.streams(naming: part).isEmpty else { continue }
      let nouns = Noun.allCases.filter { $0 == .entity || Self.view(of: $0)?.name == view.name }
      var names: [String] = []
      for noun in nouns { names += try reading.slugs(of: noun, most: 10_000) }
      let near = nearest(to: part, among: names)
      throw Rejection(
        .unknownRow, "no row of \(view.name) has '\(part.prefix(60))' in its key",
        hint: near.map { "Did you mean '\($0)'?" }
          ?? "`stakebook sql \"SELECT * FROM \(view.name)\"` shows what there is.")
    }
  }

  /// The rows that are meant, where all of them are in the reading: of the whole ledger, or of what
  /// bears on one of the ``slugs``. Throws `many-rows`.
  public func rows(_ reading: Reading) throws -> [JSONObject] {
    try among(try reading.rows(of: view))
  }

  /// The same, some of which there must be. Throws `unknown-row` with what there is, and `many-rows`.
  public func requiredRows(_ reading: Reading) throws -> [JSONObject] {
    let rows = try reading.rows(of: view)
    let found = try among(rows)
    guard !found.isEmpty else { throw unknownRow(rows) }
    return found
  }

  /// Explains rows of the view, from a reading of what bears on their events.
  public func explained(_ rows: [JSONObject], _ reading: Reading) throws -> [Explanation] {
    try Explanation.explain(rows, of: view, reading)
  }

  private func among(_ rows: [JSONObject]) throws -> [JSONObject] {
    var found = rows.filter { row in whole.map { view.name(of: row) == $0 } ?? false }
    if found.isEmpty {
      let wanted = Set(parts.dropFirst())
      found = rows.filter { row in
        wanted.isSubset(of: view.key.compactMap { row[$0].map(View.spelt) })
      }
    }
    guard found.count <= 12 else {
      throw Rejection(
        .manyRows, "\(found.count) rows of \(view.name) are meant",
        hint: "Name one of them: \(view.name) \(view.key.map { "<\($0)>" }.joined(separator: " "))."
      )
    }
    return found
  }

  private func unknownRow(_ rows: [JSONObject]) -> Rejection {
    let names = rows.map(view.name(of:))
    let known = Set(rows.flatMap { row in view.key.compactMap { row[$0].map(View.spelt) } })
    let strange = parts.dropFirst().first { !known.contains($0) }
    if let strange, let near = nearest(to: strange, among: known.sorted()) {
      return Rejection(
        .unknownRow, "no row of \(view.name) has '\(strange.prefix(60))' in its key",
        hint: "Did you mean '\(near)'?")
    }
    let wanted = parts.joined(separator: "/")
    let alike = names.filter { name in
      let has = Set(name.split(separator: "/").map(String.init))
      return parts.dropFirst().contains { has.contains($0) }
    }
    let offered = alike.isEmpty ? names : alike
    let hint =
      offered.isEmpty
      ? "No row of it is about any of these."
      : "There are \(offered.prefix(6).joined(separator: ", "))."
    return Rejection(.unknownRow, "there is no row '\(wanted.prefix(100))'", hint: hint)
  }
}
