import Stakebook
import TestSupport
import Testing

/// Named parameters: typed, all of them given, none too many.
struct ParameterTests {
  private static func rows(_ sql: String, _ words: [String]) throws -> [[Cell]] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path)
      var rows: [[Cell]] = []
      try ledger.query().run(
        sql, QueryParameters(words: words), columns: { _ in }, row: { rows.append(Array($0)) })
      try ledger.close()
      return rows
    }
  }

  static let typed: [(String, Cell)] = [
    ("x=text", .text("text")), ("x=", .text("")), ("x=7", .integer(7)), ("x=-12", .integer(-12)),
    ("x=0.5", .real(0.5)), ("x=-3.25", .real(-3.25)), ("x=007", .text("007")),
    ("x=+1", .text("+1")), ("x=1e3", .text("1e3")), ("x=.5", .text(".5")), ("x=5.", .text("5.")),
    ("x=00.5", .text("00.5")), ("x=-", .text("-")), ("x=2024-01", .text("2024-01")),
    ("x=9223372036854775808", .text("9223372036854775808")), ("x=a=b", .text("a=b")),
    ("x=é", .text("é")), ("x:=7", .integer(7)), ("x:=\"7\"", .text("7")), ("x:=1.5", .real(1.5)),
    ("x:=1e3", .integer(1000)), ("x:=true", .integer(1)), ("x:=false", .integer(0)),
    ("x:=null", .null), ("x:=[1, 2]", .text("[1,2]")), (":x=1", .integer(1)), ("$x=1", .integer(1)),
    ("x=nan", .text("nan")), ("x=inf", .text("inf")),
  ]

  @Test func `a value is text unless it is a plain number, and := says which`() throws {
    for (word, value) in Self.typed {
      #expect(try Self.rows("SELECT :x", [word]) == [[value]], "\(word)")
    }
  }

  @Test func `one name is one parameter, however it is written and in whichever statement`() throws
  {
    let rows = try Self.rows("SELECT :a, @a, $a; SELECT :a + 1", ["a=1"])
    #expect(rows == [[.integer(1), .integer(1), .integer(1)], [.integer(2)]])
  }

  static let refused: [(sql: String, words: [String], code: String, hint: String)] = [
    ("SELECT :day", [], "missing-parameter", "Give it with -p day=value."),
    ("SELECT :day", ["dya=1"], "missing-parameter", "Is it the 'dya' that was given?"),
    ("SELECT :day", ["day=1", "dai=2"], "unused-parameter", "Did you mean 'day'?"),
    ("SELECT 1", ["day=1"], "unused-parameter", "Parameters are written :name."),
    ("SELECT :day", ["day=1", "issuer=2"], "unused-parameter", "It has day."),
    ("SELECT ?", [], "missing-parameter", "Write :name, and give its value with -p name=value."),
    ("SELECT :x", ["x"], "bad-parameter", "Write name=value."),
    ("SELECT :x", ["=1"], "bad-parameter", "Write name=value."),
    ("SELECT :x", ["x y=1"], "bad-parameter", "Names are of letters, digits and underscores."),
    ("SELECT :x", ["x:={"], "bad-parameter", ""),
  ]

  @Test func `a missing, an unused and an unreadable parameter is refused`() throws {
    for (sql, words, code, hint) in Self.refused {
      let rejection = #expect(throws: Rejection.self, "\(words)") { try Self.rows(sql, words) }
      #expect(rejection?.code.rawValue == code)
      if !hint.isEmpty { #expect(rejection?.hint == hint) }
    }
    #expect(throws: Rejection.self) { try QueryParameters(words: ["x=1", "x=2"]) }
  }
}
