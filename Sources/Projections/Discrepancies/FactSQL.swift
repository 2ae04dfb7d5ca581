import Events

extension FactFamily {
  /// The fact as an object, from a row with the columns of its key.
  static func details(_ row: String) -> String {
    """
    json_object(
      'family', \(row).family, 'aspect', nullif(\(row).aspect, ''),
      'parts', json_array(\(row).part1, \(row).part2, \(row).part3, \(row).part4))
    """
  }

  /// The fact in English, from that object.
  static func sql(of object: String) -> String {
    let aspect = "\(object) ->> '$.aspect'"
    let thing = "(\(object) ->> '$.parts[0]')"
    func behindMark(_ name: String) -> String {
      switch name {
      case "thing": thing
      case "term": FactWords.term("substr(\(aspect), 2)")
      default: "substr(\(aspect), 2)"
      }
    }
    let families = all.map { family in
      let words = family.template.sql(of: object) { name, object in
        guard let place = family.parts.firstIndex(where: { $0.name == name }) else {
          preconditionFailure("the fact \(family.name) has no part '\(name)'")
        }
        let part = "nullif(\(object) ->> '$.parts[\(place)]', '')"
        switch family.parts[place].kind {
        case .word: return FactWords.measure(part)
        case .names: return "replace(\(part), ',', ', ')"
        default: return part
        }
      }
      return "WHEN '\(family.name)' THEN \(words)"
    }
    return """
      CASE
        WHEN \(aspect) LIKE '/%' THEN \(act.template.sql(of: object) { name, _ in behindMark(name) })
        WHEN \(aspect) LIKE '#%' THEN \(term.template.sql(of: object) { name, _ in behindMark(name) })
        ELSE CASE \(object) ->> '$.family'
          \(families.joined(separator: "\n    "))
        END
      END
      """
  }
}
