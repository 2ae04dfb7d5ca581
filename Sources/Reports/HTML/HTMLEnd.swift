import Events
import Projections

/// The end of a page: what happened, where it is from, and the appendix.
extension HTMLReport {
  /// What happened, a line for each day with all that happened on it.
  mutating func timeline() throws {
    let title = wording(.timeline).htmlEscaped
    try write("<ol class=\"timeline\" aria-label=\"\(title)\">\n")
    var day: String?
    try Moments(tables).forEach { moment in
      let row = moment.row
      let date = row.text("effective")
      if date != day {
        if day != nil { try write("</div></li>\n") }
        day = date
        try write("<li><span class=\"date\">\(wording.date(date).htmlEscaped)</span> <div>")
      }
      let status = row.text("status")
      let told =
        status == "confirmed"
        ? "" : " <em>\(wording.stored("status", status).htmlEscaped)</em>"
      let headline = wording.headline(of: row).html(in: wording.language)
      try write(
        "<p class=\"told\"><span>\(headline)</span>\(told)\(references(moment.events))</p>\n")
    }
    try write(day == nil ? "</ol>\n" : "</div></li>\n</ol>\n")
  }

  /// The notes of all events that were cited: those that follow each other and have the same sources
  /// share them.
  mutating func notes(_ number: Int) throws {
    try write(
      "<section aria-labelledby=\"sources\" role=\"doc-endnotes\">\n"
        + "<h2 id=\"sources\">\(Self.number(number))\(wording(.sources))</h2>\n")
    var sources: JSON?
    var isOpen = false
    func note(_ seq: Seq, _ event: JSONObject?) throws {
      let own = event.map { $0["sources"] ?? .array([]) }
      let note = HTMLNote(seq, event, mentions: Int(citations.count(of: seq)), wording)
      if !isOpen || own != sources {
        try write(isOpen ? "</ol></div>\n" : "")
        try write("<div class=\"source\"><p>\(note.sources)</p>\n<ol class=\"notes\">\n")
      }
      (sources, isOpen) = (own, true)
      try write(note.text)
    }
    // No mark leads nowhere, whatever a snapshot's file has left out.
    var untold = citations.seqs.makeIterator()
    var next = untold.next()
    try tables.snapshot.forEachEvent(citations.seqs) { seq, event in
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
    try write((isOpen ? "</ol></div>\n" : "") + "</section>\n")
  }

  /// The tables that other chapters make superfluous, and what things are called in commands.
  mutating func appendix(_ number: Int) throws {
    try write(
      "<section aria-labelledby=\"appendix\">\n"
        + "<h2 id=\"appendix\">\(Self.number(number))\(wording(.appendix))</h2>\n")
    try tables(of: .exposures)
    try table(tables.slugs, id: "slugs", isTitled: true)
    try write("</section>\n")
  }
}
