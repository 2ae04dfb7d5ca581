import Foundation
import Stakebook
import TestSupport
import Testing

/// The examples of README and DocC, run as they stand there.
struct ExampleTests {
  @Test func `the example records a stake and reads it back`() throws {
    let stakes = try withTemporaryFolder { folder in
      try Self.example(at: folder.appending(path: "deals.db").path)
    }
    #expect(stakes.map(\.stated) == ["about 27%"])
    #expect(stakes.map(\.percentLowPPB) == [265_000_000])
  }

  private static func example(at path: String) throws -> [Stake] {
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
    return stakes
  }

  @Test(arguments: ["README.md", "Sources/Stakebook/Stakebook.docc/Stakebook.md"])
  func `the documentation shows the example as it is tested`(_ path: String) throws {
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex { $0.hasSuffix("// example begins") })
    let end = try #require(lines.firstIndex { $0.hasSuffix("// example ends") })
    let example = lines[(begin + 1)..<end].map { $0.dropFirst(4) }.joined(separator: "\n")
    let page = try String(contentsOf: Package.root.appending(path: path), encoding: .utf8)
    #expect(page.contains(example))
  }
}
