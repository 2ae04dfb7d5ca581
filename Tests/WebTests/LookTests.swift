import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// What was seen on pages with long names, uncertain shares and a reader of another language.
struct LookTests {
  /// A deal with a share that is a range, one that is a bound, and eleven facts without a source.
  private static let deal = """
    set -e
    say() { stakebook append "$@" > /dev/null 2>&1; }
    say entity.registered entity=alpha name=Alpha kind=company -e 2020
    say entity.registered entity=beta name=Beta kind=company -e 2020
    say entity.registered entity=gamma name=Gamma kind=company -e 2020
    say partnership.formed name=A-B parties=alpha parties=beta -s pair -e 2021
    say stake.reported holder=alpha issuer=beta percent="25%..50%" basis=as_converted -s pair -e 2022
    say stake.reported holder=gamma issuer=beta percent="under 5%" basis=voting -s pair -e 2022
    say right.granted right=first kind=veto grantor=beta grantee=alpha territory=CN territory=DE -s pair -e 2022 --source Deal
    for n in 1 2 3; do say note.recorded text="note $n" -s pair -e 2022; done
    say entity.renamed entity=gamma name="Gamma II" -e 2022
    printf '%%PDF-1.4' > "Protokoll – ärgerlich lang.pdf"
    say note.recorded text=minutes -s pair -e 2022 --source Minutes --attach "Protokoll – ärgerlich lang.pdf"
    stakebook retract 10 --reason "entered twice" > /dev/null
    """

  private static func text(_ page: String) -> String {
    page.replacing(/<[^>]*>/, with: "").replacing("\u{A0}", with: " ")
  }

  @Test func `pages tell uncertain shares, events and days as readers know them`() async throws {
    let server = try RunningServer(script: Self.deal)
    let deal = Self.text(try await server.get("/partnership/pair").body)
    #expect(deal.contains("owns 25–50 % (as converted)"))
    #expect(deal.contains("owns under 5 % (voting)"))
    #expect(!deal.contains("owns not disclosed"))
    // In the order in which they were recorded, whatever their streams are called.
    let check = try await server.get("/check").body
    let unsourced = check.matches(of: /<li><span>([0-9]+) \(/).map { String($0.output.1) }
    #expect(unsourced == ["4", "5", "6", "11"])
    // An event is named by its number, and the day is written as every day of the page.
    let event = try await server.get("/event/13?lang=de").body
    #expect(event.contains(">10</a></dd>"))
    #expect(
      event.firstMatch(of: #/<time datetime="[^"]*">[0-9]{2}\.[0-9]{2}\.20[0-9]{2} [0-9]/#) != nil)
    // A document is saved under its own name, with its type.
    let minutes = try await server.get("/event/12")
    let link = try #require(minutes.links.first { $0.hasPrefix("/document/") })
    let document = try await server.get(link)
    #expect(document.header("Content-Type") == "application/pdf")
    let disposition = document.header("Content-Disposition") ?? ""
    #expect(disposition.hasPrefix("attachment; "))
    #expect(disposition.hasSuffix("UTF-8''Protokoll%20%E2%80%93%20%C3%A4rgerlich%20lang.pdf"))
    #expect(document.header("X-Content-Type-Options") == "nosniff")
    let type = try await server.get("/types/right.granted?lang=de").body
    #expect(type.contains("Liste: Text") && !type.contains("list of"))
    let claims = Self.text(try await server.get("/view/claims").body)
    #expect(claims.contains("CN, DE") && !claims.contains("[&quot;"))
    #expect(!claims.contains("500,000,000"), "the ends of a share are told in their least unit")
    let style = try await server.get("/style.css").body
    #expect(
      style.contains("text-align:left;white-space:normal;overflow-wrap:anywhere"),
      "a long word is cut on a telephone")
    // A table that goes on beyond its edge shows that it does.
    #expect(style.contains(".web .scroll{background:"))
  }

  @Test func `who is not let in is told why in words of the reader, and nothing of the ledger`()
    async throws
  {
    let server = try RunningServer(script: Self.deal)
    let browser = ["Accept: text/html,*/*", "Accept-Language: de-DE,de;q=0.9"]
    for (line, host, status, told) in [
      ("GET / HTTP/1.1", nil, 403, "öffnen Sie die Adresse"),
      ("GET / HTTP/1.1", "evil.example", 421, "dieser Server hat keinen solchen Namen"),
      ("GET /?token=0 HTTP/1.1", nil, 403, "dieses Token ist von einem anderen Start"),
      ("POST /new/entity.registered HTTP/1.1", nil, 403, "nur eine Seite dieses Servers"),
    ] as [(String, String?, Int, String)] {
      let page = try await server.ask(line, browser, host: host)
      #expect(page.status == status)
      #expect(page.body.contains("<html lang=\"de\">") && page.body.contains(told), "\(page.body)")
      #expect(!page.body.contains("Alpha"))
      // A program gets a line.
      let plain = try await server.ask(line, [], host: host)
      #expect(plain.body.hasPrefix("\(status): ") && !plain.body.contains("<"))
    }
  }

  private func read(
    _ server: RunningServer, _ sheet: String, _ name: String, _ fields: [(String, String)] = [],
    language: String = "en"
  ) async throws -> RunningServer.Reply {
    let mark = "x0x0"
    let parts =
      [("file\"; filename=\"\(name)", sheet)] + fields + [("do", "guess")]
    let body =
      parts.map {
        "--\(mark)\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
      }.joined() + "--\(mark)--\r\n"
    return try await server.ask(
      "POST /import?lang=\(language) HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: multipart/form-data; boundary=\(mark)",
      ], body: body)
  }

