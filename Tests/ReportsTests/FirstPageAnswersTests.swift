import Stakebook
import Testing

@testable import Reports

/// What people ask of every deal, its first page answers, in each language and form.
struct FirstPageAnswersTests {
  private static func line(
    _ type: String, _ date: String, _ data: String, _ stream: String = "deal"
  )
    -> String
  {
    """
    {"stream":"\(stream)","type":"\(type)","effective":"\(date)","status":"confirmed",\
    "data":{\(data)}}
    """
  }

  /// A partnership of two, and what else is told of it.
  private static func deal(_ more: [String]) throws -> Snapshot {
    let entities = ["one", "other", "third"].map {
      line(
        "entity.registered", "2019", #""entity":"\#($0)","name":"\#($0)","kind":"company""#,
        "entities")
    }
    return try FixtureSnapshots.of(
      lines: entities + [
        line(
          "partnership.formed", "2020-07-01", #""name":"One and other","parties":["one","other"]"#)
      ] + more)
  }

  private static func text(_ snapshot: Snapshot, _ language: Language) throws -> String {
    try written { try TextReport.write(snapshot, in: language, to: $0) }
      .replacing(/\s+/, with: " ")
  }

  @Test func `who owns, what is owed and what ends is answered where nothing is recorded`() throws {
    let bare = try Self.deal([])
    for (language, answers) in [
      (
        Language.english,
        ["Who owns what – none recorded.", "Still owed – none recorded.", "no end recorded."]
      ),
      (
        .french,
        [
          "Qui détient quoi – rien d’enregistré.", "Reste dû – rien d’enregistré.",
          "Échéances – aucune n’est enregistrée.", "partenaires depuis le 1er juillet 2020.",
        ]
      ),
      (
        .german,
        [
          "Wer wie viel hält – nichts erfasst.", "Noch geschuldet – nichts erfasst.",
          "Was wann endet – kein Ende erfasst.",
        ]
      ),
    ] {
      let told = try Self.text(bare, language)
      for answer in answers { #expect(told.contains(answer), "\(answer) in \(told)") }
    }
    // What was promised and came is owed no longer; of an unknown amount nobody can say so.
    let promise = #""investor":"one","issuer":"other","commitment":"c""#
    func owed(_ amount: String, _ paid: String) throws -> Bool {
      let told = try Self.text(
        Self.deal([
          Self.line("capital.committed", "2021", #"\#(promise),"amount":"\#(amount)""#),
          Self.line("capital.funded", "2022", #"\#(promise),"amount":"\#(paid)""#),
        ]), .english)
      return !told.contains("Still owed – nothing.")
    }
    #expect(try !owed("USD 5m", "USD 5m"))
    #expect(try owed("USD 5m", "USD 4m"))
    #expect(try owed("USD ?", "USD 4m"))
  }

  @Test func `what ends when a condition comes true is told behind what ends on a day`() throws {
    let parties = #""kind":"exclusivity","grantor":"one","grantee":"other""#
    let snapshot = try Self.deal([
      Self.line("condition.defined", "2021", #""condition":"first-van","criterion":"a van""#),
      Self.line(
        "right.granted", "2021", #""right":"vans",\#(parties),"ends":{"when":["first-van"]}"#),
      Self.line("right.granted", "2021", #""right":"parts",\#(parties),"ends":{"on":"2099"}"#),
    ])
    #expect(
      try Self.text(snapshot, .english).contains(
        "What ends when – Parts: until 2099; Vans: until First van is verified."))
    #expect(
      try Self.text(snapshot, .french).contains(
        "jusqu’à la vérification de la condition First van."))
    #expect(
      try Self.text(snapshot, .german).contains(
        "bis zur Bestätigung des Eintritts der Bedingung First van."))
  }

  @Test func `what goes on with a sentence begins with a small letter, a name as it is`() throws {
    let parties = #""kind":"exclusivity","grantor":"one","grantee":"other""#
    let snapshot = try Self.deal([
      Self.line("right.granted", "2021", #""right":"vans",\#(parties)"#),
      Self.line("right.amended", "2022-03-04", #""right":"vans","scope":["vans"]"#),
    ])
    let told = try Self.text(snapshot, .french)
    #expect(told.contains("Dernier changement, 4 mars 2022 : modification du droit Vans."))
    #expect(told.contains("Dernier avenant – 4 mars 2022 : modification du droit Vans."))
    #expect(told.contains("- 4 mars 2022 : Modification du droit Vans ["))
    #expect(try Self.text(snapshot, .german).contains("04.03.2022: Änderung des Rechts Vans."))
    #expect(try Self.text(snapshot, .english).contains("2022-03-04: Vans is amended."))
  }

  @Test func `a correction of the ledger is not what changed last`() throws {
    let note = "0197a1c0-0000-7000-8000-000000000001"
    let told = try Self.text(
      Self.deal([
        Self.line("right.ended", "2022-03-04", #""right":"vans""#),
        Self.line("note.recorded", "2022-05-06", #""text":"wrong""#)
          .replacing("{\"stream\"", with: "{\"id\":\"\(note)\",\"stream\"", maxReplacements: 1),
        Self.line("event.retracted", "2023-07-08", #""event":"\#(note)","reason":"a mistake""#),
      ]), .english)
    #expect(told.contains("Last change, 2022-03-04: Vans ends."), "\(told)")
    #expect(told.contains("2023-07-08"), "\(told)")
  }

  @Test func `shares under a limit have no sum that is nearer than another`() throws {
    let snapshot = try Self.deal(
      [("one", "under 20%"), ("third", "30%")].map { holder, share in
        Self.line(
          "stake.reported", "2021",
          #""holder":"\#(holder)","issuer":"other","percent":"\#(share)","basis":"voting""#)
      })
    let told = try Self.text(snapshot, .english)
    #expect(told.contains("total 30–50 % voting"), "\(told)")
    #expect(told.contains("not accounted for 50–70 % voting"), "\(told)")
  }
}
