import Events
import Testing

/// Prices, identifiers and shares told in units are read strictly.
struct RealDealValueTests {
  @Test(
    arguments: [
      ("USD 0.005 a share", 5_000_000), ("USD 19.42 per share", 19_420_000_000),
      ("JPY 10.8359/share", 10_835_900_000), ("at least EUR 3 an ADS", 3_000_000_000),
    ] as [(String, Int64)])
  func `a price is money for a unit, to a billionth`(text: String, ppb: Int64) throws {
    let price = try Price(text)
    #expect(price.ppb == ppb)
    #expect(price.stored.objectValue?["text"] == .string(text))
    #expect(try Price(recorded: price.text).stored == price.stored)
  }

  @Test(arguments: [
    "USD 19.42", "19.42 a share", "USX 1 a share", "USD 0.0000000001 a share", "USD 1 a 5", "",
    "USD 1,942 a share",
  ])
  func `what is no price is refused`(text: String) {
    #expect(throws: Rejection.self) { try Price(text) }
  }

  @Test(arguments: [
    ("lei:5493006mhb84dd0zwv18", "lei:5493006MHB84DD0ZWV18"), ("CIK:0000789019", "cik:789019"),
    ("gb-coh:03977902", "GB-COH:03977902"), ("isin:US5949181045", "isin:US5949181045"),
    ("wikidata:q2283", "wikidata:Q2283"), ("OpenCorporates:us_de/1", "opencorporates:us_de/1"),
  ])
  func `an identifier is kept in one spelling`(text: String, kept: String) throws {
    #expect(try Identifier(text).text == kept)
  }

  @Test(arguments: [
    "5493006MHB84DD0ZWV18", "lei:5493006MHB84DD0ZWV19", "lei:5493", "isin:US5949181046",
    "cik:12345678901", "wikidata:2283", "tax:1", "lei:", ":1", "GB-COH:1 2",
  ])
  func `a wrong check digit, form or scheme is refused`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try Identifier(text) }
    #expect(rejection?.code == .badIdentifier)
  }

  @Test(
    arguments: [
      ("2 of 7 shares", 285_714_286, 285_714_286, 285_714_286),
      ("20m shares of 80m shares", 250_000_000, 250_000_000, 250_000_000),
      ("about 10m of 100m shares", 100_000_000, 95_000_000, 105_000_000),
    ] as [(String, Int64, Int64, Int64)])
  func `a share may be told as units of all units`(
    text: String, point: Int64, low: Int64, high: Int64
  ) throws {
    let percent = try Percent(text)
    #expect([percent.ppb, percent.lowPPB, percent.highPPB] == [point, low, high])
  }

  @Test(arguments: ["3 of 2 shares", "1 of 0 shares", "1 GW of 2 shares", "up to 1 of 2 shares"])
  func `units that are no part of a whole are refused`(text: String) {
    #expect(throws: Rejection.self) { try Percent(text) }
  }

  @Test func `the only object of a list is written by its parts, and never beside the whole list`()
    throws
  {
    var said = Assignments(RightGranted.shape)
    for argument in [
      "constraints.text=not below 21%", "constraints.ends.on=2030", "constraints.ends.when=agi",
      "constraints.ends.when=profit",
    ] {
      try said.add(argument)
    }
    #expect(
      said.data["constraints"] == [
        ["text": "not below 21%", "ends": ["on": "2030", "when": ["agi", "profit"]]]
      ])
    for argument in ["constraints.text=again", #"constraints:=[{"text":"a"},{"text":"b"}]"#] {
      #expect(throws: Rejection.self) { try said.add(argument) }
    }
    var whole = Assignments(RightGranted.shape)
    try whole.add(#"constraints:=[{"text":"a"},{"text":"b"}]"#)
    #expect(throws: Rejection.self) { try whole.add("constraints.metric=seats") }
  }

  @Test func `an identifier may be given in its two members`() throws {
    var data: JSON = ["entity": "one", "name": "One", "kind": "company"]
    data = .object(
      JSONObject(
        (data.objectValue ?? JSONObject()).map { ($0, $1) } + [
          ("ids", .array([["scheme": "CIK", "id": "789019"]]))
        ]))
    let event = try Accepted(Draft(type: "entity.registered", effective: "2020", data: data))
    #expect(
      event.data.objectValue?["ids"]?.arrayValue?.first?.objectValue?["text"] == "cik:789019")
  }

  @Test func `a single identifier is written by its parts, and what is missing is named`() throws {
    func ids(_ arguments: String...) throws -> JSON? {
      var said = Assignments(EntityRegistered.shape)
      for argument in ["entity=one", "name=One", "kind=company"] + arguments {
        try said.add(argument)
      }
      let draft = Draft(type: "entity.registered", effective: "2020", data: .object(said.data))
      let stored = try Accepted(draft).data.objectValue?["ids"]?.arrayValue
      return (stored?.compactMap { $0.objectValue?["text"] }).map(JSON.array)
    }
    #expect(try ids("ids.scheme=gb-coh", "ids.id=03977902") == ["GB-COH:03977902"])
    #expect(
      try ids("ids.scheme=cik", "ids.id=789019", "ids=wikidata:Q2283")
        == ["cik:789019", "wikidata:Q2283"])
    let missing = #expect(throws: Rejection.self) { try ids("ids.scheme=cik") }
    #expect(missing?.code == .missingField)
    #expect(missing?.message.contains("'ids.id'") ?? false)
    let wrong = #expect(throws: Rejection.self) { try ids("ids.schema=cik") }
    #expect(wrong?.hint == "Did you mean 'ids.scheme'?")
  }

  @Test func `whoever writes several objects by their parts is told how they are written`() throws {
    var told = 0
    for type in Catalogue.types {
      for field in type.shape.fields {
        guard case .list(.object(let parts)) = field.type, let part = parts.first else { continue }
        var said = Assignments(type.shape)
        var value = "a"
        if case .percent = part.type { value = "5%" }
        if case .quantity = part.type { value = "5 shares" }
        try said.add("\(field.name).\(part.name)=\(value)")
        for argument in ["\(field.name).\(part.name)=\(value)", "\(field.name)=a"] {
          let rejection = #expect(throws: Rejection.self) { try said.add(argument) }
          let example = try #require(rejection?.hint?.firstMatch(of: /\w+:='(\[.+\])'/))
          let whole = try JSON.read(String(example.1))
          #expect(whole.arrayValue?.count == 2, "\(type.type) \(argument)")
          told += 1
        }
      }
    }
    #expect(told > 8)
  }
}
