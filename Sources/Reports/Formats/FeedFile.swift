import Events

/// What was recorded, as a feed (RFC 4287): an entry for each event, the latest first.
public struct FeedFile {
  /// An event as the feed tells it.
  public struct Entry: Sendable {
    let id: String
    let recordedAt: String
    let title: String
    let text: String
    let stream: String

    /// An event by its id and the instant of its recording, under a title.
    public init(id: String, recordedAt: String, title: String, text: String, stream: String) {
      (self.id, self.recordedAt, self.title) = (id, recordedAt, title)
      (self.text, self.stream) = (text, stream)
    }
  }

  private let id: String
  private let title: String

  /// A feed whose identifier is that of the ledger's first event.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }

  /// The file; entries come in the order in which they were recorded.
  public func text(_ entries: [Entry]) -> String {
    let updated = entries.last?.recordedAt ?? "1970-01-01T00:00:00Z"
    var lines = [
      #"<?xml version="1.0" encoding="utf-8"?>"#, #"<feed xmlns="http://www.w3.org/2005/Atom">"#,
      "  <id>urn:uuid:\(id.htmlEscaped)</id>", "  <title>\(title.htmlEscaped)</title>",
      "  <updated>\(updated)</updated>", "  <author><name>Stakebook</name></author>",
    ]
    for entry in entries.reversed() {
      lines += [
        "  <entry>", "    <id>urn:uuid:\(entry.id.htmlEscaped)</id>",
        "    <title>\(entry.title.htmlEscaped)</title>",
        "    <updated>\(entry.recordedAt)</updated>",
        #"    <category term="\#(entry.stream.htmlEscaped)"/>"#,
        "    <content>\(entry.text.htmlEscaped)</content>", "  </entry>",
      ]
    }
    return (lines + ["</feed>", ""]).joined(separator: "\n")
  }
}
