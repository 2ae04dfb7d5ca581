// Slugs, and the name that somebody probably meant.

import Events
import Testing

private enum ThingSlug: SlugKind { static let noun = "thing" }

@Suite struct ValuesNameTests {
  @Test(arguments: [
    "a", "7", "openai-group", "microsoft-openai-2019", "4-2", String(repeating: "a", count: 64),
  ])
  func `a slug is kept as it is`(text: String) throws {
    #expect(try Slug<ThingSlug>(text).text == text)
    #expect(try Slug<ThingSlug>(text).description == text)
  }

  @Test(arguments: [
    ("OpenAI Group", "openai-group"), ("openai--group", "openai-group"), ("-openai", "openai"),
    ("openai-", "openai"), (" openai", "openai"), ("openai_group", "openai-group"),
    ("openai.group", "openai-group"), ("caf\u{E9} 9", "caf-9"), ("\u{212A}ey", "key"),
    ("a\u{0301}b", "a-b"), (String(repeating: "a", count: 65), String(repeating: "a", count: 64)),
    (String(repeating: "a", count: 63) + "-b", String(repeating: "a", count: 63)),
  ])
  func `what is not a slug is refused with one that would do`(text: String, slug: String) throws {
    let rejection = #expect(throws: Rejection.self) { try Slug<ThingSlug>(text) }
    #expect(rejection?.code == .badSlug)
    #expect(rejection?.hint == "Write '\(slug)'.")
    #expect(try Slug<ThingSlug>(slug).text == slug)
  }

  @Test(arguments: ["", "-", "\u{6F22}\u{5B57}", " ", "__"])
  func `where no slug can be made, the hint says what one is`(text: String) {
    let rejection = #expect(throws: Rejection.self) { try Slug<ThingSlug>(text) }
    #expect(rejection?.code == .badSlug)
    #expect(rejection?.hint?.contains("lower-case letters") == true)
  }

  @Test func `a missing name is told by its noun`() {
    let text = ""
    let rejection = #expect(throws: Rejection.self) { try Slug<ThingSlug>(text) }
    #expect(rejection?.message.contains("thing") == true)
  }

  private static let names = [
    "microsoft", "openai-group", "openai-foundation", "softbank", "amd", "stake.reported",
  ]

  @Test(arguments: [
    ("microsfot", "microsoft"), ("mircosoft", "microsoft"), ("Microsoft", "microsoft"),
    ("microsoftt", "microsoft"), ("micosoft", "microsoft"), ("soft-bank", "softbank"),
    ("adm", "amd"), ("am", "amd"), ("openai-gruop", "openai-group"),
    ("foundation", "openai-foundation"),
    ("micro", "microsoft"), ("stake-reported", "stake.reported"), ("reported", "stake.reported"),
    ("openai", "openai-group"), ("softbnak", "softbank"),
  ])
  func `the nearest name is found`(word: String, name: String) {
    #expect(nearest(to: word, among: Self.names) == name)
  }

  @Test(arguments: ["", "anthropic", "xyz", "mic-ro-s-of-t", "bank-of-soft", "a"])
  func `a name that is not near is not offered`(word: String) {
    #expect(nearest(to: word, among: Self.names) == nil)
  }

  @Test func `fewer changes win over the beginning of a longer name`() {
    #expect(nearest(to: "openai", among: ["openai-group", "openaii"]) == "openaii")
    #expect(nearest(to: "x", among: [String]()) == nil)
  }

  @Test func `the word itself is never offered, but one that differs in case is`() {
    for name in Self.names { #expect(nearest(to: name, among: Self.names) != name) }
    #expect(nearest(to: "right", among: ["right", "rights"]) == "rights")
    #expect(nearest(to: "right", among: ["right"]) == nil)
    #expect(nearest(to: "AMD", among: Self.names) == "amd")
  }
}
