import Foundation
import Stakebook
import TestSupport
import Testing

/// What is too much to be undone alone: it is tried, shown, changed and refused as any other batch is.
struct LargeBatchTests {
  private static let renaming = Draft(
    type: "entity.renamed", effective: "2021", data: ["entity": "large-0", "name": "Large"])

  private static func drafts(_ prefix: String = "large") -> [Draft] {
    (0..<1_200).map { registration("\(prefix)-\($0)") }
  }

  @Test(arguments: Team.kinds)
  func `a reading with the outbox leaves out what has no place, tells so, and shows the rest`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      let terms = AppendTerms.offline
      try team.use("second") { (ledger: Ledger) throws in
        _ = try ledger.append([registration("alpha")], terms)
        var large = terms
        large.expecting = ["entities": 3]
        _ = try ledger.append(Self.drafts(), large)
        _ = try ledger.append([registration("beta")], terms)
        _ = try ledger.append(Self.drafts("other"), terms)
      }
      let before = try Ledger.withOutbox(at: team.path("second"))
      #expect(try before.head() == 12 + 2_402)
      #expect(before.notices.count { $0.contains("left out") } == 0)
      try before.close()
      try team.use("first") { try $0.append([registration("delta")]) }
      try team.use("second") { (ledger: Ledger) throws in _ = try ledger.pull() }
      let after = try Ledger.withOutbox(at: team.path("second"))
      #expect(try after.head() == 13 + 1_202)
      #expect(after.notices.contains { $0.hasPrefix("1 of its batches") })
      #expect(try after.audit() == [])
      try after.close()
      // A reading changes nothing of what waits.
      try team.use("second") { (ledger: Ledger) throws in
        #expect(try ledger.outbox().map(\.count) == [1, 1_200, 1, 1_200])
        #expect(try ledger.outbox().allSatisfy { $0.refused == nil })
      }
    }
  }

  @Test func `a draft of a large batch is changed where the log has a place for that`() throws {
    try Team.with(.file) { team in
      try team.use("first") { (ledger: Ledger) throws in
        _ = try ledger.append(Self.drafts() + [Self.renaming], .offline)
        let last = try #require(try ledger.lastDraft(of: 1))
        let told = try TrustLedger.rejection {
          _ = try ledger.editDraft(last.id, Correction(fields: ["entity=nobody"]))
        }
        #expect(told?.code == .unknownEntity)
        #expect(try ledger.lastDraft(of: 1)?.line == last.line)
        let edited = try ledger.editDraft(last.id, Correction(fields: ["name=Larger"]))
        #expect(edited.line != last.line)
        #expect(try ledger.push().pushed == 1_201)
        #expect(try ledger.event(edited.id).data?.contains("Larger") == true)
      }
    }
  }

  @Test(arguments: Team.kinds)
  func `a large append is recorded whole, or leaves nothing at the hub, here and in the outbox`(
    _ kind: Team.Kind
  ) throws {
    try Team.with(kind) { team in
      try team.join("second")
      try team.use("second") { (ledger: Ledger) throws in
        _ = try ledger.append([registration("alpha")], .offline)
        let told = try TrustLedger.rejection {
          var slip = Self.renaming
          slip.data = ["entity": "nobody", "name": "X"]
          _ = try ledger.append(Self.drafts() + [slip])
        }
        #expect(told?.code == .unknownEntity)
        #expect(try ledger.outbox().map(\.count) == [1])
        #expect(try ledger.head() == 12)
        let done = try ledger.append(Self.drafts() + [Self.renaming])
        // Behind what waited before it.
        #expect(done.receipts.map(\.seq) == Array(14..<(14 + 1_201)))
        #expect(done.meanwhile?.pushed == 1)
        #expect(try ledger.outbox().isEmpty)
        #expect(try ledger.hubStatus(verifying: true).difference == nil)
      }
      try team.use("first") { try $0.pull() }
      expectSame(try team.export("first"), try team.export("second"))
    }
  }

  @Test func `a large append waits where the hub does not answer, and says each thing once`() throws
  {
    try Team.with(.file) { team in
      let hub = team.folder.appending(path: "hub.db").path
      let away = team.folder.appending(path: "away.db").path
      let drafts = Self.drafts().enumerated().map { place, draft in
        var draft = draft
        draft.id = String(format: "018bcfe5-6800-4000-8000-%012d", place)
        return draft
      }
      try team.use("first") { (ledger: Ledger) throws in
        try FileManager.default.moveItem(atPath: hub, toPath: away)
        let done = try ledger.append(drafts)
        #expect(done.waiting?.count == 1_200)
        #expect(done.waiting?.reason?.code == .hubUnreachable)
        let again = try ledger.append(drafts + [registration("one-more")])
        #expect(again.waiting?.count == 1)
        #expect(try ledger.append(drafts).waiting?.batch == 1)
        #expect(try ledger.outbox().map(\.count) == [1_200, 1])
        try FileManager.default.moveItem(atPath: away, toPath: hub)
        #expect(try ledger.push().pushed == 1_201)
      }
    }
  }
}

extension Ledger {
  /// The last draft of a batch.
  fileprivate func lastDraft(of batch: Int64) throws -> Outbox.Waiting? {
    var last: Outbox.Waiting?
    try forEachDraft(of: batch) { last = $0 }
    return last
  }
}
