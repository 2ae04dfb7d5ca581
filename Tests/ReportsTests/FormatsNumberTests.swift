import Reports
import Testing

/// What a REAL looks like: the decimal that it stands for, in every format.
@Suite struct FormatsNumberTests {
  private func shown(_ number: Double) throws -> String {
    let line = try rendered(.jsonl, ["r"], [[.real(number)]])
    return String(line.dropFirst(5).dropLast(2))
  }

  private static let numbers: [(Double, String)] = [
    (135_000_000_000, "135000000000"), (1, "1"), (-0.5, "-0.5"), (0.1, "0.1"), (-0.0, "0"),
    (1e20, "100000000000000000000"), (1e21, "1e+21"),
    (123_456_789_012_345_683_968, "123456789012346000000"),
    (999_999_999_999_999.9, "1000000000000000"), (9_007_199_254_740_992, "9007199254740990"),
    (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    (.infinity, "null"), (.nan, "null"),
  ]

  @Test(arguments: numbers)
  func `a REAL has at most 15 digits, and no exponent below 10^21`(number: Double, text: String)
    throws
  {
    #expect(try shown(number) == text)
  }

  @Test(arguments: [0, -1, 10, 1_000_000_007, Int64.max, Int64.min])
  func `a whole number has all its digits`(number: Int64) throws {
    for format in [RowFormat.csv, .tsv, .table] {
      #expect(try rendered(format, ["n"], [[.integer(number)]]).contains("\n\(number)\n"))
    }
    #expect(try rendered(.jsonl, ["n"], [[.integer(number)]]) == "{\"n\":\(number)}\n")
  }

  @Test func `what is computed shows the digits that it has`() throws {
    let (tenth, third): (Double, Double) = (0.1, 1 / 3)
    #expect(try shown(third) == "0.333333333333333")
    #expect(try shown(-2 * third) == "-0.666666666666667")
    #expect(try shown(third / 1e10) == "3.33333333333333e-11")
    #expect(try shown(tenth + 0.2) == "0.3")
    #expect(try shown(tenth + 0.7) == "0.8")
    #expect(try shown(tenth * 11 * 1.1) == "1.21")
    #expect(try shown(43.5 * tenth * 100) == "435")
  }

  @Test(arguments: RowFormat.allCases)
  func `no format shows the noise of binary fractions`(format: RowFormat) throws {
    let text = try rendered(format, ["r"], [[.real(0.1 + 0.2)]])
    #expect(text.contains("0.3"))
    #expect(!text.contains("0.30"))
  }

  @Test func `a decimal of up to 15 digits comes out as it went in`() throws {
    var digits: UInt64 = 987_654_321
    for round in 0..<5000 {
      digits = (digits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407)
      let whole = digits % 1_000_000_000_000_000
      // Without zeros at its end, of which a number keeps none.
      let places = round % 14
      var spelt = String(whole)
      while spelt.count <= places { spelt = "0" + spelt }
      var decimal = spelt.dropLast(places) + "." + spelt.suffix(places)
      while decimal.last == "0" { decimal.removeLast() }
      if decimal.last == "." { decimal.removeLast() }
      let number = try #require(Double(String(decimal)))
      guard number >= 1e-6 else { continue }
      #expect(try shown(number) == decimal)
    }
  }

  @Test func `an infinite REAL is told where a text can tell it`() throws {
    for format in [RowFormat.table, .csv, .tsv, .markdown, .html] {
      #expect(try rendered(format, ["r"], [[.real(-.infinity)]]).contains("-Inf"))
    }
  }
}
