import Events
import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// What events and contradictions say, in each language.
struct SentenceTests {
  @Test func `every family of facts has its sentence`() {
    let claimed = Set(
      Catalogue.types.flatMap { $0.shape.claims }.compactMap { claim in
        switch claim {
        case .fact(let family, _, _), .each(let family, in: _, _): family.rawValue
        case .act, .terms: nil
        }
      })
    expectSame(Set(FactFamily.all.map(\.name)), claimed)
  }

  // MARK: - Templates

  private func told(_ template: String, _ values: JSONObject, _ language: Language) -> String? {
    let names = ["a": "Anthropic", "n": "Nissan"]
    return SentenceWriter(Wording(language, names: names), [values]) { name in
      switch name {
      case "who": .entity
      case "all": .list(.entity)
      case "day": .date
      case "much": .figure
      default: .text
      }
    }.written(Template(template))?.text.withPlainSpaces
  }

  @Test func `an optional part stands where its values are known, else the next of its choices`() {
    let template = "{who}[, {day}[ ({much})]|, at all][{?sure}!|?]"
    #expect(told(template, ["who": "n"], .english) == "Nissan, at all?")
    #expect(told(template, ["who": "n", "day": "2019-07"], .english) == "Nissan, 2019-07?")
    #expect(
      told(template, ["who": "n", "day": "2019-07", "much": "27%", "sure": 1], .german)
        == "Nissan, Juli 2019 (27 %)!")
    #expect(told(template, ["day": "2019"], .english) == nil)
    #expect(told(template, ["who": .null], .english) == nil)
  }

  @Test func `a list has its text between its items, and a name the article that it takes`() {
    let items: JSONObject = ["of": [["who": "a"], ["who": "n"]], "all": ["a", "n", "x"]]
    #expect(told("<of| ou |part de {who}>", items, .french) == "part d’Anthropic ou part de Nissan")
    #expect(told("{all}", items, .german) == "Anthropic, Nissan und x")
    #expect(told("<of|, |{who}>", ["of": []], .english) == nil)
    #expect(told("<of|, |{who}>", ["of": "a"], .english) == nil)
  }

  @Test(arguments: [
    ("about 27%", "about 27 %", "environ 27 %", "rund 27 %"),
    (
      "USD ?", "an undisclosed amount in USD", "un montant non divulgué en USD",
      "nicht offengelegter Betrag in USD"
    ),
    ("at least 10 GW", "at least 10 GW", "au moins 10 GW", "mindestens 10 GW"),
  ])
  func `a figure reads on in a sentence`(
    _ stated: String, _ english: String, _ french: String, _ german: String
  ) {
    let values: JSONObject = ["much": .string(stated)]
    #expect(told("{much}", values, .english) == english)
    #expect(told("{much}", values, .french) == french)
    #expect(told("{much}", values, .german) == german)
  }

  @Test func `a length of time is told by the rules of each language`() {
    #expect(Wording(.french).period("7 years") == "7 ans")
    #expect(Wording(.german).period("about 18 months") == "rund 18 Monate")
    #expect(Wording(.english).period("1 quarter") == "1 quarter")
    #expect(Wording(.french).period("2025-Q3").withPlainSpaces == "T3 2025")
  }

  // MARK: - What stays

  @Test func `what somebody wrote stays, and is marked on a page of another language`() {
    let event: JSONObject = [
      "type": "agreement.terminated", "headline": "lease is terminated: we <split>",
      "details": ["agreement": "lease", "reason": "we <split>"],
    ]
    let french = Wording(.french).headline(of: event)
    #expect(
      french.html(in: .french)
        == "Résiliation de lease\u{A0}: <span lang=\"en\">we &lt;split&gt;</span>")
    #expect(Wording(.english).headline(of: event).html(in: .english).contains("lang") == false)
  }

  @Test(arguments: Language.allCases)
  func `a file without the values tells the sentence that it has`(_ language: Language) {
    let wording = Wording(language)
    let finding: JSONObject = ["rule": "unsourced", "sentence": "Event 3 has no source."]
    #expect(wording.sentence(of: finding).text == "Event 3 has no source.")
    let wrong: JSONObject = [
      "rule": "unsourced", "sentence": "S.", "details": ["event": [], "type": 4],
    ]
    #expect(wording.sentence(of: wrong).text == "S.")
    let event: JSONObject = ["type": "stake.ended", "headline": "a no longer holds"]
    #expect(wording.headline(of: event).text == "a no longer holds")
    let unknown: JSONObject = ["type": "x.y", "headline": "h", "details": [:]]
    #expect(wording.headline(of: unknown).text == "h")
  }

  @Test func `an erased event says that it is erased`() {
    let event: JSONObject = ["type": "stake.reported", "headline": "stake.reported, erased"]
    #expect(Wording(.french).headline(of: event).text == "participation déclarée (contenu effacé)")
    #expect(Wording(.german).headline(of: event).text == "Beteiligung berichtet (Inhalt gelöscht)")
  }
}
