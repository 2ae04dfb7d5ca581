import Foundation
import Stakebook
import TestSupport
import Testing

/// A clock that was once ahead stamps all that comes after it; what is recorded is known all the same.
struct AheadTests {
  @Test func `what is appended today is known today, whatever stamp it carries`() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "ledger.db").path
      try Ledger.create(at: path)
      let ledger = try Ledger.open(at: path, for: .writing)
      func register(_ slug: String, _ day: String) -> String {
        """
        {"type":"entity.registered","effective":"2019","recorded_at":"\(day)T00:00:00.000000Z",\
        "id":"018bcfe5-6800-7000-8000-00000000000\(slug)","salt":"\(String(repeating: "00", count: 16))",\
        "data":{"entity":"\(slug)","name":"N","kind":"company"}}

        """
      }
      let file = folder.appending(path: "lines.jsonl")
      try Data((register("a", "2020-01-01") + register("b", "2262-04-11")).utf8).write(to: file)
      _ = try ledger.importFiles([file.path], restoring: true)
      try ledger.append(
        EntityRegistered(entity: "today", name: "Today", kind: .company),
        effective: PartialDate("2019"))
      #expect(try ledger.event("3").recordedAt.hasPrefix("2262"))
      let today = try ledger.today().text
      for known in ["today", today, "2262-01-01", "2999-01", "\(today)T23:59:59.999999Z"] {
        #expect(try ledger.clock(asOf: nil, knownAt: known).knownAt == 3, "\(known)")
      }
      for known in ["yesterday", "2021-06", "\(today)T00:00:00Z"] {
        #expect(try ledger.clock(asOf: nil, knownAt: known).knownAt == 1, "\(known)")
      }
      #expect(try ledger.firstAhead()?.seq == 2)
      try ledger.close()
      let told = try Doctor.examine(path).filter { $0.subject == "clock" }
      #expect(told.map(\.grade) == [.warning])
      #expect(told.first?.sentence.contains("seq 2") == true)
    }
  }

  @Test func `a clock that is right is nothing to tell`() throws {
    try TrustLedger.with(12) { trust in
      try trust.register("next")
      #expect(try trust.use(.reading) { try $0.firstAhead() } == nil)
      #expect(try Doctor.examine(trust.path).allSatisfy { $0.subject != "clock" })
    }
  }

  @Test func `every command that records says that its time has not come`() throws {
    try withTemporaryFolder { folder in
      let line = """
        {"type":"entity.registered","effective":"2019","recorded_at":"2262-04-11T00:00:00.000000Z",\
        "id":"018bcfe5-6800-7000-8000-00000000000b","salt":"\(String(repeating: "00", count: 16))",\
        "data":{"entity":"b","name":"N","kind":"company"}}

        """
      try Data(line.utf8).write(to: folder.appending(path: "lines.jsonl"))
      let other =
        #"{"type":"entity.registered","effective":"2019","data":{"entity":"c","name":"C","kind":"company"}}"#
      try Data((other + "\n").utf8).write(to: folder.appending(path: "other.jsonl"))
      let shell = Shell(in: folder)
      _ = try shell.run("stakebook init; stakebook import --restore lines.jsonl")
      for command in [
        "append entity.registered entity=a name=A kind=company -e 2019", "import other.jsonl",
        "correct 1 name=B --reason x", "confirm 3 --source title=x", "retract 2 --reason x",
        "redact 2 --reason x",
      ] {
        let outcome = try shell.run("stakebook \(command)")
        #expect(outcome.errors.contains("since seq 1 events are stamped 2262-04-11"), "\(command)")
      }
    }
  }
}
