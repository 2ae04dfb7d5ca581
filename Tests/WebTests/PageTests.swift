import Foundation
import Stakebook
import Testing

@testable import Web

/// What the pages of a server show, and where they lead.
@Suite(.serialized) struct PageTests {
  static let pages = [
    "/", "/partnership/microsoft-openai", "/entity/openai-group", "/event/12", "/view/stakes",
    "/why/stakes/microsoft/openai-group/as_converted", "/upcoming", "/owed", "/check", "/sql",
    "/sql?q=SELECT+holder,stated+FROM+stakes", "/sql?saved=cap-table&p_issuer=openai-group",
    "/diff",
    "/diff?as_of=2025-10-27..2025-10-28", "/diff?known_at=60..90",
    "/types", "/types/stake.reported", "/search?q=azure",
    "/partnership/microsoft-openai/sources", "/entity/openai-group/sources",
  ]

  /// Each page in one language: that each has all words another test holds.
  private static let languages = pages.indices.map { ["en", "fr", "de"][$0 % 3] }

  @Test(arguments: zip(pages, languages))
  func
    `a page is in its language, has no inline script or style, and may load nothing from elsewhere`(
      path: String, language: String
    ) async throws
  {
    let server = try await RunningServer.shared.value
    let page = try await server.get("\(path)\(path.contains("?") ? "&" : "?")lang=\(language)")
    #expect(page.status == 200)
    #expect(page.body.contains("<html lang=\"\(language)\">"))
    #expect(page.body.hasSuffix("</html>\n"))
    #expect(!page.body.contains(/<script(?! src="\/script.js" defer>)/))
    #expect(!page.body.contains(/<[^>]* style="|<style|<[a-z]+ [^>]*\bon[a-z]+="/))
    #expect(page.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
    #expect(page.header("X-Content-Type-Options") == "nosniff")
    // No word was left out of a language's file.
    #expect(!page.body.contains(/\{\}|\{[0-9]\}/))
  }

  @Test(arguments: [
    "/partnership/microsoft-openai.ics", "/event/12.csv", "/types/stake.reported.json",
    "/view/stakes.ics", "/sql.atom?q=SELECT+1",
    "/why/stakes/microsoft/openai-group/as_converted.csv",
    "/feed.json", "/search.csv?q=a", "/index.svg", "/entity/microsoft.csv",
    "/partnership/microsoft-openai/sources.json", "/entity/microsoft/sources.json",
  ])
  func `a page is not there in a form that it has not`(path: String) async throws {
    let server = try await RunningServer.shared.value
    let reply = try await server.get(path)
    #expect(reply.status == 404)
    #expect(reply.header("Content-Type") == "application/json")
  }

