import Events
import Projections
import Reports
import Testing

@Suite struct FormatsJSONTests {
  @Test func `JSON is one array with a row a line, JSON lines an object a line`() throws {
    let rows: [[Cell]] = [
      [.integer(1), .text("x"), .null], [.integer(.max), .blob([0, 0xAB]), .real(0.1)],
    ]
    let first = #"{"a":1,"b":"x","c":null}"#
    let second = #"{"a":9223372036854775807,"b":"00ab","c":0.1}"#
    #expect(try rendered(.json, ["a", "b", "c"], rows) == "[\(first),\n \(second)]\n")
    #expect(try rendered(.jsonl, ["a", "b", "c"], rows) == "\(first)\n\(second)\n")
  }

  @Test func `without rows there is an empty array, and no line`() throws {
    #expect(try rendered(.json, ["a"], []) == "[]\n")
    #expect(try rendered(.jsonl, ["a"], []) == "")
  }

  @Test func `text that is JSON stays a string`() throws {
    #expect(try rendered(.jsonl, ["j"], [[.text(#"{"a":[1]}"#)]]) == #"{"j":"{\"a\":[1]}"}"# + "\n")
  }

  @Test func `hostile text is escaped and reads back as the same text`() throws {
    let text = hostile + "\u{7F}\u{9B}\u{2066}\n日本👩‍💻"
    let line = try rendered(.jsonl, [text], [[.text(text)]])
    let escaped = #""a\u001b]0;title\u0007\u202eb\u007f\u009b\u2066\n日本👩‍💻""#
    #expect(line == "{\(escaped):\(escaped)}\n")
    let object = try JSON.read(String(line.dropLast())).objectValue
    #expect(object?.names == [text])
    #expect(object?[text] == .string(text))
  }

  @Test(arguments: [
    (["a", "a", "a"], ["a", "a_2", "a_3"]),
    (["a", "a", "a_2"], ["a", "a_3", "a_2"]),
    (["a_2", "a", "a", "a_2"], ["a_2", "a", "a_3", "a_2_2"]),
  ])
  func `a repeated name gets a number, and no two are the same`(given: [String], made: [String])
    throws
  {
    let line = try rendered(.jsonl, given, [given.map { _ in .integer(0) }])
    #expect(line == "{\(made.map { "\"\($0)\":0" }.joined(separator: ","))}\n")
  }
}
