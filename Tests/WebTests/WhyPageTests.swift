import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Web

/// Why a figure is so, on a page: what is added is shown added, in the reader's language.
struct WhyPageTests {
  /// A payer who owes two payments, and a third when a condition is met.
  private static let owing = """
    set -e
    say() { stakebook append "$@" > /dev/null 2>&1; }
    say entity.registered entity=a name=Alpha kind=company -e 2020
    say entity.registered entity=b name=Beta kind=company -e 2020
    say partnership.formed name=A-B parties=a parties=b -s a-b -e 2021
    say condition.defined condition=launch criterion=launched -s a-b -e 2021
    say payment.promised payment=first payer=a payee=b amount="EUR 120m" category=licence_fee due=2030 -s a-b -e 2021
    say payment.promised payment=second payer=a payee=b amount="about EUR 80m" category=licence_fee due=2031 -s a-b -e 2021
    say payment.promised payment=third payer=a payee=b amount="EUR 40m" category=development_milestone conditions=launch -s a-b -e 2021
    say right.granted right=brand kind=ip_licence grantor=a grantee=b exclusive=true -s a-b -e 2021
    say right.granted right=brand kind=ip_licence grantor=a grantee=b exclusive=false -s a-b -e 2021 --status estimated
    """

  private static func text(_ markup: some StringProtocol) -> String {
    String(markup).replacing(/<[^>]*>/, with: "").replacing("\u{A0}", with: " ")
  }

  /// The links of a page to several rows, each with the figure that leads there.
  private static func sums(in page: String) -> [(figure: String, why: String)] {
    page.matches(of: /<a class="why" href="(\/why\/[^"]*row=[^"]*)">(.*?)<\/a>/).map {
      (text($0.output.2), String($0.output.1).replacing("&amp;", with: "&"))
    }
  }

  private static func added(_ page: String) -> String? {
    page.firstMatch(of: /(?s)<section aria-labelledby="sum">.*?<\/section>/).map {
      text($0.output)
    }
  }

  @Test func `the why of a sum adds up, and its total is the figure`() async throws {
    let sample = try await RunningServer.shared.value
    let own = try RunningServer(script: Self.owing)
    var count = 0
    for (server, path) in [
      (sample, "/partnership/microsoft-openai"), (sample, "/entity/openai-group?lang=fr"),
      (own, "/partnership/a-b"), (own, "/partnership/a-b?lang=de"),
    ] {
      for (figure, why) in Self.sums(in: try await server.get(path).body) {
        guard let added = Self.added(try await server.get(why).body) else { continue }
        #expect(added.contains("= \(figure)"), "\(figure) in \(added)")
        count += 1
      }
    }
    #expect(count > 5)
    let page = try await own.get("/partnership/a-b").body
    let why = try #require(Self.sums(in: page).first { $0.figure == "EUR 200m" }?.why)
    let added = try #require(Self.added(try await own.get(why).body))
    #expect(added.contains("EUR 120m (First) [5] + EUR 80m (79.5–80.5) (Second) [6] = EUR 200m"))
    #expect(added.contains("conditional = EUR 40m (Third) [7] = EUR 40m"))
  }

  @Test func `how a figure comes about is said in the reader's language`() async throws {
    let server = try await RunningServer.shared.value
    let path = "/why/capital/microsoft/openai-group/USD?as_of=2025-09-30"
    func lines(_ language: String) async throws -> [String] {
      let page = try await server.get("\(path)&lang=\(language)").body
      let list = try #require(
        page.firstMatch(of: /<ul class="plain arithmetic">(.*?)<\/ul>/)?.output.1)
      #expect(!page.contains("arithmetic\" lang=\"en\""))
      return list.split(separator: "</li>").map { Self.text($0) }
    }
    let (english, french, german) = (
      try await lines("en"), try await lines("fr"), try await lines("de")
    )
    #expect(
      english.contains("outstanding = USD 13bn (12.5–13.5) − USD 11.6bn = USD 1.4bn (0.9–1.9)"))
    #expect(french.contains { $0.contains("= 13 Md USD (12,5–13,5) − 11,6 Md USD = 1,4 Md USD") })
    #expect(german.contains { $0.contains("= 13 Mrd. USD (12,5–13,5) − 11,6 Mrd. USD") })
    #expect(try await server.get("/why/rights/ip-licence?lang=de").body.contains("ein fester Tag"))
    #expect(german.allSatisfy { !$0.contains("committed") && !$0.contains("funded") })
  }

  @Test func `an event that says several things that do not count stands once, with each of them`()
    async throws
  {
    let server = try RunningServer(script: Self.owing)
    let page = try await server.get("/why/rights/brand").body
    #expect(page.matches(of: /<li class="said"><a href="\/event\/9">/).count == 1)
    #expect(page.contains("Exclusivity: no – less firm"))
    #expect(!page.contains("ip_licence –"))
  }

  @Test func `amounts with their ends are told in the reader's language`() {
    let words = PageWords(.french)
    for (figure, told) in [
      ("USD 13bn (12.5–13.5)", "13 Md USD (12,5–13,5)"), ("USD 3bn or more", "3 Md USD ou plus"),
      ("USD 60bn, up to USD 70bn", "60 Md USD"), ("USD 1bn, EUR 2m", "1 Md USD, 2 M EUR"),
    ] {
      let shown = words.told(figure: figure).replacing(/[\u{A0}\u{202F}]/, with: " ")
      #expect(shown.hasPrefix(told) && !shown.contains("bn"), "\(shown)")
    }
  }
}
