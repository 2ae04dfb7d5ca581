import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Reports
@testable import Web

/// What was wrong is told in the reader's language, as far as its words go, beside its field.
@Suite(.serialized) struct FaultTests {
  @Test func `each sentence of faults is in every language, with what stands in it`() throws {
    let patterns = LanguageFile(PackageResources.faults_txt)
    #expect(patterns.faults.isEmpty)
    for (language, file) in FaultWords.files {
      #expect(file.faults.isEmpty, "\(language)")
      let sentences = file.keys.filter { !$0.hasPrefix("kind.") && !$0.hasPrefix("noun.") }
      // English says otherwise only some of them.
      #expect(
        language == .english
          ? sentences.isSubset(of: patterns.keys) : sentences == patterns.keys, "\(language)")
      for key in sentences {
        let places = (file[key] ?? "").matches(of: /\{([0-9])\}/).map(\.output.1)
        for place in places {
          #expect(patterns[key]?.contains("{\(place)") == true, "\(language) \(key)")
        }
      }
    }
    let nouns = Noun.allCases.map { "noun.\($0.rawValue.replacing(" ", with: "_"))" }
    for language in [Language.french, .german] {
      #expect(Set(nouns).isSubset(of: FaultWords.files[language]?.keys ?? []), "\(language)")
    }
  }

  @Test func `each sentence of faults is one that the ledger says`() throws {
    let sources = try FileManager.default.subpathsOfDirectory(
      atPath: Package.root.appending(path: "Sources").path
    ).filter { $0.hasSuffix(".swift") }.map {
      try String(
        contentsOf: Package.root.appending(path: "Sources/\($0)"), encoding: .utf8)
    }.joined().replacing(/"\s*\+ "/, with: "")
    for pattern in FaultWords.patterns {
      for case .text(let text) in pattern.pieces {
        let plain = text.trimmingCharacters(in: .whitespaces.union(.punctuationCharacters))
        guard plain.count > 8 else { continue }
        // What is put together of words stands there in parts.
        let words = plain.split(separator: " ")
        let parts = [words.prefix(4), words.suffix(3)].map { $0.joined(separator: " ") }
        #expect(
          ([plain] + parts).contains { sources.contains($0) }, "\(pattern.key): '\(plain)'")
      }
    }
  }

  @Test
  func `what the fields of events mean, and what views have a row for, is said in every language`()
  {
    let meanings =
      Catalogue.types.flatMap { $0.shape.fields.flatMap { $0.named() } }.map(\.1.meaning)
      + Source.fields.map(\.meaning)
      + SavedQuery.builtIn.flatMap { $0.parameters.map(\.meaning) }
      + Projections.publicViews.map(\.summary)
    let keys = Set(meanings.map(WebWords.key))
    for language in [Language.french, .german] {
      let file = WebWords.meanings[language]
      #expect(file?.faults.isEmpty == true)
      #expect(keys.subtracting(file?.keys ?? []) == [], "\(language) lacks these")
      #expect(file?.keys.subtracting(keys) == [], "\(language) has these that nothing means")
    }
  }

  @Test func `views and their columns are called in every language by its own words`() {
    // The same in two of them.
    let alike: Set = [
      "position", "option", "basis", "date", "type", "condition", "parties", "sources", "notes",
      "conditions", "exceptions", "exclusions", "tranches", "via", "person", "investor", "name",
      "capital", "options", "state", "status", "contradictions",
    ]
    let all = [Language.english, .french, .german].map { WebWords($0) }
    for view in Projections.publicViews {
      let told = all.map { $0.view(view.name) }
      #expect(
        Set(told).count == 3 || alike.contains(told[0].lowercased()), "\(view.name): \(told)")
      for (place, column) in PageTable.titles(of: view, all[0].pages).enumerated() {
        for other in all.dropFirst() {
          let title = PageTable.titles(of: view, other.pages)[place].title
          #expect(
            title != column.title || alike.contains(title.lowercased()),
            "\(view.name).\(column.name): \(title)")
        }
      }
    }
  }

  @Test func `what an import tells is told in the reader's language`() {
    for (line, told) in [
      ("would import 1 event of 2 rows", "1 événement de 2 lignes"),
      ("would import 10 events of 3 rows, last seq 31", "10 événements de 3 lignes"),
      ("rows: 3 added", "lignes"),
      ("events: 3 capital.committed, 1 entity.registered", "3 × capital engagé, 1 × entité"),
      ("imported 12 events of 13 rows, last seq 40", "12 événements de 13 lignes"),
      ("rows: 1 already recorded, 1 left out", "1 déjà enregistrées, 1 laissées de côté"),
      ("  row 3 left out: C3: 'lots' is not a percent", "  ligne 3 laissée de côté"),
    ] {
      let french = WebWords(.french).told(line: line)
      #expect(french.text.contains(told) && !french.isEnglish, "\(french.text)")
      if !line.hasPrefix("events:") { #expect(WebWords(.english).told(line: line).text == line) }
    }
    let cell = WebWords(.french).told(line: "  row 3 left out: C3: 'lots' is not a percent").text
    #expect(cell.contains(": C3: ") && cell.contains("lots") && !cell.contains("is not"))
    #expect(WebWords(.french).told(line: "deals.csv: UTF-8 text").isEnglish)
  }

  @Test func `why a claim does not count is said in every language`() throws {
    let view = try #require(Projections.view(named: "claims"))
    let reasons = Set(
      view.sql.matches(of: /THEN '([a-z ]+)'/).map { String($0.output.1) }
        + view.sql.matches(of: /ELSE '([a-z ]+)'/).map { String($0.output.1) })
    #expect(reasons.count > 12)
    for reason in reasons {
      let said = reason.hasSuffix(" ") ? reason + (reason == "only " ? "rumoured" : "12") : reason
      let told = [Language.english, .french, .german].map { WebWords($0).reason(said) }
      #expect(Set(told).count == 3, "\(told)")
      #expect(!reason.hasPrefix("withdrawn") || told.allSatisfy { $0.contains("12") })
    }
  }

  @Test func `what saved queries answer is said in every language, and in each by its own words`() {
    for query in SavedQuery.builtIn {
      let told = [Language.english, .french, .german].map { language -> String in
        let w = WebWords(language)
        #expect(w.description(of: query).isEmpty == query.description.isEmpty, "\(query.name)")
        return w.title(of: query)
      }
      #expect(Set(told).count == 3, "\(told)")
    }
  }

  private func told(_ type: FieldType, _ text: String, _ language: Language) -> String {
    do {
      _ = try type.understood(text)
      return "understood"
    } catch {
      let told = WebWords(language).told(error)
      #expect(told.sentences.allSatisfy { !$0.isEnglish }, "\(told)")
      return told.text
    }
  }

  @Test(arguments: [Language.english, .french, .german])
  func `what people write wrong in a field is told in their language`(_ language: Language) {
    let wrong: [(FieldType, [String])] = [
      (
        .money, ["lots", "100m", "USD", "USQ 1bn", "USD 1,5bn", "USD 1b", "USD -3", "USD 2..1", ""]
      ),
      (.percent, ["lots", "140%", "-3%", "20% of", "27,5%"]),
      (.date, ["yesteryear", "03/04/2025", "2025-13", "2025-02-30", "2026..2025", "FY2024"]),
      (.day, ["yesterday"]), (.period, ["long", "..2027"]), (.quantity, ["many", "6,5 GW"]),
      (.price, ["cheap"]), (.rate, ["1.0.0"]), (.url, ["sec.gov"]), (.slug(.entity), ["Big Co"]),
      (.identifier, ["x"]),
    ]
    for (type, texts) in wrong {
      for text in texts {
        let told = told(type, text, language)
        #expect(told.isEmpty == false && !told.contains("{"), "\(type) \(text): \(told)")
      }
    }
  }

  private static let begun = """
    stakebook append entity.registered entity=a name='A, Inc.' kind=company -e 2020 > /dev/null && \
    stakebook append entity.registered entity=b name=B kind=company -e 2020 > /dev/null && \
    stakebook append partnership.formed name=A-B parties=a parties=b -s a-b -e 2021 > /dev/null
    """

  @Test func `a form says what was wrong in the reader's language, beside its field, by names`()
    async throws
  {
    let server = try RunningServer(script: Self.begun, options: ["--write"])
    func send(_ path: String, _ fields: [String: String]) async throws -> RunningServer.Reply {
      try await server.ask(
        "POST \(path) HTTP/1.1",
        [
          "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
          "Content-Type: application/x-www-form-urlencoded",
        ], body: String(Address.query(fields.map { ($0.key, $0.value) }).dropFirst()))
    }
    let said = [
      "stream": "A-B", "f.investor": "A, Inc.", "f.issuer": "b", "f.amount": "USD 100m",
      "effective": "2020-07-10", "do": "preview",
    ]
    let path = "/new/capital.funded?lang=de"
    // Names are as good as slugs, and are what a preview shows.
    let preview = try await send(path, said)
    #expect(preview.status == 200)
    #expect(preview.body.contains("<dd class=\"lines\">A, Inc.</dd>"))
    #expect(preview.body.contains("name=\"f.investor\" value=\"a\""))
    #expect(preview.body.contains("<dd class=\"lines\">A-B</dd>"))
    // What is not recorded yet has no page to which a mark could lead.
    #expect(!preview.body.contains("/event/4"))
    for (fields, sentence) in [
      (["f.amount": "lots"], "„lots“ hat keine Währung"),
      (["effective": "neulich"], "ein Datum „neulich“ gibt es nicht"),
      (["f.investor": "zz"], "„zz“ ist noch nicht erfasst"),
      (["stream": "a-c"], "es gibt keine Partnerschaft „a-c“"),
      (["f.issuer": ""], "fehlt: wer empfangen hat"),
      (["f.in_full": "true"], "steht nur zusammen mit „Zusage“"),
      (["source.url": "https://example.org"], "fehlt: wie die Quelle heißt"),
    ] {
      let reply = try await send(path, said.merging(fields) { $1 })
      #expect(reply.status == 400, "\(fields)")
      #expect(reply.body.lowercased().contains(sentence.lowercased()), "\(fields)")
      let alert = reply.body.firstMatch(of: /(?s)<p class="fault".*?<\/p>/)?.output ?? ""
      #expect(!alert.contains("lang=\"en\""), "\(alert)")
    }
    let wrong = try await send(path, said.merging(["f.amount": "lots"]) { $1 })
    #expect(
      wrong.body.contains(
        /name="f\.amount" [^>]*aria-invalid="true" aria-describedby="f\.amount-told"/))
    #expect(wrong.body.contains("href=\"#f.amount\""))
    let page = try await server.get("/entity/zz?lang=fr")
    #expect(page.status == 404)
    #expect(
      page.body.contains(
        "Il n’y a pas d’entité « zz »".replacing("« ", with: "«\u{A0}").replacing(
          " »", with: "\u{A0}»")))
  }

  @Test
  func `an event that another stands for is not corrected again, and a document has its source`()
    async throws
  {
    let server = try RunningServer(
      script: Self.begun
        + " && stakebook append note.recorded text=x -s a-b -e 2021 --source title=One --source title=Two > /dev/null; stakebook correct 1 name=AA --reason typo > /dev/null",
      options: ["--write"])
    let gone = try await server.get("/event/1/correct")
    #expect(gone.status == 409)
    #expect(gone.body.contains("stands in its place"))
    #expect(try await server.get("/event/1/attach").status == 409)
    let form = try await server.get("/event/4/attach").body
    #expect(form.contains("<option value=\"1 One\">One</option><option value=\"2 Two\">"))
    #expect(form.contains("id=\"file\" name=\"file\" required"))
    let empty = try await server.ask(
      "POST /import HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
      ], body: "do=guess")
    #expect(empty.status == 400 && empty.body.contains("There is no file"))
    #expect(empty.body.contains("type=\"file\""))
  }
}
