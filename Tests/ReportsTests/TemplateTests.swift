import Stakebook
import Testing

/// A newsroom's own layout.
struct TemplateTests {
  @Test func `a template names figures as readers see them, and the exact ones`() throws {
    let template = try TemplateReport(
      """
      {{title}} {{as_of}} {{known_at}}
      {{#sections}}{{#rows}}{{#cells}}{{#is_figure}}{{column}} {{text}}; {{/is_figure}}{{/cells}}\
      {{/rows}}{{/sections}}
      {{#views.stakes}}{{holder}} {{percent_ppb}}; {{/views.stakes}}
      {{#sources}}{{#sources}}{{title}}; {{/sources}}{{/sources}}
      """)
    let text = try template.text(try FixtureSnapshots.microsoftOpenAI())
    #expect(text.hasPrefix("Microsoft–OpenAI 2026-05-31 169\n"))
    #expect(text.contains("percent 27\u{A0}% (26.5–27.5); "))
    #expect(text.contains("microsoft 270000000; "))
    #expect(text.contains("Announcement of the OpenAI partnership; ") || text.contains("; "))
  }

  @Test func `a wrong template is refused with its line`() {
    let rejection = #expect(throws: Rejection.self) {
      try TemplateReport("one\n{{#sections}}\n{{/rows}}")
    }
    #expect(rejection?.code == .badTemplate)
    #expect(rejection?.location?.line == 3)
    #expect(throws: Rejection.self) { try TemplateReport("{{title") }
  }

  @Test func `a template takes in no other file`() throws {
    let template = try TemplateReport("a{{> secret}}b")
    #expect(try template.text(try FixtureSnapshots.microsoftOpenAI()) == "ab")
  }
}
