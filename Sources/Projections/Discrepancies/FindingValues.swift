import Events

// What findings name beside their events. One name means the same in every rule.

extension DiscrepancyRule {
  /// What each value is that sentences name; one that is not there is not known.
  package static let values: [String: Template.Kind] = [
    "act": .word("act"), "affirmed": .claimed, "amount": .figure, "basis": .word("basis"),
    "closed": .date, "commitment": .name, "commitments": .list(.name), "committed": .figure,
    "condition": .name, "currency": .name, "declared": .date, "denied": .claimed,
    "drawn": .interval, "due": .date, "effective": .date, "ended": .date, "entity": .entity,
    "event": .name,
    "excludes": .names,
    "fact": .fact, "from": .entity, "headline": .headline, "holder": .entity,
    "holders": .list(.entity), "issuer": .entity,
    "itself": .name, "later": .date, "left": .interval, "measure": .word("measure"), "more": .name,
    "one": .name, "option": .name,
    "other": .name,
    "percent": .figure, "post": .figure, "pre": .figure, "raised": .figure, "right": .name,
    "round": .name, "row": .name, "rumoured": .name, "share": .share, "since": .date,
    "slugs": .list(.name),
    "stated": .figure,
    "sum": .interval, "thing": .name, "to": .entity, "told": .figure, "told_basis": .word("basis"),
    "told_on": .date, "total": .figure, "type": .word("type"), "until": .date, "value": .claimed,
    "verified": .date, "what": .word("thing"), "whole": .name, "worth": .figure,
    "worth_of_whole": .interval,
  ]

  /// What takes many words to say, by name in English: said once for a finding, whatever its rule.
  static let told: String = {
    let intervals = values.filter { if case .interval = $0.value { true } else { false } }.keys
    return """
      (
        SELECT json_group_object(
          said.key, iif(said.key = 'fact', \(FactFamily.sql(of: "said.value")),
            \(FactWords.interval(of: "said.value"))))
        FROM json_each(details) AS said
        WHERE said.key IN (\((intervals.sorted() + ["fact"]).map { "'\($0)'" }.joined(separator: ", ")))
      )
      """
  }()

  /// A value in English, from the object that holds it, of the finding `named` or of an item of it.
  static func text(_ name: String, _ kind: Template.Kind, in object: String) -> String {
    let value = "(\(object) ->> '$.\(name)')"
    return switch kind {
    case .word: FactWords.measure(value)
    case .names: "replace(\(value), ',', ', ')"
    case .list: Template.items(of: name, in: object)
    case .share:
      """
      rtrim(rtrim(printf('%d.%07d', \(value) / 10000000, \(value) % 10000000), '0'), '.') || ' %'
      """
    case .interval, .fact: "(named.told ->> '$.\(name)')"
    case .claimed: FactWords.claimed(name, of: object)
    case .headline: "replace(\(value), '_', ' ')"
    case .entity, .name, .text, .date, .figure, .rate, .period: value
    }
  }
}
