import Foundation
import Stakebook
import TestSupport
import Testing

@testable import Projections
@testable import Reports

/// Every figure at a glance computes from the rows that the page names beside it.
struct FirstPageTests {
  private static func snapshots() throws -> [Snapshot] {
    var all = [try FixtureSnapshots.everything(), try FixtureSnapshots.microsoftOpenAI()]
    all += try FixtureSnapshots.eachPartnership()
    for (deal, day) in [
      ("volkswagen-rivian", "2025-06-30"), ("volkswagen-rivian", "2026-06-30"),
      ("astrazeneca-daiichi-sankyo", "2022-06-30"), ("astrazeneca-daiichi-sankyo", "2026-06-30"),
      ("disney-comcast-hulu", "2021-12-31"), ("disney-comcast-hulu", "2024-09-01"),
      ("stellantis-leapmotor", "2023-12-31"), ("stellantis-leapmotor", "2026-06-30"),
    ] {
      all.append(try FixtureSnapshots.deal(deal, asOf: day))
    }
    return all
  }

  /// A figure of the page: its words, its marks, where its rows stand and what they are called.
  private struct Shown {
    let title: String
    let value: String
    let lines: [String]
    let events: [Seq]
    let topic: String
    let rows: [String]
    let count: Int
  }

  private static func shown(on page: String) -> [Shown] {
    guard let glance = page.firstMatch(of: /<dl class="glance">((?:.|\n)*?)<\/dl>/)?.1 else {
      return []
    }
    return glance.split(separator: "</dd></div>").compactMap { text in
      func all(_ pattern: Regex<(Substring, Substring)>) -> [String] {
        text.matches(of: pattern).map { String($0.1).replacing("&amp;", with: "&") }
      }
      guard let title = all(/<dt>(.*?)<\/dt>/).first,
        let value = all(/<span class="figure">(.*?)<\/span>/).first
      else { return nil }
      let counts = all(/(\d+) rows?/)
      return Shown(
        title: title, value: value,
        lines: all(/<span class="line">(.*?)<\/span>/).filter { !$0.hasPrefix("<a") },
        events: all(/href="#n(\d+)"/).compactMap(Seq.init),
        topic: all(/<a href="#([a-z-]+)">/).first ?? "",
        rows: all(/<\/summary>(.*?)<\/details>/).flatMap {
          $0.split(separator: "<br>").map(String.init)
        },
        count: counts.last.flatMap(Int.init) ?? 0)
    }
  }

  /// The sum of an amount over rows, each end added by itself; nil: none of them has it.
  private static func sum(_ name: String, _ rows: [JSONObject]) -> [Int64?]? {
    let told = rows.filter { $0["\(name)_low_minor"] != nil }
    guard !told.isEmpty else { return nil }
    func end(_ end: String) -> [Int64?] { told.map { $0["\(name)_\(end)"]?.integerValue } }
    let lows = end("low_minor").compactMap { $0 }
    let points = zip(end("minor"), lows).map { $0 ?? $1 }
    let highs = end("high_minor")
    return [
      points.reduce(0, +), lows.reduce(0, +),
      highs.contains(nil) ? nil : highs.compactMap { $0 }.reduce(0, +),
    ]
  }

  @Test func `every figure at a glance computes from the rows that the page names`() throws {
    let wording = Wording(.english)
    var kinds: [String: Int] = [:]
    for snapshot in try Self.snapshots() {
      let page = try written { try HTMLReport.write(snapshot, to: $0) }
      let names = try Wording(.english, namesOf: snapshot)
      func money(_ name: String, _ rows: [JSONObject]) -> String {
        guard let sum = Self.sum(name, rows) else { return wording(.noneRecorded) }
        return wording.money(sum[0], low: sum[1], high: sum[2], rows[0].text("currency"))
      }
      for one in Self.shown(on: page) {
        let about: Comment = "\(snapshot.header.partnerships): \(one.title)"
        #expect(page.contains("aria-labelledby=\"\(one.topic)\""), about)
        let view = try #require(
          Projections.publicViews.first {
            $0.uses.topic?.rawValue == one.topic
              && (one.rows.first?.hasPrefix("\($0.name)/") ?? (one.topic == "contradictions"))
          }, about)
        kinds[view.name, default: 0] += 1
        let rows = snapshot.rows(view.name)
        let named = rows.filter { one.rows.contains(view.name(of: $0)) }
        // The marks are those of the rows.
        let events = Set((named.isEmpty ? rows : named).flatMap(Snapshot.events))
        #expect(events.isSuperset(of: one.events), about)
        // The interval stands in a line of its own.
        let interval = one.lines.first.map { "\(one.value) (\($0))" } ?? one.value
        func expect(_ figure: String) {
          #expect(one.value == figure || interval == figure, "\(about): \(figure)")
        }
        if view.name == "discrepancies" {
          let open = rows.filter { $0["silenced_by"] == nil }
          expect(String(open.count))
          #expect(one.count == open.count, about)
          continue
        }
        #expect(named.count == one.rows.count && one.count == named.count, about)
        switch view.name {
        case "valuations":
          expect(names.stated(named[0].text("stated")))
          #expect(one.title.contains(names.name(named[0].text("issuer"))), about)
        case "stakes":
          let ends = ["", "low_", "high_"].map { named[0]["percent_\($0)ppb"]?.integerValue }
          expect(names.percent(ends[0], low: ends[1], high: ends[2]))
        case "capital", "purchases":
          let came = view.name == "capital" ? "funded" : "drawn"
          let currency = named[0].text("currency")
          #expect(named.count == rows.filter { $0.text("currency") == currency }.count, about)
          expect(money("committed", named))
          for (name, text) in [
            (came, money(came, named)), ("outstanding", money("outstanding", named)),
          ] {
            #expect(one.lines.contains { $0.hasSuffix(text) }, "\(about), \(name): \(text)")
          }
        case "payments":
          let own = named.map(\.own)
          let owed = own.filter { $0.standing == "committed" }
          expect(owed.isEmpty ? one.value : money("outstanding", owed))
          let held = own.filter { $0.standing == "conditional" }
          #expect(
            held.isEmpty || one.lines.contains { $0.hasSuffix(money("outstanding", held)) }, about)
        case "debts":
          expect(money("outstanding", named))
          #expect(
            named.count
              == rows.filter {
                !Amounts.isNothing("outstanding", of: $0) || !Amounts.isNothing("undrawn", of: $0)
              }.count)
        case "options":
          let open = named.filter { ["open", "pending"].contains($0.text("status")) }
          #expect(named.count == rows.count)
          expect("\(open.count) of \(rows.count)")
        case "rights":
          let inForce = named.filter { $0.text("status") == "in_force" }
          #expect(named.count == rows.count)
          expect("\(inForce.count) of \(rows.count)")
        default: Issue.record("nobody computes \(view.name)")
        }
      }
    }
    // Each kind of figure was met.
    #expect(
      Set(kinds.keys).isSuperset(of: [
        "valuations", "stakes", "capital", "purchases", "payments", "options", "rights",
        "discrepancies",
      ]), "\(kinds)")
  }
}
