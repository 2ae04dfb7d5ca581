import Reports
import Testing

@Suite struct FormatsLegibleTests {
  @Test(arguments: [
    ("plain ~ text", "plain ~ text"),
    ("", ""),
    ("a\nb\tc\rd\r\ne", "a\\nb\\tc\\rd\\r\\ne"),
    ("\u{1B}[31m\u{00}\u{7F}\u{9B}", "\\u{1B}[31m\\u{0}\\u{7F}\\u{9B}"),
    ("\u{202E}\u{2066}\u{200F}\u{61C}", "\\u{202E}\\u{2066}\\u{200F}\\u{61C}"),
    ("zero\u{200B}width \u{FEFF}mark", "zero\\u{200B}width \\u{FEFF}mark"),
    ("soft\u{AD}hyphen", "soft\\u{AD}hyphen"),
    ("line\u{2028}paragraph\u{2029}", "line\\u{2028}paragraph\\u{2029}"),
    ("tag\u{E0041}", "tag\\u{E0041}"),
    (hostile, "a\\u{1B}]0;title\\u{7}\\u{202E}b"),
  ])
  func `what cannot be seen is written as an escape`(text: String, shown: String) {
    #expect(legible(text) == shown)
  }

  @Test(arguments: ["日本 é e\u{301}", "👩‍💻", "می‌خواهم", "❤️"])
  func `letters, marks and joined emoji stay as they are`(text: String) {
    #expect(Array(legible(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func `a joiner that joins nothing is shown`() {
    #expect(legible("micro\u{200D}soft") == "micro\\u{200D}soft")
    #expect(legible("\u{200C}x") == "\\u{200C}x")
  }

  @Test
  func `each sign of a page is written as what it is, whether it takes a quick look or a long one`()
  {
    let marks = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
    for value in (0...0x30FF).map(UInt32.init) + [0xFEFF, 0xFFFD, 0x1F600, 0xE0041] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in ["a\(Character(scalar))b", "é–\(Character(scalar))"] {
        let told = legible(text).unicodeScalars.map { marks[String($0)] ?? String($0) }.joined()
        #expect(text.htmlEscaped.utf8.elementsEqual(told.utf8), "\(value)")
      }
    }
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2),
    ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("👩‍💻", 2), ("👍🏽", 2), ("🇯🇵", 2), ("❤", 1), ("❤️", 2),
    ("—", 1), ("a日b", 4), ("𠀀", 2), ("〈", 2), ("︐", 2), ("🈔", 2), ("कि", 1),
  ])
  func `a text's width is counted in columns of a terminal`(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }
}
