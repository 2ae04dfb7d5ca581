import Stakebook
import Testing

/// Whom a snapshot names, and what they are called.
struct NamesTests {
  private func texts(in json: JSON) -> [String] {
    switch json {
    case .string(let text): [text]
    case .array(let items): items.flatMap(texts)
    case .object(let object): object.flatMap { texts(in: $0.value) }
    default: []
    }
  }

  @Test func `a snapshot of one partnership has the names of all whom it names`() throws {
    let everybody = Set(
      try FixtureSnapshots.everything().rows("entities").compactMap { $0["entity"]?.stringValue })
    let snapshots = try FixtureSnapshots.eachPartnership()
    #expect(snapshots.count > 10)
    for snapshot in snapshots {
      let document = snapshot.document
      let told = texts(in: document["views"] ?? .null) + texts(in: document["why"] ?? .null)
      let known = Set(snapshot.rows("entities").compactMap { $0["entity"]?.stringValue })
      let unnamed = Set(told).intersection(everybody).subtracting(known)
      #expect(unnamed == [], "\(snapshot.partnerships)")
      #expect(known.count < everybody.count, "\(snapshot.partnerships)")
    }
  }

  @Test func `the timeline of one partnership calls everybody by name`() throws {
    let text = try written {
      try MarkdownReport.write(FixtureSnapshots.microsoftOpenAI(), in: .german, to: $0)
    }
    #expect(text.contains("Employees and investors of OpenAI an OpenAI Group PBC"))
    #expect(!text.contains("openai-employees-investors"))
    #expect(!text.contains("| openai-group"))
  }
}
