import Foundation
import TestSupport
import Testing

/// What `Sharing.md` tells to do with PostgreSQL is done, word for word but for the host.
struct SharingPageTests {
  @Test(.enabled(if: Cluster.isThere, "PostgreSQL is not installed here"))
  func `a team's first day on PostgreSQL goes as the page says`() throws {
    let cluster = try #require(Cluster.only)
    let programs = try #require(Cluster.programs)
    let page = try String(
      contentsOf: Package.root.appending(
        path: "Sources/Stakebook/Stakebook.docc/Sharing.md"), encoding: .utf8)
    let block = try #require(page.components(separatedBy: "```sh\n").dropFirst().first)
    let commands = block.prefix(upTo: try #require(block.range(of: "```")).lowerBound)
      .replacing(/postgresql:\/\/(\w+)@db\.example\.com\/(\w+)/) { match in
        "'\(cluster.url(String(match.2), String(match.1)))'"
      }
    try withTemporaryFolder { folder in
      let outcome = try Shell(in: folder).run(
        """
        set -e
        export PATH="$PATH:\(programs)" HOME="$PWD"
        stakebook init -l anna.db
        \(commands)
        stakebook export -l anna.db > a
        stakebook export -l carla.db | cmp - a
        stakebook verify -l carla.db
        """)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.hasSuffix("verified 1 event: all as they were written\n"))
      #expect(outcome.output.contains("made the hub"))
    }
  }
}
