// swift-tools-version: 6.1
import PackageDescription

// The targets stand in the order of the flow: say, keep, see, ask, show.
// What each may import is held by TidyTests.
let package = Package(
  name: "stakebook",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Events", targets: ["Events"])],
  targets: [
    .target(name: "Events"),
    .target(
      name: "Migrations", path: "Migrations", exclude: [],
      resources: [.embedInCode("sql/m0001_event_log.sql")]),
  ],
  swiftLanguageModes: [.v6]
)
