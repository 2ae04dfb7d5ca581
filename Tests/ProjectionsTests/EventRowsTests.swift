import Stakebook
import TestSupport
import Testing

/// The rows that an append writes of the events at hand are those that SQL makes of the log: for every
/// type of the catalogue, whatever stands in its fields.
struct EventRowsTests {
  /// Random events of any type, made of its shape.
  private struct Talk {
    var dice: Dice
    private let texts = [
      "plain", "with 'quotes' and \"others\"", "tab\tand\u{1}control", "e\u{301}té, été", "股份 🜂",
      "1",
      "a/b:c#d+e", String(repeating: "long ", count: 60),
    ]
    private let entities = ["alpha", "beta", "gamma"]
    private let dates = [
      "2019", "2020-03-01", "..2020-06-30", "~2021", "2020-Q2", "2019..2021", "?",
      "0001-01-01..9999-12-31",
    ]

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func draft(of type: any Event.Type) -> Draft {
      let fields = type.shape.fields.filter { $0.isRequired || dice.chance(60) }
      let sources: [JSON] = (0..<dice.pick([0, 0, 1, 3])).map { _ in
        var source: [(String, JSON)] = [("title", "A source")]
        if dice.chance(80) {
          source.append(("kind", dice.pick(["filing", "contract", "company", "press", "other"])))
        }
        if dice.chance(30) { source.append(("via", "press")) }
        return .object(JSONObject(source))
      }
      var draft = Draft(
        type: type.type.text, stream: type.shape.stream == .reserved("entities") ? nil : "deal",
        effective: dice.pick(dates), data: .object(JSONObject(fields.map { ($0.name, value($0)) })))
      if case .reserved(let name) = type.shape.stream { draft.stream = name }
      draft.status = dice.pick(["confirmed", "reported", "estimated", "rumoured", "denied"])
      draft.sources = sources
      return draft
    }

    private mutating func value(_ field: Field) -> JSON {
      field.isRemovable && dice.chance(30) ? .null : value(of: field.type)
    }

    private mutating func value(of type: FieldType) -> JSON {
      switch type {
      case .slug(.entity): return .string(dice.pick(entities))
      case .slug(let noun):
        return .string("\(noun.rawValue.replacing(" ", with: "-"))-\(dice.pick([1, 2]))")
      case .conditionState:
        return dice.pick(["condition-1", "condition-2:verified", "condition-1:declared"])
      case .money:
        return dice.pick(["USD 1bn", "about JPY 7", "up to EUR 5", "USD ?", "BHD 1m..2m"])
      case .percent: return dice.pick(["27%", "about 27%", "10%..20%", "?%"])
      case .quantity: return dice.pick(["6 GW", "? shares", "about 9 shares"])
      case .date: return .string(dice.pick(dates))
      case .text: return .string(dice.pick(texts))
      case .flag: return .bool(dice.chance(50))
      case .count: return .integer(dice.pick([0, 1, 7]))
      case .choice(let words): return .string(dice.pick(words))
      case .object(let fields):
        return .object(
          JSONObject(
            fields.filter { $0.isRequired || dice.chance(60) }.map { ($0.name, value($0)) }))
      case .list(let element):
        var items: [JSON] = []
        for item in (0..<dice.pick([1, 2, 3])).map({ _ in value(of: element) })
        where !items.contains(item) { items.append(item) }
        return .array(items)
      default: return type.example
      }
    }
  }

  @Test(arguments: 1...3)
  func `an append of any event writes what a rebuild makes of it`(_ seed: UInt64) throws {
    let desk = try Desk()
    var talk = Talk(seed: seed)
    var said: Set<String> = []
    for type in Catalogue.types where !type.shape.claims.isEmpty {
      for size in [1, 1, 1, 4] {
        // What breaks a rule between fields is refused, and another one is said.
        let drafts = (0..<size).map { _ in talk.draft(of: type) }
        if (try? desk.ledger.append(drafts)) != nil { said.insert(type.type.text) }
      }
    }
    #expect(said.count > 40)
    expectNone(try desk.ledger.audit().map { "\($0.isLive) \($0.table) \($0.row)" })
  }
}
