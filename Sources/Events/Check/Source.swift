/// Where a fact comes from.
public struct Source: Sendable, PayloadValue {
  /// What kind of document it is; among equal claims the earlier kind counts.
  public enum Kind: String, Choice {
    case filing, contract, company, press, other
  }

  /// The members of a source as they are stored.
  public static let fields: [Field] = [
    .required("title", .text, "what the source is called"),
    .optional("publisher", .text, "who published it"),
    .optional("url", .url, "where it can be read"),
    .optional("kind", .choice(Kind.self), "what kind of document it is"),
    .optional("via", .choice(["press"]), "press, for a filing known only through press"),
    .optional("published", .day, "when it was published"),
    .optional("retrieved", .day, "when it was read"),
    .optional("locator", .text, "where in it the fact stands: a page, a note, a paragraph"),
    .optional("file", .text, "what the file of its document was called"),
    .optional("sha256", .digest, "the SHA-256 of its document, which the ledger keeps"),
  ]

  /// The object.
  public let said: JSON

  /// A source with what is known of it; dates as `2025-10-28`, `2025-10` or `2025`.
  public init(
    _ title: String, publisher: String? = nil, url: String? = nil, kind: Kind? = nil,
    viaPress: Bool = false, published: String? = nil, retrieved: String? = nil,
    locator: String? = nil
  ) {
    said =
      Payload([
        ("title", title), ("publisher", publisher), ("url", url), ("kind", kind),
        ("via", viaPress ? "press" : nil), ("published", published), ("retrieved", retrieved),
        ("locator", locator),
      ]).json
  }

  /// A source as it is written on the command line: `TITLE,URL` or `title=…,url=…,kind=press`.
  ///
  /// A comma separates only where a name of a member and `=` follow, or an address.
  public init(reading text: String) throws(Rejection) {
    var members: [(String, String)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = part.prefix { $0 != "=" }.filter { $0 != " " }
      if part.contains("="), Self.fields.contains(where: { $0.name == name }) {
        members.append((name, Self.trimmed(part.dropFirst(part.prefix { $0 != "=" }.count + 1))))
      } else if part.hasPrefix("http://") || part.hasPrefix("https://") {
        members.append(("url", String(part)))
      } else if let last = members.last {
        members[members.count - 1] = (last.0, last.1 + "," + part)
      } else {
        members.append(("title", Self.trimmed(part)))
      }
    }
    var seen: Set<String> = []
    for (name, _) in members where !seen.insert(name).inserted {
      throw Rejection(
        .badSource, "the source gives '\(name)' twice", hint: "Write each member once.")
    }
    for (place, (name, text)) in members.enumerated()
    where name == "published" || name == "retrieved" {
      members[place].1 = try Writing.stated(text, as: .day)
    }
    let object = JSONObject(members.map { ($0.0, JSON.string($0.1)) })
    said = .object(object)
  }

  /// The same source with its document; without a title it is called as the file.
  ///
  /// Throws `bad-source` where it has another document.
  public func with(file: String, sha256: String) throws(Rejection) -> Source {
    var object = said.objectValue ?? JSONObject()
    guard object["sha256"].map({ $0 == .string(sha256) }) ?? true else {
      throw Rejection(
        .badSource, "the source has another document already",
        hint: "Give the new one a source of its own.")
    }
    if object["title"] == nil { object["title"] = .string(file) }
    object["file"] = .string(file)
    object["sha256"] = .string(sha256)
    return Source(said: .object(object))
  }

  /// A source as it is stored.
  public init(said: JSON) { self.said = said }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
