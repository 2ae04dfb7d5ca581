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

  @Test
  func `things that were promised are owed until they came, and warrants end when they expire`()
    throws
  {
    let promise = #""commitment":"gas","buyer":"one","supplier":"other","subject":"hydrogen""#
    let warrant = #""warrant":"w","holder":"one","issuer":"other","units":"5 shares""#
    func told(_ came: String) throws -> String {
      try Self.text(
        Self.deal([
          Self.line("purchase.committed", "2021", #"\#(promise),"quantity":"900 t""#),
          Self.line("purchase.drawn", "2022", #""commitment":"gas","quantity":"\#(came)""#),
          Self.line("warrant.issued", "2021", #"\#(warrant),"expires":"2099-01-04""#),
        ]), .english)
    }
    let half = try told("400 t")
    #expect(half.contains("Still owed – Purchases: 500 t (hydrogen) from one to other. [5, 6]"))
    #expect(half.contains("What ends when – W: 2099-01-04. [7]"))
    #expect(half.contains("Options and warrants – W: 5 shares (from other to one)."))
    #expect(half.contains("open, expires 2099-01-04"))
    #expect(try told("900 t").contains("Still owed – nothing."))
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

  /// The rows of a ledger in which one company's shares were told so.
  private static func page(holding stakes: [(String, String, String, String, String)]) throws
    -> String
  {
    let entities = ["alpha", "beta", "gamma"].map {
      #"{"type":"entity.registered","effective":"2000","data":{"entity":"\#($0)","name":"\#($0.capitalized)","kind":"company"}}"#
    }
    let partnership =
      #"{"type":"partnership.formed","stream":"ab","effective":"2017","data":{"name":"AB","parties":["alpha","beta"]}}"#
    let lines = stakes.map { holder, percent, basis, day, status in
      #"{"type":"stake.reported","stream":"ab","effective":"\#(day)","status":"\#(status)","data":{"holder":"\#(holder)","issuer":"beta","percent":"\#(percent)","basis":"\#(basis)"}}"#
    }
    let snapshot = try FixtureSnapshots.of(lines: entities + [partnership] + lines)
    return try written { try TextReport.write(snapshot, to: $0) }.replacing("\n", with: " ")
  }

  @Test func `a newer share on another basis counts before an older one that is firmer`() throws {
    let old = ("alpha", "80%", "fully_diluted", "2019-10-22", "confirmed")
    let new = ("alpha", "46%", "outstanding", "2021-10-20", "reported")
    let page = try Self.page(holding: [old, new])
    #expect(page.contains("Alpha holds 46 % of Beta (shares outstanding, 2021-10-20)"))
    // Within a year the firmer one.
    let soon = ("alpha", "46%", "outstanding", "2020-10-20", "reported")
    #expect(try Self.page(holding: [old, soon]).contains("Alpha holds 80 % of Beta"))
  }

  @Test func `what is due and what conditions hold back are told apart`() throws {
    func payment(_ slug: String, _ amount: String, _ more: String = "") -> String {
      let data = #""payment":"\#(slug)","payer":"one","payee":"other","category":"upfront""#
      return Self.line("payment.promised", "2021", #"\#(data),"amount":"\#(amount)"\#(more)"#)
    }
    let held = #","conditions":["approval"]"#
    let told = try Self.text(
      Self.deal([
        payment("fee", "USD 40m"), payment("bonus", "up to USD 7m"),
        payment("milestone", "over USD 1bn", held),
      ]), .english)
    #expect(
      told.contains(
        "Still owed – Payments: USD 40m, up to USD 47m, USD 1bn or more (conditional) from one"),
      "\(told)")
    #expect(!told.contains("USD, not known from"))
  }
}
