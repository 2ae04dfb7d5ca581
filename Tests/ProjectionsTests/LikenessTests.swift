import Testing

@testable import Projections

/// The form by which names are compared has two ways to it.
struct LikenessTests {
  @Test func `a name of ASCII has the form that the rule for all names gives it`() {
    let signs = (UInt8(0)..<0x80).map { String(UnicodeScalar($0)) }
    for name in signs + [signs.joined(), "OpenAI Group PBC", "A1 & Il-0 (2) s.r.l.", ""] {
      #expect(Likeness.form(name) == Likeness.formOfAny(name), "\(name.debugDescription)")
    }
    #expect(Likeness.form("Ａｃｍｅ 10") == "acmelo")
  }
}