  @Test func `a sheet has the name of its file, and what no column tells has fields`() async throws
  {
    let server = try RunningServer(script: "true", options: ["--write"])
    let whole = "Investor,Target,Date,Amount (USD m)\nAlpha,Beta,2024-03-01,40\n"
    let guessed = try await read(server, whole, "deals of May.csv")
    #expect(guessed.body.contains("name: &quot;deals of May&quot;"))
    // A column less: there is no command line to say it on.
    let dayless = "Investor,Target,Amount (USD m)\nAlpha,Beta,40\n"
    let asked = try await read(server, dayless, "june.csv", language: "fr")
    #expect(asked.status == 400)
    #expect(asked.body.contains("Aucune colonne du tableau ne semble donner de dates."))
    #expect(!asked.body.contains("--date"))
    #expect(asked.body.contains("name=\"date\"") && asked.body.contains("<details open>"))
    let key = try #require(asked.body.firstMatch(of: /name="stash" value="([0-9a-f]+)"/)?.output.1)
    let said = try await server.ask(
      "POST /import HTTP/1.1",
      [
        "Cookie: \(server.cookie)", "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
      ], body: "stash=\(key)&date=2024-06-30&do=guess")
    #expect(said.status == 200)
    #expect(said.body.contains("name: &quot;june&quot;") && said.body.contains("2024-06-30"))
    // What is no table leads to the first step again.
    let none = try await read(server, "\u{0}\u{1}", "june.bin")
    #expect(none.status == 400 && none.body.contains("<input type=\"file\""))
    #expect(!none.body.contains("<textarea"))
  }

  @Test func `what a mapping says beside its lines is in the reader's language`() throws {
    let text = """
      name: "A # or b"
      # dates: day-first  # or month-first: no date of the table tells
      currency: USD  # as in "Amount ($m)"
      "x  # new": y
      #   2 cells of 'Stake %' like 'minority' (E5, E10): 'minority' is not a percent
      #   A22: the cell is blank, and nothing else tells when it holds
      names:
        "Volkswagen": volkswagen  # new
        "VW": vw  # new, or is it volkswagen (Volkswagen)?
      """
    #expect(WebWords(.english).told(mapping: text) == text)
    let german = WebWords(.german).told(mapping: text)
    #expect(
      german.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) == [
        "name: \"A # or b\"",
        "# dates: day-first  # oder month-first (Monat zuerst): kein Datum der Tabelle sagt es",
        "currency: USD  # wie in \"Amount ($m)\"",
        "\"x  # new\": y",
        "#   2 Zellen von „Stake %“ wie „minority“ (E5, E10): „minority“ lässt sich nicht als Prozentsatz lesen",
        "#   A22: die Zelle ist leer, und nichts anderes sagt, ab wann es gilt",
        "names:",
        "  \"Volkswagen\": volkswagen  # neu",
        "  \"VW\": vw  # neu, oder ist es volkswagen (Volkswagen)?",
      ])
  }

  @Test func `each remark of a mapping, and how a file was read, has its words`() throws {
    let ledger = FileManager.default.temporaryDirectory.appending(path: "look-\(UUID()).db")
    try Ledger.create(at: ledger.path)
    defer {
      for end in ["", "-wal", "-shm", "-lock"] {
        try? FileManager.default.removeItem(atPath: ledger.path + end)
      }
    }
    let opened = try Ledger.open(at: ledger.path)
    let folder = Package.fixtures.appending(path: "spreadsheets").path
    let sheets = try FileManager.default.contentsOfDirectory(atPath: folder)
    var read = 0
    for name in sheets where [".csv", ".xlsx", ".ods"].contains(where: name.hasSuffix) {
      guard
        let text = try? Guide("\(folder)/\(name)", name: "x", TableTerms()).text(for: opened)
      else { continue }
      read += 1
      let own = text.split(separator: "\n").filter {
        !$0.contains("stakebook import") && !$0.contains("JSON Schema")
      }
      for line in own where line.contains("  # ") {
        let told = WebWords(.french).told(mapping: String(line))
        // Names of kinds stand as they are written.
        #expect(told != String(line) || line.contains(" kind: "), "\(name): \(line)")
      }
    }
    #expect(read > 3)
    for form in [
      "deals.xlsx: Excel workbook, sheet 'Deals'", "d.ods: OpenDocument spreadsheet, sheet 'A'",
      "d.csv: UTF-8 text, cells separated by semicolons",
      "notice: the file has other sheets, too: Read me; --sheet reads another one",
      "introduced: alpha, beta and 14 more",
    ] {
      let told = WebWords(.german).told(line: form)
      #expect(!told.isEnglish && !told.text.contains("--sheet"), "\(told.text)")
    }
  }
}
