import Events

/// The note of an event: what it says, when, how sure, by whom, and the way back.
struct HTMLNote {
  private let seq: Seq
  private let event: JSONObject?
  private let mentions: Int
  /// The chapters that cite it.
  private let chapters: [(number: Int, id: String)]
  /// What it says, where that was told already.
  private let headline: Phrase?
  private let wording: Wording
  private let links: PageLinks?

  init(
    _ seq: Seq, _ event: JSONObject?, mentions: Int, chapters: [(number: Int, id: String)],
    headline: Phrase? = nil, _ wording: Wording, links: PageLinks? = nil
  ) {
    self.headline = headline
    self.links = links
    self.chapters = chapters
    self.seq = seq
    self.event = event
    self.mentions = mentions
    self.wording = wording
  }

  /// Its sources, which other notes may share.
  var sources: String {
    guard let event else { return wording(.noSource) }
    let sources = (event["sources"]?.arrayValue ?? []).compactMap(\.objectValue).map(source)
    return sources.isEmpty ? wording(.noSource) : sources.joined(separator: wording.semicolon)
  }

  var text: String {
    var text = "<li id=\"n\(seq)\" value=\"\(seq)\">"
    if let event {
      let headline = (headline ?? wording.headline(of: event)).html(in: wording.language)
      text += "<span class=\"what\">\(linked(headline))</span>"
      let (facts, recorded) = (wording.facts(of: event, recorded: false), wording.recorded(event))
      text += " <span class=\"more\">\(facts.pageText)"
      text += recorded.isEmpty ? "" : "<span class=\"when\">, \(recorded.pageText)</span>"
      text += "</span>"
    }
    // On a server's page it is by itself.
    guard links == nil else { return text + "</li>\n" }
    let back = (1...max(1, mentions)).map { number in
      "<a href=\"#r\(seq)-\(number)\" role=\"doc-backlink\" "
        + "aria-label=\"\(wording(.backTo, "\(number)"))\">↩\(mentions > 1 ? "\(number)" : "")</a>"
    }
    text += " <span class=\"back\">\(back.joined(separator: " "))</span>"
    // On paper nothing leads back but the chapter's number, and its page where the printer counts them.
    let places = chapters.map { "<a href=\"#\($0.id)\">\($0.number)</a>" }
    return text
      + (places.isEmpty
        ? "" : " <span class=\"at\">§\u{A0}\(places.joined(separator: ", "))</span>")
      + "</li>\n"
  }

  /// What the event says, leading to its page where there is one.
  private func linked(_ headline: String) -> String {
    links.map { "<a href=\"\($0.event(seq).htmlEscaped)\">\(headline)</a>" } ?? headline
  }

  private func source(_ source: JSONObject) -> String {
    let title = wording.shortened(source.text("title"), to: 300).pageText
    let url = source.text("url")
    var text = "<cite>\(title)</cite>"
    if url.isWebAddress {
      text = "<a href=\"\(url.htmlEscaped)\" rel=\"noopener noreferrer\">\(text)</a>"
    } else if !url.isEmpty {
      text += " <code>\(wording.shortened(url, to: 300).htmlEscaped)</code>"
    }
    let more = wording.details(
      of: source, plain: \.pageText,
      linked: { "<a href=\"\($1.htmlEscaped)\">\($0.htmlEscaped)</a>" })
    return text + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
  }
}
