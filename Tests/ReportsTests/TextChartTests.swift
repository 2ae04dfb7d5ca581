import Events
import Projections
import Reports
import Testing

/// Results drawn with characters.
@Suite struct TextChartTests {
  private func drawn(
    _ columns: [String], _ rows: [[Cell]], width: Int = 40, isUnicode: Bool = true
  ) throws -> String {
    try TextChart(columns: columns, rows: rows).drawn(width: width, isUnicode: isUnicode)
  }

  private func refusal(_ columns: [String], _ rows: [[Cell]]) -> String? {
    let rejection = #expect(throws: Rejection.self) { try TextChart(columns: columns, rows: rows) }
    #expect(rejection?.code == .noChart)
    return rejection?.message
  }

  @Test func `a label and a number become bars from zero, aligned whatever their width`() throws {
    let rows: [[Cell]] = [
      [.text("softbank"), .integer(100)], [.text("日本"), .real(50.5)], [.null, .null],
      [.text("-"), .integer(0)], [.text("a little"), .real(0.01)],
    ]
    #expect(
      try drawn(["holder", "percent"], rows) == """
        holder    percent
        softbank      100  █████████████████████
        日本         50.5  ██████████▋
        -               -
        "-"             0
        a little     0.01  ▏

        """)
    #expect(
      try drawn(["holder", "percent"], rows, isUnicode: false) == """
        holder    percent
        softbank      100  #####################
        日本         50.5  ###########
        -               -
        "-"             0
        a little     0.01  -

        """)
  }

  @Test func `negative numbers lie left of an axis, on the same scale`() throws {
    #expect(
      try drawn(
        ["year", "result"],
        [
          [.text("a"), .integer(-10)], [.text("b"), .integer(20)], [.text("c"), .integer(0)],
          [.text("d"), .real(-0.1)],
        ]) == """
          year  result
          a        -10  ████████│
          b         20          │████████████████
          c          0          │
          d       -0.1         ▕│

          """)
    #expect(
      try drawn(
        ["year", "result"], [[.text("a"), .integer(-10)], [.text("b"), .integer(-5)]],
        isUnicode: false) == """
          year  result
          a        -10  #########################|
          b         -5              #############|

          """)
  }

  @Test func `no line is wider than the terminal, and a long label is shortened`() throws {
    let long = String(repeating: "日本 ", count: 30)
    for width in [40, 41, 79, 120, 300] {
      for isUnicode in [true, false] {
        let text = try drawn(
          ["label", "number"], [[.text(long), .integer(-3)], [.text("b"), .integer(.max)]],
          width: width, isUnicode: isUnicode)
        #expect(
          text.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= min(width, 120) })
        #expect(text.contains(isUnicode ? "…" : "~"))
      }
    }
  }

  @Test func `nothing raw reaches the terminal`() throws {
    let hostile = "\u{1B}[2Ja\nb"
    for rows: [[Cell]] in [
      [[.text(hostile), .integer(1), .text("x")]],
      [[.text("2024"), .integer(1), .text(hostile)], [.text("2025"), .integer(1), .text("b")]],
    ] {
      let text = try drawn([hostile, hostile, hostile], rows)
      #expect(!text.contains("\u{1B}") && !text.contains("a\nb"))
    }
  }

  @Test func `dates and a number become steps, each value until the next`() throws {
    let rows: [[Cell]] = [
      [.text("2025-01"), .integer(300)], [.text("2024-01-01"), .integer(100)],
      [.text("2024-06-30"), .integer(200)], [.text("~2025-Q4"), .integer(150)],
    ]
    #expect(
      try drawn(["day", "worth"], rows) == """
        worth
        300 ┤                  ┌──────────────┐
            │                  │              │
            │                  │              │
            │         ┌────────┘              │
            │         │                       │
        150 ┤         │                       └
            │         │
            │─────────┘
            │
            │
          0 ┤
            └┴────────────────────────────────┴
             2024-01-01              2025-10-01

        """)
    #expect(
      try drawn(["day", "worth"], rows, isUnicode: false) == """
        worth
        300 +                  +--------------+
            |                  |              |
            |                  |              |
            |         +--------+              |
            |         |                       |
        150 +         |                       +
            |         |
            |---------+
            |
            |
          0 +
            ++--------------------------------+
             2024-01-01              2025-10-01

        """)
  }

  @Test func `each series is drawn for itself on the same scale, and NULL ends a line`() throws {
    #expect(
      try drawn(
        ["day", "holder", "percent"],
        [
          [.text("2024"), .text("microsoft"), .real(32.5)],
          [.text("2025"), .text("microsoft"), .integer(27)],
          [.text("2024"), .text("日本"), .integer(-5)],
          [.text("2024-07"), .text("日本"), .null],
        ]) == """
          percent: microsoft
          32.5 ┤────────────────────────────────┐
               │                                └
            14 ┤
               │
            -5 ┤
          percent: 日本
          32.5 ┤
               │
            14 ┤
               │
            -5 ┤───────────────
               └┴───────────────────────────────┴
                2024-01-01             2025-01-01

          """)
  }

  @Test func `dates of one day, labels of two columns and numbers as labels are bars`() throws {
    #expect(
      try drawn(["day", "n"], [[.text("2024"), .integer(1)], [.text("2024"), .integer(2)]])
        .hasPrefix("day   n\n2024  1  █"))
    #expect(
      try drawn(["a", "n", "b"], [[.text("x"), .integer(1), .text("y")]])
        .hasPrefix("a b  n\nx y  1  █"))
    #expect(try drawn(["a", "b"], [[.integer(7), .integer(1)]]).hasPrefix("a  b\n7  1  █"))
  }

  @Test func `the largest and the smallest numbers are drawn`() throws {
    let extremes: [Cell] = [
      .integer(.max), .integer(.min), .real(.greatestFiniteMagnitude),
      .real(-.greatestFiniteMagnitude), .real(.leastNonzeroMagnitude), .real(-0.0),
    ]
    for first in extremes {
      for second in extremes {
        _ = try drawn(["a", "b"], [[.text("x"), first], [.text("y"), second]])
        _ = try drawn(["a", "b"], [[.text("2024"), first], [.text("2025"), second]])
      }
    }
  }

  @Test func `what cannot be drawn is refused`() {
    #expect(refusal(["a"], [[.integer(1)]]) == "a chart needs two or three columns, not 1")
    #expect(refusal(["a", "b"], []) == "there are no rows to draw")
    for cell: Cell in [.text("USD 1bn"), .null, .real(.infinity), .real(.nan), .blob([1])] {
      #expect(refusal(["a", "b"], [[.text("x"), cell]]) == "no column holds nothing but numbers")
    }
    let many = Array(repeating: [Cell.text("x"), .integer(1)], count: 1001)
    #expect(refusal(["a", "b"], many) == "a chart has at most 1000 rows")
  }
}