  @Test func `each sign of what is searched for stands for itself, however much there is of it`()
    async throws
  {
    let server = try await RunningServer.shared.value
    #expect(try await server.get("/search?q=\(String(repeating: "a", count: 3000))").status == 200)
    #expect(
      try await server.get("/search?q=MICROSOFT").body.contains("/partnership/microsoft-openai"))
    for sign in ["%25", "_", "%5C", "%27%27"] {
      #expect(try await !server.get("/search?q=\(sign)\(sign)").links.contains("/event/12"))
    }
  }

  @Test func `where a question takes too long the pages of its views are named`() async throws {
    let server = try await RunningServer.shared.value
    let sql =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i), right FROM n, rights"
    let late = try await server.get("/sql?seconds=1&lang=fr&q=\(Address.escaped(sql))")
    #expect(late.status == 504)
    let offered = late.body.firstMatch(of: /<p class="fault".*<\/p>\s*<p>(.*)<\/p>/)?.output.1 ?? ""
    #expect(offered.contains("href=\"/view/rights?lang=fr\"") && !offered.contains("/view/stakes"))
    #expect(try await server.get("/sql?q=DROP+TABLE+event").status == 403)
  }

  @Test func `what a cell of a table tells is one piece, which a phone sets beside its column`()
    async throws
  {
    let server = try await RunningServer.shared.value
    for path in ["/partnership/microsoft-openai", "/entity/openai-group", "/view/stakes"] {
      let page = try await server.get(path).body
      let cells = page.matches(of: /<td[^>]* data-label="[^"]*">(.*?)<\/td>/).map(\.output.1)
      #expect(cells.count > 20)
      // Text before or after an element would be pieces of their own.
      for cell in cells where cell.contains("<") {
        #expect(cell.hasPrefix("<") && cell.hasSuffix(">"), "\(path): \(cell)")
      }
    }
  }

  @Test func `things are called on every page as on their partnership's`() async throws {
    let server = try await RunningServer.shared.value
    for path in ["/", "/check", "/view/rights", "/search?q=azure", "/view/events"] {
      let page = try await server.get(path).body
      let text = page.replacing(/(?s)<form.*?<\/form>|<[^>]*>/, with: " ")
      #expect(
        !text.contains(/azure-exclusivity|api-exclusivity|openai-2024-10|ip-licence/), "\(path)")
    }
    #expect(try await server.get("/").body.contains("API exclusivity"))
  }

  @Test func `a label that is a link has a French space before its colon`() async throws {
    let server = try await RunningServer.shared.value
    for path in ["/", "/upcoming", "/types/stake.reported", "/check"] {
      let page = try await server.get("\(path)?lang=fr").body
      #expect(!page.contains("</a>: "), "\(path)")
      #expect(!page.contains("</code>: "), "\(path)")
    }
    #expect(
      try await server.get("/types/stake.reported?lang=fr").body.contains(
        "<code>stake.reported</code>\u{A0}: "))
    #expect(try await server.get("/").body.contains("</a>: "))
  }

  @Test func `a contradiction that a day brought is told in the reader's language`() async throws {
    let server = try await RunningServer.shared.value
    let page = try await server.get("/diff?as_of=2025-10-27..2025-10-28&lang=de").body
    #expect(page.contains("nicht vergleichbar"))
    #expect(!page.contains("do not compare"))
  }

  @Test func `a figure leads to its why, a why to its events, an event to its document and back`()
    async throws
  {
    let server = try await RunningServer.shared.value
    let links = try await server.get("/partnership/microsoft-openai?as_of=2026-06-30").links
    let whys = Set(links.filter { $0.hasPrefix("/why/") })
    #expect(whys.count > 40)
    for why in whys.sorted().enumerated().filter({ $0.offset % 5 == 0 }).map(\.element) {
      let page = try await server.get(why)
      #expect(page.status == 200, "\(why)")
      #expect(page.links.contains { $0.hasPrefix("/event/") }, "\(why)")
      // What was so on another day is explained as of that.
      #expect(why.contains("as_of="))
    }
    #expect(whys.filter { $0.contains("as_of=2026-06-30") }.count > 30)
    #expect(whys.contains { $0.contains("as_of=2025-10-28") })
  }

  @Test func `each figure in a table leads to its why, what rows come to among them`() async throws
  {
    let server = try await RunningServer.shared.value
    let page = try await server.get("/partnership/microsoft-openai").body
    let columns = page.matches(of: /<td class="n[^"]*"[^>]*>(.*?)<\/td>/).map(\.output.1)
      .filter { $0.contains(/[0-9]/) }
    // Such as the rate of a share of revenue.
    let texts = page.matches(of: /<td[^>]*>(.*?)<\/td>/).map(\.output.1)
      .filter { $0.contains(/[0-9]\W*%|\b(USD|EUR)\s[0-9]/) }
    let cells = columns + texts
    #expect(columns.count > 100 && texts.count > 30)
    for cell in cells { #expect(cell.contains("<a "), "\(cell)") }
    let sum = try #require(page.firstMatch(of: /<tr class="sum">.*?<\/tr>/)?.output)
    let why = try #require(sum.firstMatch(of: /href="(\/why\/[^"]*)"/)?.output.1)
    let rows = try await server.get(String(why).replacing("&amp;", with: "&")).body
    #expect(rows.matches(of: /<section aria-labelledby="why-/).count > 2)
  }

  @Test func `what changed is told in the reader's language`() async throws {
    let server = try await RunningServer.shared.value
    func labels(_ language: String) async throws -> Set<String> {
      let page = try await server.get("/diff?as_of=2019-01-01..2026-11-30&lang=\(language)").body
      #expect(!page.contains("about 27%"))
      return Set(page.matches(of: /<dt>(.*?)<\/dt>/).map { String($0.output.1) })
    }
    let english = try await labels("en")
    #expect(english.count > 30)
    let alike: Set = [
      "Name", "Status", "Exceptions", "Exclusions", "Parties", "Conditions", "Tranches", "Basis",
    ]
    for language in ["fr", "de"] {
      let same = try await labels(language).intersection(english).subtracting(alike)
      #expect(same.isEmpty, "\(language): \(same)")
    }
  }

  @Test func `an event stands as it did when what withdrew it was not known`() async throws {
    let server = try RunningServer(
      script: """
        stakebook append entity.registered entity=a name=A kind=company -e 2020 > /dev/null && \
        stakebook correct 1 name=B --reason misread > /dev/null
        """)
    #expect(try await server.get("/event/1").body.contains("<h1 class=\"gone\">"))
    let before = try await server.get("/event/1?known_at=1").body
    #expect(!before.contains("<h1 class=\"gone\">") && before.contains("id=\"known_at\""))
  }

  @Test(arguments: ["/partnership/microsoft-openai", "/entity/openai-group"])
  func `every event that a page marks stands with its sources on the page to which it leads`(
    path: String
  ) async throws {
    let server = try await RunningServer.shared.value
    let page = try await server.get(path)
    let marks = Set(
      page.body.matches(of: /<sup class="refs">.*?<\/sup>/).flatMap { marks in
        marks.output.matches(of: /href="\/event\/([0-9]+)"/).map { String($0.output.1) }
      })
    #expect(marks.count > 40)
    #expect(!page.body.contains("doc-noteref") && !page.body.contains("<li id=\"n"))
    let sources = try await server.get("\(path)/sources")
    #expect(page.links.contains("\(path)/sources") && sources.links.contains(path))
    for mark in marks { #expect(sources.body.contains("<li id=\"n\(mark)\""), "\(mark)") }
    #expect(sources.body.contains("<cite>") && !sources.body.contains("doc-backlink"))
  }

  @Test func `figures of charts, of their tables and of the summary lead to their why`()
    async throws
  {
    let server = try await RunningServer.shared.value
    let page = try await server.get("/partnership/microsoft-openai?as_of=2026-06-30").body
    func links(_ part: Substring) -> Int { part.matches(of: /href="\/(why|event|sql)[\/?]/).count }
    let lead = try #require(page.firstMatch(of: /<p class="lead">.*?<\/p>/)?.output)
    #expect(links(lead) >= 8)
    let charts = page.matches(
      of: /(?s)<svg class="chart (?:wide|narrow)" viewBox="[^"]*" role="group".*?<\/svg>/
    ).map(\.output)
    #expect(charts.count >= 5)
    for chart in charts {
      #expect(links(chart) > 0, "\(chart.prefix(200))")
      // Each is called something by who does not see it.
      #expect(chart.matches(of: /<a href="[^"]*" aria-label="[^"]+">/).count == links(chart))
    }
    let tables = page.matches(of: /(?s)<figure>.*?<\/figure>/).map(\.output)
    #expect(tables.allSatisfy { links($0) > links($0.prefix { $0 != "\n" }) })
  }

  @Test func `a clock in the address shows the state of its day`() async throws {
    let server = try await RunningServer.shared.value
    let early = try await server.get("/entity/openai-group?as_of=2025-10-01").body
    let late = try await server.get("/entity/openai-group?as_of=2025-12-31").body
    #expect(early != late)
    #expect(early.contains("2025-10-01") && late.contains("2025-12-31"))
    let wrong = try await server.get("/?as_of=yesteryear")
    #expect(wrong.status == 400)
    #expect(wrong.body.contains("bad-date"))
  }

  @Test func `rows and answers come as JSON and CSV, filtered and sorted as the address says`()
    async throws
  {
    let server = try await RunningServer.shared.value
    let rows = try await JSON.read(
      server.get("/view/stakes.json?issuer=openai-group&sort=-holder").body)
    let holders = (rows.arrayValue ?? []).compactMap { $0.objectValue?["holder"]?.stringValue }
    #expect(holders.count > 3)
    #expect(holders == holders.sorted(by: >))
    let csv = try await server.get("/view/stakes.csv?holder=softbank")
    #expect(csv.header("Content-Type") == "text/csv; charset=utf-8")
    #expect(csv.body.hasPrefix("holder,"))
    #expect(!csv.body.contains("microsoft"))
    #expect(try await server.get("/sql.json?q=SELECT+:a+AS+a&p_a=x").body == #"[{"a":"x"}]"# + "\n")
    for path in [
      "/partnership/microsoft-openai.json", "/why/stakes/microsoft/openai-group/as_converted.json",
      "/event/3.json",
    ] {
      let reply = try await server.get(path)
      #expect(reply.header("Content-Type") == "application/json")
      #expect(throws: Never.self) {
        try JSON.read(Array(reply.body.utf8), limits: .ofOwn(bytes: 1 << 26))
      }
    }
  }

  @Test func `a question has its time, writes nothing, and harms nobody`() async throws {
    let server = try await RunningServer.shared.value
    let endless =
      "WITH+RECURSIVE+c(x)+AS+(SELECT+1+UNION+ALL+SELECT+x%2B1+FROM+c)+SELECT+count(*)+FROM+c"
    let late = try await server.get("/sql.json?seconds=1&q=\(endless)")
    #expect(late.status == 504)
    #expect(late.body.contains("timeout"))
    for evil in [
      "DELETE+FROM+event", "ATTACH+'/etc/passwd'+AS+a", "PRAGMA+user_version=9", ".shell+ls",
    ] {
      #expect(try await server.get("/sql.json?q=\(evil)").status >= 400, "\(evil)")
    }
    #expect(
      try await server.get("/sql.json?q=SELECT+count(*)+AS+n+FROM+events").body.contains(
        #""n":169"#))
  }

  @Test
  func `an answer is the same until something is recorded, and a browser need not read it again`()
    async throws
  {
    let server = try await RunningServer.shared.value
    let tag = try #require(try await server.get("/owed").header("ETag"))
    #expect(try await server.get("/owed", ["If-None-Match: \(tag)"]).status == 304)
  }

  @Test func `each word of pages is in every language's file, with the same places`() {
    let english = WebWords.file(.english)
    let keys = Set(WebWord.allCases.map(\.rawValue))
    for language in Language.allCases {
      let file = WebWords.file(language)
      #expect(file.faults.isEmpty)
      #expect(file.keys == keys, "\(language)")
      for key in keys {
        #expect(
          english[key]?.contains("{}") == file[key]?.contains("{}"), "\(language) \(key)")
      }
    }
  }

  @Test func `forms name types, their families and fields, and sources in the reader's language`()
    async throws
  {
    for language in [Language.french, .german] {
      let words = WebWords(language)
      #expect(words.catalogue.faults.isEmpty)
      var keys: Set<String> = []
      func need(_ key: String) {
        keys.insert(key)
        #expect(words.catalogue[key] != nil, "\(language) \(key)")
      }
      for (type, shape) in Catalogue.types.map({ ($0.type, $0.shape) }) {
        need("summary.\(type.text)")
        need("family.\(shape.family.lowercased().replacing(" ", with: "_"))")
        for (path, field) in Entry(type, shape).fields {
          // Of what stands in rows the words that can be chosen, too.
          if case .choice(let choices) = field.type, path.contains(".1.") {
            for word in choices
            where words.pages.stored(field.name, word) == word.replacing("_", with: " ") {
              need("\(field.name).\(word)")
            }
          }
          for name in Entry.unnumbered(path).split(separator: ".").map(String.init) {
            keys.insert("field.\(name)")
            let isKnown = words.pages.field(name) != name.replacing("_", with: " ")
            #expect(isKnown || words.catalogue["field.\(name)"] != nil, "\(language) \(name)")
          }
        }
      }
      for name in Entry.source {
        need("source.\(name)")
        keys.insert("field.\(name)")
      }
      // What ends a right, as its view says it.
      for word in ["day", "condition", "either", "both", "agreement", "waiver", "end"] {
        need("ends_by.\(word)")
      }
      for query in SavedQuery.builtIn {
        need("query.\(query.name)")
        if !query.description.isEmpty { need("query.\(query.name).says") }
      }
      // Nothing stands in a file that nothing asks for.
      #expect(words.catalogue.keys.subtracting(keys) == [], "\(language)")
    }
    let server = try RunningServer(
      script: "stakebook append entity.registered entity=a name=A kind=company -e 2020 > /dev/null",
      options: ["--write"])
    let form = try await server.get("/new/purchase.committed?lang=de").body
    #expect(form.contains("Käufer") && form.contains("eine Zusage zu kaufen"))
  }

  @Test func `what leads from one page to the next is there`() async throws {
    let server = try await RunningServer.shared.value
    var seen: Set<String> = []
    for path in ["/", "/check", "/types", "/sql", "/event/12"] {
      for link in try await server.get(path).links where !link.contains("lang=") {
        // One of each kind is enough.
        let kind = link.split(separator: "?")[0].split(separator: "/").prefix(1).joined()
        guard seen.insert(kind).inserted else { continue }
        #expect(try await server.get(link).status == 200, "\(path) leads to \(link)")
      }
    }
    #expect(seen.count > 12)
  }
}
