import Projections
import Reports
import Testing

@Suite struct FormatsTableTests {
  @Test func `numbers stand to the right, text to the left, and NULL is a dash`() throws {
    let text = try rendered(
      .table, ["name", "amount", "note"],
      [
        [.text("microsoft"), .integer(7), .text("x")],
        [.text("softbank"), .real(1350.5), .null],
        [.null, .null, .text("")],
      ])
    #expect(
      text == """
        name       amount  note
        ─────────  ──────  ────
        microsoft       7  x
        softbank   1350.5  -
        -               -

        """)
  }

  @Test func `one text among the numbers puts the column to the left`() throws {
    let text = try rendered(.table, ["value"], [[.integer(7)], [.text("n/a")]])
    #expect(text == "value\n─────\n7\nn/a\n")
  }

  @Test func `wide characters and combining marks keep the columns aligned`() throws {
    let text = try rendered(
      .table, ["a", "b"],
      [
        [.text("日本"), .text("1")], [.text("👩‍💻"), .text("2")], [.text("e\u{301}"), .text("3")],
        [.text("abcd"), .text("4")],
      ])
    #expect(text == "a     b\n────  ─\n日本  1\n👩‍💻    2\ne\u{301}     3\nabcd  4\n")
  }

  @Test func `a hostile cell or name cannot reach the terminal`() throws {
    let text = try rendered(.table, [hostile], [[.text(hostile)]])
    let shown = "a\\u{1B}]0;title\\u{7}\\u{202E}b"
    #expect(text == "\(shown)\n\(String(repeating: "─", count: 29))\n\(shown)\n")
  }

  @Test func `a blob is shown in hex`() throws {
    #expect(try rendered(.table, ["b"], [[.blob([0, 0xAB])]]) == "b\n────\n00ab\n")
  }

  @Test func `without rows the header stands, and a word for it`() throws {
    #expect(try rendered(.table, ["a", "bc"], []) == "a  bc\n─  ──\n(no rows)\n")
    #expect(try rendered(.table, ["long", "name"], [], width: 5) == "long\nname\n(no rows)\n")
  }

  @Test func `the widest text column shrinks and wraps between words, a number never does`() throws
  {
    let text = try rendered(
      .table, ["amount", "short", "long"],
      [[.integer(135_000_000_000), .text("ab"), .text("one two three four five")]], width: 35)
    #expect(
      text == """
              amount  short  long
        ────────────  ─────  ──────────────
        135000000000  ab     one two three
                             four five

        """)
  }

  @Test func `a slug breaks after its hyphens and a long word where it must`() throws {
    let slug = try rendered(
      .table, ["c", "d"], [[.text("microsoft-openai"), .text("x")]], width: 14)
    #expect(slug == "c            d\n───────────  ─\nmicrosoft-   x\nopenai\n")
    let word = try rendered(.table, ["c"], [[.text("abcdefghijkl")]], width: 8)
    #expect(word == "c\n────────\nabcdefgh\nijkl\n")
  }

  @Test(arguments: 8...40)
  func `no line is wider than asked for, whatever it holds`(width: Int) throws {
    let cells = [
      "-aaaaaaa日本語日本語日本語", "日本語日本語日本語日本語", "👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻", "  two  spaces   and a/path/that_is,long",
    ]
    let text = try rendered(.table, ["c"], cells.map { [.text($0)] }, width: width)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { displayWidth(String($0)) <= width })
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    #expect(lines.dropFirst().first?.allSatisfy { $0 == "─" } == true)
  }

  @Test func `a very long cell is not cut, and among others stands on a line of its own`() throws {
    let words = (1...40).map { "word\($0)" }
    let cell = Cell.text(words.joined(separator: " "))
    let alone = try rendered(.table, ["c"], [[cell]], width: 14)
    #expect(alone.split(whereSeparator: \.isWhitespace).map(String.init).suffix(40) == words[...])
    let beside = try rendered(.table, ["c", "d"], [[cell, .text("x")]], width: 20)
    #expect(
      beside.split(whereSeparator: \.isWhitespace).map(String.init) == ["c"] + words + ["d", "x"])
  }

  @Test func `where a column would have to break a word, each row is a block of lines`() throws {
    let text = try rendered(
      .table, ["outstanding", "besides"], [[.text("all"), .text("in full")]], width: 18)
    #expect(text == "outstanding  all\nbesides      in full\n")
  }

  @Test func `where no table fits, each row is a block of lines`() throws {
    let text = try rendered(
      .table, ["amount", "日本", "note"],
      [
        [.integer(135_000_000_000), .text("ab"), .null],
        [.integer(1), .text("cd"), .text("")],
      ], width: 20)
    #expect(
      text == """
        amount  135000000000
        日本    ab
        note    -

        amount  1
        日本    cd
        note

        """)
  }

  @Test(.timeLimit(.minutes(1)))
  func `many very long cells take no more than their length`() throws {
    let cell = Cell.text(String(repeating: "word ", count: 20_000))
    let row = [Cell](repeating: cell, count: 30)
    let text = try rendered(.table, row.indices.map { "c\($0)" }, [row], width: 400)
    #expect(text.split(whereSeparator: \.isWhitespace).count == 30 * 20_001)
  }

  @Test(arguments: [RowFormat.table, .box, .vertical, .markdown])
  func `a text that reads like NULL stands in quotes`(format: RowFormat) throws {
    let text = try rendered(format, ["c"], [[.text("-")], [.null]])
    #expect(text.split(whereSeparator: { " \n│|".contains($0) }).suffix(4).contains("\"-\""))
    #expect(text.contains("-"))
  }

  @Test func `where what is empty is left out, a row has lines for what it says alone`() throws {
    let rows: [[Cell]] = [
      [.text("a"), .text(""), .integer(0)], [.text("b"), .text("x"), .null],
    ]
    var text: [UInt8] = []
    var writer = RowWriter(.vertical, columns: ["one", "two", "three"], leavesOutEmpty: true) {
      $0(&text)
    }
    for row in rows { try writer.row(row) }
    try writer.end()
    #expect(String(decoding: text, as: UTF8.self) == "one    a\nthree  0\n\none    b\ntwo    x\n")
  }

  @Test func `without headers only the rows stand`() throws {
    let rows: [[Cell]] = [[.integer(7), .text("x")], [.integer(10), .null]]
    #expect(try rendered(.table, ["amount", "t"], rows, headers: false) == " 7  x\n10  -\n")
    #expect(
      try rendered(.box, ["amount", "t"], rows, headers: false)
        == "┌────┬───┐\n│  7 │ x │\n│ 10 │ - │\n└────┴───┘\n")
    #expect(try rendered(.vertical, ["amount", "t"], rows, headers: false) == "7\nx\n\n10\n-\n")
    #expect(try rendered(.csv, ["amount", "t"], rows, headers: false) == "7,x\n10,\n")
    #expect(try rendered(.tsv, ["amount", "t"], rows, headers: false) == "7\tx\n10\t\\N\n")
    #expect(
      try rendered(.markdown, ["amount", "t"], rows, headers: false)
        == "|  |  |\n| ---: | --- |\n| 7 | x |\n| 10 | - |\n")
    #expect(try rendered(.table, ["a"], [], headers: false) == "")
  }
}
