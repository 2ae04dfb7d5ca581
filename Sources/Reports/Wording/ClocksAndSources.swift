import Events

/// What every kind of report says in the same words: how the clocks stand, where a fact is from.
extension Wording {
  /// How the clocks stand.
  func readings(of header: SnapshotHeader) -> String {
    [
      self(.asOf, date(header.asOf, inSentence: true)),
      self(
        header.knownAt == 1 ? .knownAfterOne : .knownAfter,
        counted(header.knownAt, .event, .events)),
      header.publicBy.map { self(.publicBy, date($0, inSentence: true)) },
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// When an event holds, how sure it is, and when it was recorded.
  func facts(of event: JSONObject, recorded: Bool = true) -> String {
    [
      date(event.text("effective")), stored("status", event.text("status")),
      recorded ? self.recorded(event) : "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// When an event was recorded; nothing where that is not told.
  func recorded(_ event: JSONObject) -> String {
    let day = String(event.text("recorded_at").prefix(10))
    return day.isEmpty ? "" : self(.recorded, date(day))
  }

  /// A line of the timeline: when, what, and how sure it is where that is not confirmed.
  func entry(_ row: JSONObject) -> String {
    let told = headline(of: row).text
    return pair(date(row.text("effective")), told) + aside(doubt(ofEntry: row), after: told)
  }

  /// A remark behind a text, in parentheses: none follow each other. Nothing where there is none.
  func aside(_ remark: String, after text: String) -> String {
    remark.isEmpty ? "" : text.hasSuffix(")") ? ", \(remark)" : " (\(remark))"
  }

  /// How sure an entry of the timeline is, where that is not plain, and whether its day is still to come.
  func doubt(ofEntry row: JSONObject) -> String {
    let status = row.text("status")
    return
      [
        status == "confirmed" ? "" : stored("status", status),
        row["pending"] == .integer(1) ? stored("status", "pending") : "",
      ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// What is known of a source beside its title and address.
  func details(of source: JSONObject) -> [String] {
    details(of: source, plain: { $0 }, linked: { text, _ in text })
  }

  /// The same in a form of which the hash leads to the document's copy, where one lies beside: that is
  /// `linked` of its text and address, all else `plain`.
  func details(
    of source: JSONObject, plain: (String) -> String, linked: (String, String) -> String
  ) -> [String] {
    let (kind, sha256) = (source.text("kind"), source.text("sha256"))
    let details = [
      source.text("publisher"), kind.isEmpty ? "" : stored("source", kind),
      date(source.text("published")), source.text("locator"),
    ].filter { !$0.isEmpty }.map { plain(shortened($0, to: 200)) }
    guard !sha256.isEmpty else { return details }
    let hash = shortened("SHA-256 \(sha256)", to: 200)
    return details + [copies[sha256].map { linked(hash, $0) } ?? plain(hash)]
  }
}
