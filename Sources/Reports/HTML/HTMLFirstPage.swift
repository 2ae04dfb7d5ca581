import Projections

/// The first page: a paragraph, the figures and the terms that people look for first.
extension HTMLReport {
  mutating func firstPage() throws {
    let page = FirstPage(tables)
    let figures = try Headlines(tables).figures()
    let paragraph = try page.paragraph()
    guard !figures.isEmpty || !paragraph.isEmpty else { return }
    let terms = try page.terms()
    let length = (paragraph + terms).map(\.text.text.count).reduce(0, +)
    try write(
      "<section aria-labelledby=\"glance\" class=\"first\(length > Self.much ? " crowded" : "")\">\n"
        + "<h2 id=\"glance\">\(wording(.atAGlance))</h2>\n")
    if !paragraph.isEmpty {
      let sentences = paragraph.map { told in
        "<span>\(html(of: told.text))</span>"
          + references(told.events, more: told.more)
      }
      try write("<p class=\"lead\">\(sentences.joined(separator: " "))</p>\n")
    }
    try cards(figures)
    try write("<h3 id=\"terms\">\(wording(.keyTerms))</h3>\n<dl class=\"terms\">\n")
    for told in terms {
      try write(
        "<div><dt>\(told.label.htmlEscaped)</dt>\n<dd><span>"
          + "\(html(of: told.text))</span>"
          + "\(references(told.events, more: told.more))\n"
          + "\(rows(told.view, Int64(told.rows.count), told.rows))</dd></div>\n")
    }
    try write("</dl>\n</section>\n")
  }

  /// How many characters stand on a first page of paper in letters of the usual size.
  private static let much = 3000

  /// How many characters stand well in a card of half a telephone's width.
  private static let narrow = 140

  private mutating func cards(_ figures: [Headlines.Figure]) throws {
    guard !figures.isEmpty else { return }
    try write("<dl class=\"glance\">\n")
    for figure in figures {
      let parts = figure.parts
      let value = explained(parts.value, by: figure.behind, in: figure.view?.uses.topic)
      // On a telephone what says much stands over the whole width.
      let told = ([figure.title] + figure.lines.map(\.text)).joined(separator: " ")
      try write(
        """
        <div\(told.count > Self.narrow ? " class=\"full\"" : "")><dt>\(figure.title.htmlEscaped)</dt>
        <dd><span class="figure\(Self.size(of: parts.value))">\(value)</span>\
        \(references(figure.events, more: figure.more))

        """)
      let lines = (parts.interval.map { [Phrase($0)] } ?? []) + figure.lines
      for (place, line) in lines.enumerated() {
        // On paper they follow each other in one line.
        let isLast = place == lines.count - 1
        try write("<span class=\"line\(isLast ? "" : " on")\">\(html(of: line))</span>\n")
      }
      try write("\(rows(figure.view, figure.count, figure.rows))</dd></div>\n")
    }
    try write("</dl>\n")
  }

  /// The smaller letters in which a card holds a figure that cannot be parted.
  private static func size(of figure: String) -> String {
    let longest = figure.split(separator: " ").map(\.count).max() ?? 0
    return longest > 17 ? " wider" : longest > 12 ? " wide" : ""
  }

  /// Where the rows stand of which a figure or statement is made, and their names.
  private func rows(_ view: View?, _ number: Int64, _ names: [String]) throws -> String {
    guard let topic = view?.uses.topic, number > 0 else { return "" }
    let count = wording.counted(number, .oneRow, .manyRows).htmlEscaped
    // A single exposure has no chapter.
    let title =
      try hasContent(topic)
      ? "<span class=\"line\"><a href=\"#\(topic.rawValue)\">\(wording(topic.title).htmlEscaped)</a></span>\n"
      : ""
    let names = names.map { linked($0.htmlEscaped, to: $0) }.joined(separator: "<br>")
    return names.isEmpty
      ? "<span class=\"line\"><a href=\"#\(topic.rawValue)\">\(wording.pair(wording(topic.title).htmlEscaped, count))</a></span>\n"
      : title
        + "<details class=\"line\"><summary>\(count)</summary>\(names)</details>\n"
  }
}
