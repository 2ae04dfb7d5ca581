// swift-tools-version: 6.1
import PackageDescription

// Apart from Stakebook's own package: only `Scripts/fuzz` builds it, with libFuzzer and the address
// sanitizer in every target.
let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "stakebook", path: "../..")],
  targets: [
    .executableTarget(
      name: "StakebookFuzz", dependencies: [.product(name: "Stakebook", package: "stakebook")])
  ],
  swiftLanguageModes: [.v6]
)
