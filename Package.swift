// swift-tools-version: 6.1
import PackageDescription

// The targets stand in the order of the flow: say, keep, see, ask, show.
// What each may import is held by TidyTests.
let package = Package(
  name: "stakebook",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Stakebook", targets: ["Stakebook"]),
    .executable(name: "stakebook", targets: ["StakebookCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/pointfreeco/swift-custom-dump", from: "1.7.3"),
  ],
  targets: [
    .target(name: "Events"),
    .target(
      name: "Migrations", path: "Migrations", exclude: [],
      resources: [
        .embedInCode("sql/m0001_event_log.sql"), .embedInCode("sql/m0002_erasure.sql"),
        .embedInCode("sql/m0003_documents.sql"), .embedInCode("sql/m0004_hub.sql"),
        .embedInCode("sql/m0005_withheld.sql"),
      ]),
    .target(
      name: "CSQLiteShim", dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")]),
    .target(
      name: "EventLog",
      dependencies: [
        "Events", "Migrations", "CSQLiteShim",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Projections",
      dependencies: ["Events", "EventLog", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "Query",
      dependencies: [
        "Events", "EventLog", "Projections", "CSQLiteShim",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      resources: [
        .embedInCode("Saved/board.sql"),
        .embedInCode("Saved/cap_table.sql"),
        .embedInCode("Saved/claims_on.sql"),
        .embedInCode("Saved/commitments_in.sql"),
        .embedInCode("Saved/disputed.sql"),
        .embedInCode("Saved/entity.sql"),
        .embedInCode("Saved/exclusivity.sql"),
        .embedInCode("Saved/exposure.sql"),
        .embedInCode("Saved/exposure_matrix.sql"),
        .embedInCode("Saved/invested_funded.sql"),
        .embedInCode("Saved/open_conditions.sql"),
        .embedInCode("Saved/options.sql"),
        .embedInCode("Saved/owed.sql"),
        .embedInCode("Saved/rights_ending.sql"),
        .embedInCode("Saved/royalties.sql"),
        .embedInCode("Saved/thin_sources.sql"),
        .embedInCode("Saved/upcoming.sql"),
        .embedInCode("Saved/valuations_over_time.sql"),
        .embedInCode("Saved/what_changed.sql"),
        .embedInCode("Saved/who_owes_whom.sql"),
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Events", "Projections", "CZlib", .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [
        .embedInCode("Languages/en.txt"), .embedInCode("Languages/fr.txt"),
        .embedInCode("Languages/de.txt"),
      ]),
    .target(
      name: "Trust",
      dependencies: ["Events", "EventLog", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "Hub",
      dependencies: [
        "Events", "Migrations", "EventLog", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [
        .embedInCode("sql/f0001_file_hub.sql"), .embedInCode("sql/f0002_types.sql"),
        .embedInCode("sql/f0003_erased.sql"),
        .embedInCode("sql/p0001_hub.sql"), .embedInCode("sql/p0002_append.sql"),
        .embedInCode("sql/p0003_erased.sql"), .embedInCode("sql/p0004_versions.sql"),
      ]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Tables", dependencies: ["Events", "CZlib"]),
    .target(
      name: "Stakebook",
      dependencies: [
        "Events", "Migrations", "EventLog", "Projections", "Query", "Reports", "Tables", "Trust",
        "Hub",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Web",
      dependencies: [
        "Stakebook",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [
        .embedInCode("Words/en.txt"), .embedInCode("Words/fr.txt"), .embedInCode("Words/de.txt"),
        .embedInCode("Words/catalogue_fr.txt"), .embedInCode("Words/catalogue_de.txt"),
        .embedInCode("Words/meanings_fr.txt"), .embedInCode("Words/meanings_de.txt"),
        .embedInCode("Words/faults.txt"), .embedInCode("Words/faults_en.txt"),
        .embedInCode("Words/faults_fr.txt"), .embedInCode("Words/faults_de.txt"),
        .embedInCode("script.js"),
      ]),
    .executableTarget(
      name: "StakebookCLI",
      dependencies: [
        "Stakebook", "Web",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "StakebookBench", dependencies: ["Stakebook"]),
    .target(
      name: "TestSupport",
      dependencies: [.product(name: "CustomDump", package: "swift-custom-dump")],
      path: "Tests/TestSupport"),
    .testTarget(name: "EventsTests", dependencies: ["Events", "TestSupport"]),
    .testTarget(
      name: "EventLogTests",
      dependencies: ["EventLog", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "TrustTests", dependencies: ["Trust", "TestSupport"]),
    .testTarget(name: "TablesTests", dependencies: ["Tables", "CZlib", "TestSupport"]),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: ["Stakebook", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "QueryTests",
      dependencies: ["Stakebook", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["attacks.txt"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Stakebook", "Tables", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "StakebookTests",
      dependencies: [
        "Stakebook", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "WebTests", dependencies: ["Web", "TestSupport"]),
    .testTarget(
      name: "StakebookCLITests", dependencies: ["StakebookCLI", "TestSupport"],
      exclude: ["Cases", "odd-numbers.jsonl", "terminal.py", "screen.py"]),
    .testTarget(name: "TidyTests", dependencies: ["Projections", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
