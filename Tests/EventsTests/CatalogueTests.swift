// Each kind of event has the fields, words, keys and stream that the design gives it.

import Events
import TestSupport
import Testing

@Suite struct CatalogueTests {
  static let names = Catalogue.types.map { $0.type.text }

  @Test func `the catalogue holds every kind of the design, and each kind once`() {
    expectNone(Set(CatalogueRow.all.map(\.type)).subtracting(Self.names).sorted())
    #expect(Set(Self.names).count == Self.names.count)
  }

  @Test(arguments: CatalogueRow.all)
  func `a kind has the fields of the design`(row: CatalogueRow) throws {
    let shape = try Catalogue.shape(of: row.type).shape
    func described(_ fields: [Field]) -> Set<String> {
      Set(fields.map { "\($0.name): \($0.type.name)" })
    }
    #expect(described(shape.fields.filter(\.isRequired)) == Set(row.required))
    let agreement = "agreement: agreement"
    let mayCarryOne = !row.keys.isEmpty && !row.required.contains(agreement)
    #expect(
      described(shape.fields.filter { !$0.isRequired })
        == Set(row.optional + (mayCarryOne ? [agreement] : [])))
  }

  @Test(arguments: CatalogueRow.all)
  func `a kind makes claims under the keys of the design`(row: CatalogueRow) throws {
    #expect(try Catalogue.shape(of: row.type).shape.claims.map(\.asText) == row.keys)
  }

  @Test(arguments: names)
  func `a key is made of at most four parts, each a field of the event`(name: String) throws {
    let shape = try Catalogue.shape(of: name).shape
    for claim in shape.claims {
      var fields = shape.fields
      if case .each(_, let list, _) = claim {
        guard case .list(.object(let parts))? = shape.field(list)?.type else {
          Issue.record("'\(list)' is not a list of objects")
          continue
        }
        fields += parts
      }
      let names = claim.parts.compactMap { part in
        if case .field(let name) = part { name } else { nil }
      }
      #expect(claim.parts.count <= 4)
      #expect(names.filter { name in !fields.contains { $0.name == name } } == [])
    }
  }

  @Test(arguments: names)
  func `a stored name is a thing and a past tense`(name: String) {
    let words = name.split(separator: ".")
    #expect(words.count == 2)
    #expect(words.allSatisfy { $0.allSatisfy { ("a"..."z").contains($0) || $0 == "_" } })
    #expect(
      words.last.map {
        $0.hasSuffix("ed") || ["drawn", "left", "made", "paid", "repaid", "taken"].contains($0)
      } == true)
  }

  @Test(arguments: names)
  func `every field has a name of its own and a meaning`(name: String) throws {
    let shape = try Catalogue.shape(of: name).shape
    #expect(!shape.summary.isEmpty && !shape.summary.hasSuffix("."))
    var levels = [shape.fields]
    while let fields = levels.popLast() {
      #expect(Set(fields.map(\.name)).count == fields.count)
      for field in fields {
        #expect(field.meaning.count > 2 && !field.meaning.hasSuffix("."))
        #expect(field.name.allSatisfy { ("a"..."z").contains($0) || $0 == "_" })
        switch field.type {
        case .object(let parts), .list(.object(let parts)): levels.append(parts)
        default: break
        }
      }
    }
  }

  @Test(arguments: names)
  func `a kind stands in the stream of its family`(name: String) throws {
    let expected: StreamRule =
      switch name.prefix(while: { $0 != "." }) {
      case "entity": .reserved("entities")
      case "fx_rate": .reserved("rates")
      case "event", "note": .any
      case "partnership" where name == "partnership.formed": .opening
      default: .partnership
      }
    #expect(try Catalogue.shape(of: name).shape.stream == expected)
  }

  @Test(arguments: CatalogueRow.all)
  func `only an amendment removes terms, and every one but the thing itself`(
    row: CatalogueRow
  ) throws {
    let shape = try Catalogue.shape(of: row.type).shape
    let isAmendment = row.type.hasSuffix(".amended") && row.type != "agreement.amended"
    let terms = row.optional.map { String($0.prefix { $0 != ":" }) }
    let removable = shape.fields.filter(\.isRemovable).map(\.name)
    #expect(Set(removable) == (isAmendment ? Set(terms) : []))
    if isAmendment, case .object(let parts)? = shape.field("ends")?.type {
      #expect(parts.filter { !$0.isRemovable }.map(\.name) == [])
    }
  }

  @Test(arguments: [
    ("entity.registered", "kind", "company nonprofit fund trust government person group"),
    ("agreement.signed", "kind", "loi mou definitive"),
    ("capital.funded", "form", "cash credits shares in_kind"),
    ("commitment.reduced", "reason", "cancelled expired assigned"),
    ("round.signed", "kind", "primary secondary tender"),
    ("round.closed", "kind", "primary secondary tender"),
    (
      "stake.reported", "basis",
      "outstanding as_converted fully_diluted voting profit_share unstated"
    ),
    ("stake.ended", "basis", "outstanding as_converted fully_diluted voting profit_share unstated"),
    ("valuation.reported", "subject", "company stake"),
    (
      "valuation.reported", "basis",
      "pre_money post_money fair carrying transaction 409a headline"
    ),
    ("restructuring.completed", "form", "recapitalization conversion merger spin_off"),
    (
      "right.granted", "kind",
      """
      exclusivity ip_licence right_of_first_refusal right_of_first_offer preferred_partner \
      permission covenant board_seat lock_up standstill non_compete non_solicit anti_dilution \
      veto tag_along drag_along pre_emption information most_favoured change_of_control \
      appointment observer
      """
    ),
    ("option.granted", "kind", "put call mutual"),
    (
      "payment.promised", "category",
      """
      upfront development_milestone regulatory_milestone sales_milestone licence_fee option_fee \
      termination_fee award dividend expense price other
      """
    ),
    ("condition.defined", "kind", "regulatory shareholder board milestone closing other"),
    ("revenue_share.agreed", "kind", "royalty profit_share cost_share revenue_share"),
    ("office.taken", "office", "director chair observer chief_executive other"),
    ("right.granted", "constraints.operator", "at_least at_most unstated"),
    ("right.granted", "ends.rule", "earliest latest"),
    (
      "total.reported", "measure",
      """
      capital.committed capital.funded capital.invested purchases.committed purchases.drawn \
      revenue_share.paid
      """
    ),
  ])
  func `a choice has the words of the design`(type: String, path: String, words: String) throws {
    var fields = try Catalogue.shape(of: type).shape.fields
    var found: [String]?
    for name in path.split(separator: ".") {
      switch fields.first(where: { $0.name == name })?.type {
      case .object(let parts), .list(.object(let parts)): fields = parts
      case .choice(let choices): found = choices
      default: Issue.record("no choice at '\(name)'")
      }
    }
    #expect(found == words.split(separator: " ").map(String.init))
  }

  @Test(arguments: [
    ("right.granted", "constraints", "text*, metric, operator, value, ends"),
    ("right.granted", "ends", "on, when, rule"),
    ("right.granted", "starts", "on, when, rule"),
    ("right.granted", "exclusive_ends", "on, when, rule"),
    ("revenue_share.agreed", "tiers", "rate*, from, to, until"),
    ("revenue_share.agreed", "ends", "on, when, rule"),
    ("warrant.issued", "tranches", "units*, conditions"),
    ("option.granted", "window", "from, to, when"),
    ("debt.issued", "conversion", "issuer, price, cap, discount, formula, from, when"),
    ("agreement.signed", "renewal", "automatic, period, notice"),
    ("restructuring.completed", "stakes", "holder*, percent*, basis*, value"),
  ])
  func `an object has the parts of the design`(type: String, field: String, parts: String) throws {
    switch try Catalogue.shape(of: type).shape.field(field)?.type {
    case .object(let fields), .list(.object(let fields)):
      let names = fields.map { $0.name + ($0.isRequired ? "*" : "") }
      #expect(names.joined(separator: ", ") == parts)
    default: Issue.record("'\(field)' is not an object")
    }
  }

  @Test(arguments: ["stake.reportd", "stake.reporte"])
  func `an unknown kind is refused, and the nearest name is offered`(name: String) {
    let rejection = #expect(throws: Rejection.self) { try Catalogue.shape(of: name) }
    #expect(rejection?.code == .unknownType)
    #expect(rejection?.message.contains("'\(name)'") == true)
    #expect(rejection?.hint == "Did you mean 'stake.reported'?")
  }

  @Test func `an unknown kind that is near to none is refused with the way to the list`() {
    let name = String(repeating: "#", count: 200)
    let rejection = #expect(throws: Rejection.self) { try Catalogue.shape(of: name) }
    #expect(rejection?.hint == "`stakebook types` lists them.")
    #expect(rejection?.message == "there is no event type '\(name.prefix(60))'")
  }
}

extension Claim {
  /// The key as the rows of the design write it.
  fileprivate var asText: String {
    let joined = parts.map(\.asText).joined(separator: "/")
    return switch self {
    case .fact(let family, _, _): "\(family.rawValue):\(joined)"
    case .act(let family, _, let act): "\(family.rawValue):\(joined)/\(act)"
    case .terms(let family, _): "\(family.rawValue):\(joined)#"
    case .each(let family, let list, _): "\(list)[] \(family.rawValue):\(joined)"
    }
  }

  fileprivate var parts: [KeyPart] {
    switch self {
    case .fact(_, let parts, _), .each(_, _, let parts): parts
    case .act(_, let part, _), .terms(_, let part): [part]
    }
  }
}

extension KeyPart {
  fileprivate var asText: String {
    switch self {
    case .field(let name): "{\(name)}"
    case .constant(let words): words
    case .effective: "<effective>"
    case .fieldOrEffective(let name): "{\(name)}?<effective>"
    case .stream: "<stream>"
    }
  }
}
