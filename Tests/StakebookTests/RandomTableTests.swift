import Foundation
import Stakebook
import TestSupport
import Testing

/// Whatever dialect a table is written in, it says the events that it was made of.
struct RandomTableTests {
  private struct Deal {
    let id: Int
    let day: Day
    let parties: (String, String)
    let millions: Int
    let hundredths: Int?

    init(_ id: Int, _ dice: inout Dice) throws {
      self.id = id
      day = try #require(Day(ordinal: Int.random(in: 730_000...738_000, using: &dice)))
      let names = ["Alpha", "Beta SE", "Gämma, Inc.", "Delta \"D\" KG", "Épsilon; Zêta"].shuffled(
        using: &dice)
      parties = (names[0], names[1])
      millions = Int.random(in: 1...2_000_000, using: &dice)
      hundredths = dice.chance(70) ? Int.random(in: 101...9_999, using: &dice) : nil
    }

    /// What the ledger is to hold of it: type, day and fields.
    func facts(_ slug: (String) -> String) throws -> [String] {
      let (who, whom) = (slug(parties.0), slug(parties.1))
      var drafts = [
        Draft(
          type: "capital.committed", stream: "x", effective: day.description,
          data: [
            "commitment": .string("d\(id)"), "investor": .string(who), "issuer": .string(whom),
            "amount": .string("USD \(millions)m"),
          ])
      ]
      if let hundredths {
        let percent = FigureText.decimal(Int64(hundredths), 2)
        drafts.append(
          Draft(
            type: "stake.reported", stream: "x", effective: day.description,
            data: [
              "holder": .string(who), "issuer": .string(whom), "percent": .string(percent + "%"),
              "basis": "unstated",
            ]))
      }
      return try drafts.map { draft in
        let event = try Accepted(draft)
        return "\(event.type) \(event.effective) \(event.data.objectValue.map(Self.figures) ?? "")"
      }
    }

    /// The fields without how their figures are spelt.
    static func figures(_ data: JSONObject) -> String {
      data.map { name, value in
        guard var object = value.objectValue else { return "\(name)=\(value.canonical)" }
        object["text"] = nil
        return "\(name)=\(JSON.object(object).canonical)"
      }.sorted().joined(separator: " ")
    }
  }

  private struct Dialect {
    let order: Writing.DateOrder
    let mark: Writing.DecimalMark
    let separator: String
    let end: String
    let encoding: Int
    let grouping: String

    init(_ dice: inout Dice) {
      order = dice.pick(Writing.DateOrder.allCases)
      mark = dice.pick([.point, .comma])
      separator = dice.pick([",", ";", "\t", "|"])
      end = dice.pick(["\n", "\r\n", "\r"])
      encoding = Int.random(in: 0..<4, using: &dice)
      grouping = dice.pick(["", " ", "'", mark == .point ? "," : "."])
    }

    func date(_ day: Day, _ dice: inout Dice) -> String {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let (year, month, number) = (String(day.year), two(day.month), two(day.day))
      let names = [
        "Jan", "Feb", "March", "April", "mai", "juin", "Juli", "août", "Sept", "Okt",
        "Nov", "Dezember",
      ]
      if dice.chance(20) { return "\(day.day) \(names[day.month - 1]) \(year)" }
      let parts =
        switch order {
        case .dayFirst: [number, month, year]
        case .monthFirst: [month, number, year]
        case .yearFirst: [year, month, number]
        }
      return parts.joined(separator: dice.pick(["/", ".", "-"]))
    }

    func whole(_ number: Int) -> String {
      let digits = Array(String(number))
      var text = ""
      for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place).isMultiple(of: 3) { text += grouping }
        text.append(digit)
      }
      return text
    }

    func percent(_ hundredths: Int) -> String {
      FigureText.decimal(Int64(hundredths), 2).replacing(".", with: mark == .comma ? "," : ".")
    }

    func bytes(_ rows: [[String]]) -> Data {
      let text = rows.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator)
      }.joined(separator: end)
      switch encoding {
      case 0: return Data(text.utf8)
      case 1: return Data([0xEF, 0xBB, 0xBF] + Array(text.utf8))
      case 2: return Data([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
      default: return Data(text.unicodeScalars.map { UInt8($0.value & 255) })
      }
    }
  }

  @Test func `random tables in random dialects say what was said directly`() throws {
    var dice = Dice()
    for round in 0..<Dice.count("STAKEBOOK_TABLES", orElse: 12) {
      let dialect = Dialect(&dice)
      let deals = try (1...20).map { try Deal($0, &dice) }
      var rows = [["Id", "Date", "Who", "Whom", "Amount", "Share"]]
      for deal in deals {
        rows.append([
          "d\(deal.id)", dialect.date(deal.day, &dice), deal.parties.0, deal.parties.1,
          dice.pick(["", "$", "USD "]) + dialect.whole(deal.millions),
          deal.hundredths.map { dialect.percent($0) + dice.pick(["", "%", " %"]) } ?? "",
        ])
      }
      let slugs = [
        "Alpha": "alpha", "Beta SE": "beta", "Gämma, Inc.": "gamma", "Delta \"D\" KG": "delta-d",
        "Épsilon; Zêta": "epsilon-zeta",
      ]
      try Sheet.with { sheet in
        let file = sheet.folder.appending(path: "a.csv")
        try dialect.bytes(rows).write(to: file)
        let mapping = try sheet.file(
          "m.yaml",
          Sheet.mapping(
            """
            dates: \(dialect.order.rawValue)
            decimals: \(dialect.mark.rawValue)
            currency: USD
            scale: millions
            """))
        try sheet.take(file.path, mapping)
        var found: [String] = []
        try sheet.ledger.forEachEvent { event in
          guard event.type.hasPrefix("capital") || event.type.hasPrefix("stake") else { return }
          let data = try JSON.read(event.data ?? "{}").objectValue ?? JSONObject()
          found.append("\(event.type) \(event.effective) \(Deal.figures(data))")
        }
        let expected = try deals.flatMap { try $0.facts { slugs[$0] ?? $0 } }
        #expect(found == expected, "round \(round): \(dialect)")
      }
    }
  }
}
