import Foundation
import Stakebook
import Testing

/// The examples of README and DocC, run as they stand there.
struct ExampleTests {
  private static let root = SampleLedger.fixtures.deletingLastPathComponent()

  @Test func `the example records a stake and reads it back`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "deals.db").path
    // example begins
    try Ledger.create(at: path)
    let ledger = try Ledger.open(at: path, for: .writing)
    try ledger.append(
      EntityRegistered(entity: "microsoft", name: "Microsoft", kind: .company),
      effective: "..2019-07-22")
    try ledger.append(
      EntityRegistered(entity: "openai-group", name: "OpenAI Group PBC", kind: .company),
      effective: "..2025-10-28")
    try ledger.append(
      PartnershipFormed(name: "Microsoft–OpenAI", parties: ["microsoft", "openai-group"]),
      stream: "microsoft-openai", effective: "2019-07-22")
    try ledger.append(
      StakeReported(
        holder: "microsoft", issuer: "openai-group", percent: "about 27%", basis: .asConverted),
      stream: "microsoft-openai", effective: "2025-10-28", status: .confirmed,
      sources: [Source("Form 10-Q", kind: .filing)])
    let stakes = try ledger.rows(Stake.self, partnership: "microsoft-openai")
    try ledger.close()
    // example ends
    #expect(stakes.map(\.stated) == ["about 27%"])
    #expect(stakes.map(\.percentLowPPB) == [265_000_000])
  }

  @Test(arguments: ["README.md", "Sources/Stakebook/Stakebook.docc/Stakebook.md"])
  func `the documentation shows the example as it is tested`(_ path: String) throws {
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex { $0.hasSuffix("// example begins") })
    let end = try #require(lines.firstIndex { $0.hasSuffix("// example ends") })
    let example = lines[(begin + 1)..<end].map { $0.dropFirst(4) }.joined(separator: "\n")
    let page = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    #expect(page.contains(example))
  }
}
