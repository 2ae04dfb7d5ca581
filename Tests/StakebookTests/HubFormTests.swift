import Foundation
import Stakebook
import TestSupport
import Testing

/// A hub that an earlier version made is brought to the form of this one, with all that it holds.
struct HubFormTests {
  private static func requireOlder(_ address: HubAddress) throws {
    let refused = try TrustLedger.rejection { try address.open().close() }
    #expect(refused?.code == .hubRefused)
    #expect(refused?.message.contains("earlier Stakebook") == true)
    #expect(refused?.hint?.contains("hub update") == true)
  }

  @Test(arguments: [1, 2])
  func `a hub file of a form before goes on after an update`(_ form: Int) throws {
    try withTemporaryFolder { folder in
      let hub = folder.appending(path: "hub.db").path
      try FileManager.default.copyItem(
        atPath: Package.fixtures.appending(path: "frozen/hub-\(form).hub").path, toPath: hub)
      let address = try HubAddress(hub)
      try Self.requireOlder(address)
      // Twice does the same as once.
      try address.update()
      try address.update()
      let desk = folder.appending(path: "desk.db").path
      try Ledger.join(address, at: desk)
      let ledger = try Ledger.open(at: desk, for: .writing)
      let done = try ledger.append([registration("beta")])
      #expect(done.receipts.map(\.seq) == [2])
      #expect(try ledger.hubStatus(verifying: true).difference == nil)
      try ledger.close()
    }
  }

  private static let scripts = ["p0001_hub", "p0002_append", "p0003_erased"]

  @Test(.enabled(if: Cluster.isThere, "PostgreSQL is not installed here"), arguments: [1, 2, 3])
  func `a hub on PostgreSQL of a form before goes on after an update`(_ form: Int) throws {
    try Team.with(.postgres) { team in
      // As it was made then, with the same log.
      try team.sql("CREATE TABLE kept AS SELECT * FROM stakebook.event")
      try team.sql("CREATE TABLE kept_head AS SELECT ledger FROM stakebook.head")
      try team.sql("DROP SCHEMA stakebook CASCADE")
      for name in Self.scripts.prefix(form) {
        let file = Package.root.appending(path: "Sources/Hub/sql/\(name).sql")
        try team.sql(String(decoding: try Data(contentsOf: file), as: UTF8.self))
      }
      try team.sql("INSERT INTO stakebook.form VALUES (1, \(form))")
      if form > 1 {
        try team.sql("INSERT INTO stakebook.type SELECT DISTINCT type FROM kept")
      }
      try team.sql(
        """
        INSERT INTO stakebook.head
        SELECT 1, ledger, 0, '', '{}', sha256('') FROM kept_head
        """)
      try team.sql("INSERT INTO stakebook.event SELECT * FROM kept ORDER BY seq")
      try Self.requireOlder(try team.address())
      try team.address("owner").update()
      try team.address("owner").update()
      try team.join("second")
      try team.use("second") { (ledger: Ledger) throws in
        let done = try ledger.append([registration("beta")])
        #expect(done.receipts.map(\.seq) == [13])
        #expect(try ledger.hubStatus(verifying: true).difference == nil)
      }
      // What writers may not call stays so.
      #expect(throws: (any Error).self) {
        try team.sql("SELECT stakebook.leaf(event) FROM stakebook.event", as: "rita")
      }
    }
  }
}
