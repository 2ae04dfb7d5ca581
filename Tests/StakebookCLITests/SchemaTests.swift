import Foundation
import TestSupport
import Testing

/// Snapshots are what their published schema says, as a program says that knows nothing of us.
struct SchemaTests {
  private static let program = Package.root.appending(path: "Scripts/validate-snapshot").path
  private static let published = Package.root.appending(
    path: "Sources/Stakebook/Stakebook.docc/stakebook-snapshot-2.schema.json")

  /// Whether Python has the validator, or pip could install it.
  private static let isReady =
    (try? withTemporaryFolder { try Shell(in: $0).run("'\(program)' --ready").code == 0 }) ?? false

  private static func inLedger(_ body: (Shell, URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Fixtures"), withDestinationURL: Package.fixtures)
      try body(Shell(in: folder), folder)
    }
  }

  @Test func `the published schema is the one that the program prints`() throws {
    try Self.inLedger { shell, _ in
      let printed = try shell.run("stakebook snapshot --schema").output
      if ProcessInfo.processInfo.environment["STAKEBOOK_WRITE_PAGES"] != nil {
        try printed.write(to: Self.published, atomically: true, encoding: .utf8)
      }
      let published = try String(contentsOf: Self.published, encoding: .utf8)
      expectSame(
        published, printed,
        """
        \(Self.published.lastPathComponent): \
        STAKEBOOK_WRITE_PAGES=1 Scripts/test --filter 'Contract|Schema' writes it anew
        """)
    }
  }

  @Test(.enabled(if: isReady, "Python's jsonschema is missing and pip cannot install it"))
  func `every fixture's snapshots are valid under any clock, and spoiled ones are not`() throws {
    try Self.inLedger { shell, _ in
      let made = try shell.run(
        """
        set -e
        stakebook init -l a.db
        stakebook import -l a.db --restore Fixtures/microsoft-openai.jsonl Fixtures/ai-deals.jsonl
        stakebook init -l b.db && stakebook import -l b.db --restore Fixtures/catalogue.jsonl
        stakebook key generate key -l a.db --name example.com/deals
        stakebook checkpoint -l a.db --key key --origin example.com/deals -o cover.checkpoint
        stakebook redact -l b.db 30 --reason "by law"
        export STAKEBOOK_LEDGER=a.db
        stakebook snapshot --as-of 2026-06-30 -o whole.json
        stakebook snapshot --as-of 2020-01-01 --known-at 2020-01-01 -o early.json
        stakebook snapshot --known-at 0 -o empty.json
        stakebook snapshot --public-by 2024-06-30 -o public.json
        stakebook snapshot microsoft-openai renault-nissan --known-at 100 \\
          --checkpoint cover.checkpoint --origin example.com/deals -o some.json
        stakebook snapshot -l b.db --as-of 2030-01-01 -o catalogue.json
        """)
      #expect(made.code == 0, "\(made.errors)")
      let files = "whole.json early.json empty.json public.json some.json catalogue.json"
      let schema = Self.published.path
      let checked = try shell.run("'\(Self.program)' '\(schema)' \(files)")
      #expect(
        checked.output == files.split(separator: " ").map { "\($0) is valid\n" }.joined())
      let spoils = [
        #"s/"percent_ppb":270000000/"percent_ppb":"27%"/"#, #"s/,"size":169//"#,
        #"s/"row":"stakes/"row":"steaks/"#, #"s/"known_at":169/"known_at":-1/"#,
        #"s/"views":{/"views":{"gossip":[],/"#, #"s/"investor":"microsoft"/"gossip":"microsoft"/"#,
        #"s/"root":"./"root":"/"#, #"s/"kind":"press"/"kind":7/"#,
      ]
      let spoilt = spoils.enumerated().map { place, spoil in
        "sed '\(spoil)' whole.json > \(place).json; cmp -s whole.json \(place).json && exit 9\n"
      }
      let refused = try shell.run(
        spoilt.joined() + "'\(Self.program)' '\(schema)' [0-9].json")
      #expect(refused.code == 1, "\(refused.errors)")
      let faults = refused.output.split(separator: "\n")
      #expect(faults.count == spoils.count)
      for (place, fault) in faults.enumerated() {
        #expect(fault.hasPrefix("\(place).json: $"), "\(spoils[place])")
      }
    }
  }
}
