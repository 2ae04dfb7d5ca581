import Foundation
import TestSupport
import Testing

/// A hub is reached by TLS and a password as libpq has them, and nothing of ours repeats the password.
struct HubSecrecyTests {
  private static let secret = "Zwoelfender-4711"

  @Test(
    .enabled(
      if: Cluster.isThere && Shell.finds("openssl"), "PostgreSQL or openssl is not installed here"))
  func `the server is verified, and the password stands in its own file alone`() throws {
    let cluster = try Cluster(isSecure: true)
    try cluster.sql("CREATE DATABASE deals")
    try cluster.sql("CREATE ROLE anna LOGIN SUPERUSER PASSWORD '\(Self.secret)'")
    try withTemporaryFolder { folder in
      func write(_ name: String, _ text: String) throws {
        let file = folder.appending(path: name).path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      }
      try write("pass", "localhost:*:deals:anna:\(Self.secret)\n127.0.0.1:*:*:*:\(Self.secret)\n")
      try write("wrong", "localhost:*:deals:anna:\(Self.secret)-not\n")
      let shell = Shell(in: folder)
      func run(_ command: String, passing file: String = "pass") throws -> Shell.Outcome {
        let outcome = try shell.run(
          "export PGPASSFILE=$PWD/\(file) HOME=$PWD; stakebook \(command)")
        #expect(!(outcome.output + outcome.errors).contains(Self.secret))
        return outcome
      }
      let url = cluster.secureURL("deals", "anna")
      #expect(try run("init -l anna.db").code == 0)
      let made = try run("hub create '\(url)' -l anna.db")
      #expect(made.code == 0, "\(made.errors)")
      #expect(
        try run("append entity.registered entity=acme name=Acme kind=company -e 2020 -l anna.db")
          .output.hasPrefix("seq 1 "))
      let isSecure =
        "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
        + "WHERE application_name = 'stakebook'"
      // What runs for long shows it to nobody who lists processes.
      let following = try shell.start(
        "export PGPASSFILE=$PWD/pass HOME=$PWD; exec stakebook sync --follow -l anna.db")
      var isSeen = false
      for _ in 0..<100 where !isSeen {
        isSeen = try cluster.sql(isSecure) == "t"
        Thread.sleep(forTimeInterval: 0.1)
      }
      #expect(isSeen)
      let listed = try shell.run("ps axeww -o args | grep 'stakebook sync' | grep -v grep")
      #expect(listed.output.contains("--follow"))
      #expect(!listed.output.contains(Self.secret))
      following.kill()
      // Another authority, another name than that of the certificate, another password, none.
      for (address, file, sentence) in [
        (
          cluster.secureURL("deals", "anna", authority: "other"), "pass",
          "certificate verify failed"
        ),
        (cluster.secureURL("deals", "anna", host: "127.0.0.1"), "pass", "does not match host name"),
        (url, "wrong", "password authentication failed"), (url, "none", "no password supplied"),
      ] {
        let refused = try run("hub join '\(address)' -l other.db", passing: file)
        #expect(refused.code != 0)
        #expect(refused.errors.hasPrefix("error: hub-refused: "), "\(refused.errors)")
        #expect(refused.errors.contains(sentence), "\(refused.errors)")
      }
      // What waits is told without it, too.
      let waiting = try run(
        "append entity.registered entity=bolt name=Bolt kind=company -e 2020 -l anna.db",
        passing: "wrong")
      #expect(waiting.code != 0 || waiting.output.contains("in the outbox"))
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where !["pass", "wrong"].contains(name) {
        let bytes = FileManager.default.contents(atPath: folder.appending(path: name).path)
        #expect(bytes?.range(of: Data(Self.secret.utf8)) == nil, "\(name)")
      }
      let status = try run("hub status -l anna.db")
      #expect(status.output.contains("sslmode=verify-full"))
    }
  }
}
