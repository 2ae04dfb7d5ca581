/// A sentence with places for values: what an event says in a line, what a contradiction says.
///
/// The one in English is the rule's or the event type's own; other languages have theirs in their
/// files, with the same values.
///
/// - `{holder}` is a value's text.
/// - `[, without {excludes}]` stands where all its values are known, else what comes after a bar:
///   `[{denied}|at all]`.
/// - `{?several}` gives no text: it only has to be known; `{?kind=put}` has to be that word.
/// - `<rounds|, |{round} ({closed})>` is a text for each item of a list, and what stands between.
package struct Template: Sendable {
  /// A part of a template.
  package indirect enum Piece: Sendable {
    /// The words themselves.
    case words(String)
    /// The text of a value.
    case value(String)
    /// Nothing, where the value is known.
    case known(String)
    /// Nothing, where the value is that word.
    case equal(String, to: String)
    /// The first of these whose values are all known, or nothing.
    case either([[Piece]])
    /// A text for each item of a list, with words between.
    case each(String, between: String, [Piece])
  }

  /// Its parts in order.
  package let pieces: [Piece]

  /// Reads a template of the program's own: a wrong one is a bug, and traps.
  package init(_ text: String) {
    guard let template = try? Template(reading: text) else {
      preconditionFailure("the template '\(text)' is not well formed")
    }
    self = template
  }

  /// Reads a template. Throws where a bracket is not closed.
  package init(reading text: String) throws {
    var reader = Reader(rest: text[...])
    pieces = try reader.pieces(until: [])
  }

  /// The values whose text it gives.
  package var names: Set<String> { Self.names(in: pieces, isTold: true) }

  /// The values that must be known for one of its parts, and whose text it need not give.
  package var conditions: Set<String> { Self.names(in: pieces, isTold: false) }

  private static func names(in pieces: [Piece], isTold: Bool) -> Set<String> {
    var names: Set<String> = []
    for piece in pieces {
      switch piece {
      case .words: break
      case .value(let name): if isTold { names.insert(name) }
      case .known(let name), .equal(let name, _): if !isTold { names.insert(name) }
      case .either(let choices):
        for choice in choices { names.formUnion(Self.names(in: choice, isTold: isTold)) }
      case .each(let list, _, let item):
        if isTold { names.insert(list) }
        names.formUnion(Self.names(in: item, isTold: isTold))
      }
    }
    return names
  }

  private struct NotClosed: Error {}

  private struct Reader {
    var rest: Substring

    mutating func pieces(until ends: Set<Character>) throws -> [Piece] {
      var pieces: [Piece] = []
      while let first = rest.first, !ends.contains(first) {
        switch first {
        case "{":
          rest.removeFirst()
          let name = try text(until: "}")
          pieces.append(name.hasPrefix("?") ? condition(name.dropFirst()) : .value(name))
        case "[":
          var choices: [[Piece]] = []
          repeat {
            rest.removeFirst()
            choices.append(try self.pieces(until: ["|", "]"]))
          } while rest.first == "|"
          rest = rest.dropFirst()
          pieces.append(.either(choices))
        case "<":
          rest.removeFirst()
          let list = try text(until: "|")
          let between = try text(until: "|")
          pieces.append(.each(list, between: between, try self.pieces(until: [">"])))
          rest = rest.dropFirst()
        default:
          let words = rest.prefix { !"{[<".contains($0) && !ends.contains($0) }
          pieces.append(.words(String(words)))
          rest = rest.dropFirst(words.count)
        }
      }
      guard ends.isEmpty || !rest.isEmpty else { throw NotClosed() }
      return pieces
    }

    private func condition(_ text: Substring) -> Piece {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? .equal(parts[0], to: parts[1]) : .known(String(text))
    }

    private mutating func text(until end: Character) throws -> String {
      let text = rest.prefix { $0 != end }
      guard text.count < rest.count else { throw NotClosed() }
      rest = rest.dropFirst(text.count + 1)
      return String(text)
    }
  }
}

extension Template {
  /// What a value of a template is, and so how it is told.
  package indirect enum Kind: Sendable {
    /// An entity, by its slug.
    case entity
    /// The slug of anything else, or a code.
    case name
    /// Slugs joined by commas.
    case names
    /// Somebody's own words.
    case text
    /// A date as stated.
    case date
    /// An amount, a share or a quantity as stated.
    case figure
    /// What one unit of a currency costs in another.
    case rate
    /// A length of time, or a stretch of the calendar.
    case period
    /// A stored word, and to which words it belongs: `basis`, `kind`.
    case word(String)
    /// Several of these.
    case list(Kind)
    /// A share in parts per billion.
    case share
    /// What can be said of a sum of money: `low`, `high` and `currency`.
    case interval
    /// The value of a claim; `measure` beside it says which kind it is.
    case claimed
    /// What claims are about: `family`, `aspect` and `parts`.
    case fact
    /// What an event says: its `type`, `headline` and `details`.
    case headline
  }
}

extension Shape {
  /// The headline with its places.
  package var template: Template { Template(headline) }

  /// What a field is when a headline tells it; nil where there is no such field.
  package func kind(of name: String) -> Template.Kind? {
    guard let field = field(name) else { return nil }
    // Who is given a name is told by the slug: the name is the one it has now.
    if name == "entity", self.field("name") != nil { return .name }
    return name == "name" ? .name : field.type.kind(of: name)
  }
}

extension FieldType {
  fileprivate func kind(of name: String) -> Template.Kind {
    switch self {
    case .slug(.entity): .entity
    case .slug, .event, .conditionState, .url, .day, .digest, .flag, .identifier, .count: .name
    case .money, .percent, .quantity, .price: .figure
    case .rate: .rate
    case .period: .period
    case .date: .date
    case .text: .text
    case .choice: .word(name)
    case .list(let element): .list(element.kind(of: name))
    case .object: preconditionFailure("a headline names the object '\(name)'")
    }
  }
}
