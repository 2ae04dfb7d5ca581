import Events

extension Template {
  /// The sentence in English as an SQL expression; NULL where a value is missing that must be there.
  ///
  /// Values are looked up in the object that an expression gives, those of a list in each item.
  func sql(of object: String, _ value: (_ name: String, _ object: String) -> String) -> String {
    Self.sql(pieces, object, value)
  }

  private static func sql(
    _ pieces: [Piece], _ object: String, _ value: (String, String) -> String
  ) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): literal(words)
      case .value(let name): value(name, object)
      case .equal(let name, let word):
        "iif(\(object) ->> '$.\(name)' IS \(literal(word)), '', NULL)"
      case .known(let name): "iif(\(object) ->> '$.\(name)' IS NULL, NULL, '')"
      case .either(let choices):
        "coalesce(\((choices.map { sql($0, object, value) } + ["''"]).joined(separator: ", ")))"
      case .each(let list, let between, let item):
        """
        (
          SELECT group_concat(\(sql(item, "item.value", value)), \(literal(between)))
          FROM json_each(\(object), '$.\(list)') AS item
        )
        """
      }
    }.joined(separator: " || ")
  }

  /// The items of a list, joined by commas; NULL where there are none.
  static func items(of name: String, in object: String) -> String {
    "(SELECT group_concat(value, ', ') FROM json_each(\(object), '$.\(name)'))"
  }

  private static func literal(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }
}

extension Shape {
  /// The headline as the branch of a CASE over the types, from the columns of `event`.
  func headlineBranch(of type: EventType) -> String {
    "WHEN '\(type)' THEN \(template.sql(of: "event.data") { Self.text($0, field($0), in: $1) })"
  }

  private static func text(_ name: String, _ field: Field?, in object: String) -> String {
    guard let field else { preconditionFailure("a headline names '\(name)', which is no field") }
    let told = "\(object) ->> '$.\(name)"
    switch field.type {
    // What nobody tells is said in words.
    case .money:
      return unlessUndisclosed(told, "'an undisclosed amount in ' || (\(told).currency')")
    case .percent:
      return unlessUndisclosed(told, "'an undisclosed share'")
    case .quantity:
      return unlessUndisclosed(told, "'an undisclosed number of ' || (\(told).unit')")
    case .period, .date, .rate, .price, .identifier:
      return "(\(object) ->> '$.\(name).text')"
    case .list:
      return Template.items(of: name, in: object)
    default:
      return "(\(object) ->> '$.\(name)')"
    }
  }

  private static func unlessUndisclosed(_ told: String, _ words: String) -> String {
    "iif((\(told).certainty') = 'undisclosed', \(words), (\(told).text'))"
  }

  /// The fields that headlines name, as an object from the columns of `event`: stated values by
  /// their texts, long texts by their beginnings.
  static let headlineDetails: String = {
    let names = Set(Catalogue.types.flatMap { $0.shape.template.names }).sorted()
    return """
      iif(
        event.data IS NULL, NULL,
        (
          SELECT json_group_object(
            field.key,
            CASE field.type
              WHEN 'object' THEN field.value ->> '$.text'
              WHEN 'array' THEN json(field.value)
              WHEN 'text' THEN iif(
                length(field.value) <= 200, field.value, substr(field.value, 1, 199) || '…')
              ELSE field.value
            END)
          FROM json_each(event.data) AS field
          WHERE field.key IN (\(names.map { "'\($0)'" }.joined(separator: ", ")))
        )
      )
      """
  }()
}
