import Events
import Foundation
import TestSupport
import Testing

/// Whatever comes in is taken or refused, and nothing falls over. Each parser has a rule for what
/// it takes, so that a parser that takes anything is found out.
struct HostileTests {
  private static func lines() throws -> [String] {
    try ["catalogue.jsonl", "microsoft-openai.jsonl"].flatMap { (name: String) in
      try String(contentsOf: Package.fixtures.appending(path: name), encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
  }

  @Test func `a line is refused, or is the same when its canonical form is read`() throws {
    var taken = 0
    for bytes in Mutations(of: try Self.lines()) {
      guard let value = try? JSON.read(bytes) else { continue }
      taken += 1
      let again = try JSON.read(Array(value.canonical.utf8))
      #expect(again == value)
      #expect(again.canonical == value.canonical)
    }
    #expect(taken > 50)
  }

  @Test func `an event is refused, or its stored form is read as the same event`() throws {
    var taken = 0
    for bytes in Mutations(of: try Self.lines()) {
      guard let line = try? JSON.read(bytes), let draft = try? Draft(line: line, restoring: true),
        let event = try? Accepted(draft)
      else { continue }
      taken += 1
      var second = draft
      second.data = event.data
      let again = try Accepted(second)
      #expect(again.dataText == event.dataText)
      #expect(again.sourcesText == event.sourcesText)
    }
    #expect(taken > 50)
  }

  private static let values = [
    "USD 1bn", "about USD 135bn", "up to USD 100bn", "USD 10bn..13bn", "USD ?", "27%",
    "25%..50%", "at least 75%", "?%", "6 GW", "up to 160000000 shares", "7 years", "2027..2032",
    "2019-07-22", "2019-Q3", "~2021", "2019..2025-10", "..2025-10-28", "?", "1 EUR = 1.08 USD",
  ]

  @Test func `a value is refused, or reads the same from its own text`() throws {
    var taken = 0
    for bytes in Mutations(of: Self.values, count: 6000) {
      let text = String(decoding: bytes, as: UTF8.self)
      if let money = try? Money(text) { taken += try Self.same(money) }
      if let percent = try? Percent(text) { taken += try Self.same(percent) }
      if let quantity = try? Quantity(text) { taken += try Self.same(quantity) }
      if let period = try? Period(text) { taken += try Self.same(period) }
      if let rate = try? ExchangeRate(text) { taken += try Self.same(rate) }
      if let date = try? PartialDate(text) {
        taken += 1
        #expect(try PartialDate(date.text).earliest == date.earliest)
      }
    }
    #expect(taken > 500)
  }

  private static func same<Value: StatedValue>(_ value: Value) throws -> Int {
    #expect(try Value(value.text).stored == value.stored)
    return 1
  }

  @Test func `what stands on a command line is refused, or becomes fields`() throws {
    let arguments = [
      "holder=microsoft", "percent=about 27%", "amount:={\"text\":\"USD 1bn\"}", "parties=a",
      "ends.on=2032", "ends.when=agi", "name==", "=", ":=", "a.b.c.d=1",
    ]
    var taken = 0
    for bytes in Mutations(of: arguments, count: 4000) {
      let text = String(decoding: bytes, as: UTF8.self)
      for type in [StakeReported.self, RightGranted.self] as [any Event.Type] {
        var assignments = Assignments(type.shape)
        if (try? assignments.add(text)) != nil {
          taken += 1
          _ = JSON.object(assignments.data).canonical
        }
      }
    }
    #expect(taken > 50)
  }

  @Test func `a source, a slug and an id are refused, or say themselves again`() throws {
    let texts = [
      "title=Annual report,url=https://example.com/a,kind=filing", "Title,https://example.com",
      "microsoft-openai", "0185dddb-2220-7b8b-b803-468bb610a9f7",
    ]
    var taken = 0
    for bytes in Mutations(of: texts, count: 4000) {
      let text = String(decoding: bytes, as: UTF8.self)
      if let source = try? Source(reading: text) {
        taken += 1
        _ = source.said.canonical
      }
      if let slug = try? StreamID(text) { #expect(slug.text == text) }
      if let id = try? EventID(text) { #expect(id.text.count == 36) }
    }
    #expect(taken > 50)
  }

  @Test(arguments: [
    "actor", "note", "correlation_id", "causation_id", "name", "title", "url", "effective", "kind",
  ])
  func `a NUL that a program says is refused, which no reader of JSON lets in`(
    _ place: String
  ) throws {
    func text(_ name: String, _ text: String) -> String { name == place ? text + "\0" : text }
    func said(_ name: String, _ said: String) -> JSON { .string(text(name, said)) }
    let draft = Draft(
      type: "entity.registered", effective: text("effective", "2019"),
      data: ["entity": "alpha", "name": said("name", "Alpha"), "kind": said("kind", "company")],
      sources: [["title": said("title", "A"), "url": said("url", "https://a.org")]],
      actor: text("actor", "a"), note: text("note", "a"),
      correlationID: text("correlation_id", "a"), causationID: text("causation_id", "a"))
    let rejection = #expect(throws: Rejection.self) { try Accepted(draft) }
    guard place != "effective" else { return }
    #expect(rejection?.code == .jsonControl)
    #expect(rejection?.message.contains(place) == true)
  }
}
