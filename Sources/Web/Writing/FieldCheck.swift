import Stakebook

/// What is written in one field of a form, checked while the rest is still being written.
extension Site {
  /// Answers what the ledger understands, or what is wrong with it.
  func checked(_ asked: Asked) async throws -> Answer {
    let name = asked["field"] ?? ""
    var text = asked["value"] ?? ""
    let type = try Self.type(of: name, in: asked["type"])
    let w = try await words(asked)
    var told: JSONObject = [:]
    if type.noun == .entity {
      text = text.split(whereSeparator: \.isNewline).map { line in
        WebWords.slug(of: String(line), among: w.names.entities) ?? String(line)
      }.joined(separator: "\n")
    }
    do {
      for line in Self.lines(text, of: type) {
        told["told"] = .string(w.pages.told(try type.understood(line), of: type))
      }
      if let noun = type.noun, let strange = try await strange(text, noun) {
        let near = strange.near.map { " " + w(.didYouMean, $0) } ?? ""
        told["told"] = .string("\(w(.introduces)) \(strange.slug).\(near)")
      }
    } catch let rejection as Rejection {
      told = ["fault": .string(w.told(rejection).text)]
    }
    var answer = Answer.json(JSON.object(told).canonical + "\n")
    answer.isLasting = false
    return answer
  }

  private static func lines(_ text: String, of type: FieldType) -> [String] {
    guard case .list = type else { return text.isEmpty ? [] : [text] }
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// The kind of a field of a form. Throws `unknown-field`.
  private static func type(of name: String, in type: String?) throws -> FieldType {
    if name == "effective" { return .date }
    if name == "source.url" { return .url }
    if name == "source.published" { return .day }
    let (known, shape) = try Catalogue.shape(of: type ?? "")
    let path = name.hasPrefix("f.") ? String(name.dropFirst(2)) : name
    guard let field = Entry(known, shape).field(at: path) else {
      throw Rejection(.unknownField, "\(known.text) has no field '\(path.prefix(60))'")
    }
    return field.type
  }

  /// With how many slugs one that is new is compared, as an append compares them.
  private static let mostCompared = 10_000

  /// The first slug that no event has named yet, and what is nearest to it.
  private func strange(_ text: String, _ noun: Noun) async throws -> (slug: String, near: String?)?
  {
    let said = text.split { $0.isNewline || $0 == " " }.map(String.init)
    return try await workers.read { ledger in
      try ledger.read { reading in
        guard let slug = try said.first(where: { try reading.noun(of: $0) != noun }) else {
          return nil
        }
        let known = try reading.slugs(of: noun, most: Self.mostCompared)
        return (slug, nearest(to: slug, among: known))
      }
    }
  }
}
