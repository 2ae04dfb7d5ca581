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
      "  <id>urn:uuid:\(Self.escaped(id))</id>", "  <title>\(Self.escaped(title))</title>",
      "  <updated>\(updated)</updated>", "  <author><name>Stakebook</name></author>",
    ]
    for entry in entries.reversed() {
      lines += [
        "  <entry>", "    <id>urn:uuid:\(Self.escaped(entry.id))</id>",
        "    <title>\(Self.escaped(entry.title))</title>",
        "    <updated>\(entry.recordedAt)</updated>",
        #"    <category term="\#(Self.escaped(entry.stream))"/>"#,
        "    <content>\(Self.escaped(entry.text))</content>", "  </entry>",
      ]
    }
    return (lines + ["</feed>", ""]).joined(separator: "\n")
  }

  /// A text in XML 1.0, which has no control characters.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
