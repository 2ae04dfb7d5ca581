import Events
import Projections

/// The end of a page: what happened, where it is from, and the appendix.
extension HTMLReport {
  /// How many events of a day stand under one date, and how many more do where a day has no others: on
  /// paper a part of a day stays together, and each has its date.
  private static let (mostTogether, mostMore) = (8, 2)

  /// What happened, a line for each day with all that happened on it.
  mutating func timeline() throws {
    let title = wording(.timeline).htmlEscaped
    try write("<ol class=\"timeline\" aria-label=\"\(title)\">\n")
    var day = ""
    var told: [String] = []
    func part(_ count: Int) throws {
      guard count > 0 else { return }
      try write(
        "<li><span class=\"date\">\(wording.date(day).pageText)</span> <div>"
          + told.prefix(count).joined() + "</div></li>\n")
      told.removeFirst(count)
    }
    let moments = try Moments(tables)
    headlines = moments.headlines
    try moments.forEach { moment in
      let date = moment.row.text("effective")
      if date != day { try part(told.count) }
      if told.count == Self.mostTogether + Self.mostMore { try part(Self.mostTogether) }
      day = date
      told.append(line(moment))
    }
    try part(told.count)
    try write("</ol>\n")
  }

  private mutating func line(_ moment: Moments.Moment) -> String {
    let told = wording.doubt(ofEntry: moment.row)
    let doubt = told.isEmpty ? "" : " <em>\(told.htmlEscaped)</em>"
    let name = moment.events.first.map { "timeline/\($0)" }
    let headline = linked(moment.headline.html(in: wording.language), to: name)
    return
      "<p class=\"told\"><span>\(headline)</span>\(doubt)\(references(moment.events))</p>\n"
  }

  /// The notes of all events that were cited.
  mutating func notes(_ chapters: [String]) throws {
    try begin("sources", .sources, role: " role=\"doc-endnotes\"")
    try notes(of: citations.seqs, chapters)
    try write("</section>\n")
  }

  /// The way to the notes where they are a page of their own.
  mutating func notes(at address: String) throws {
    try begin("sources", .sources)
    try write(
      "<p><a href=\"\(address.htmlEscaped)\">\(wording(.allSources).htmlEscaped)</a></p>\n</section>\n"
    )
  }

  /// The notes of events in their order: those that follow each other and have the same sources share
  /// them.
  func notes(of seqs: some Sequence<Seq>, _ chapters: [String]) throws {
    var sources: JSON?
    var isOpen = false
    func note(_ seq: Seq, _ event: JSONObject?) throws {
      let own = event.map { $0["sources"] ?? .array([]) }
      let places = chapters.indices.filter { citations.isCited(seq, in: $0 + 1) }
      let note = HTMLNote(
        seq, event, mentions: Int(citations.count(of: seq)),
        chapters: places.map { (number: $0 + 1, id: chapters[$0]) }, headline: headlines[seq],
        wording, links: links)
      if !isOpen || own != sources {
        try write(isOpen ? "</ol></div>\n" : "")
        try write("<div class=\"source\"><p>\(note.sources)</p>\n<ol class=\"notes\">\n")
      }
      (sources, isOpen) = (own, true)
      try write(note.text)
    }
    // No mark leads nowhere, whatever a snapshot's file has left out.
    var untold = seqs.makeIterator()
    var next = untold.next()
    try tables.snapshot.forEachEvent(seqs) { seq, event in
      while let missing = next, missing < seq {
        try note(missing, nil)
        next = untold.next()
      }
      next = untold.next()
      try note(seq, event)
    }
    while let missing = next {
      try note(missing, nil)
      next = untold.next()
    }
    try write(isOpen ? "</ol></div>\n" : "")
  }

  /// The tables that other chapters make superfluous, and what things are called in commands.
  mutating func appendix() throws {
    try begin("appendix", .appendix)
    try tables(of: .exposures, isTitled: true)
    try table(tables.slugs, id: "slugs", isTitled: true)
    try write("</section>\n")
  }
}
