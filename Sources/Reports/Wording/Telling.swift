import Events

/// What every kind of report says in the same words: how the clocks stand, where a fact is from.
extension Wording {
  /// How the two clocks stand.
  func readings(of snapshot: Snapshot) -> String {
    [
      self(.asOf, date(snapshot.asOf)),
      self(.knownAfter, counted(snapshot.knownAt, .event, .events)),
    ].joined(separator: ", ")
  }

  /// How many findings notes explain; nil where there is none.
  func explained(of snapshot: Snapshot) -> String? {
    let count = snapshot.rows("discrepancies").count - snapshot.openFindings.count
    return count == 0 ? nil : self(.explained, counted(count, .finding, .findings))
  }

  /// When an event holds, how sure it is, and when it was recorded.
  func facts(of event: JSONObject) -> String {
    let recorded = String(event.text("recorded_at").prefix(10))
    return [
      date(event.text("effective")), stored("status", event.text("status")),
      recorded.isEmpty ? "" : self(.recorded, date(recorded)),
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// What is known of a source beside its title and address.
  func details(of source: JSONObject) -> [String] {
    let kind = source.text("kind")
    return [
      source.text("publisher"), kind.isEmpty ? "" : stored("source", kind),
      date(source.text("published")), source.text("locator"),
    ].filter { !$0.isEmpty }.map { shortened($0, to: 200) }
  }
}

extension String {
  /// In small letters, but in German, where nouns keep their capital.
  func lowercased(in language: Language) -> String {
    language == .german ? self : lowercased()
  }
}
