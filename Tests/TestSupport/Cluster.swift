import Foundation

/// A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a unix socket, by a user without
/// rights. It ends with the process, because it watches a pipe of it.
public final class Cluster: Sendable {
  /// The only one, started when it is first asked for; nil where PostgreSQL is not installed.
  public static let only = try? Cluster()

  /// Where its programs are; nil where there are none.
  public static let programs: String? = {
    let versions =
      (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders =
      versions.sorted { Int($0) ?? 0 > Int($1) ?? 0 }.map { "/usr/lib/postgresql/\($0)/bin" }
      + path.split(separator: ":").map(String.init)
    return folders.first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// Whether the tests can have one.
  public static let isThere = programs != nil

  private let folder: String
  private let watch: Process
  private let pipe: Pipe

  private init() throws {
    struct Missing: Error {}
    guard let programs = Self.programs else { throw Missing() }
    folder = "/tmp/stakebook-cluster-\(getpid())"
    let other = getuid() == 0 ? "runuser -u nobody --" : "env"
    let script = """
      set -e
      mkdir -m 755 \(folder)
      [ "$(id -u)" != 0 ] || chown nobody \(folder)
      cd \(folder)
      \(other) \(programs)/initdb -D \(folder)/data -A trust -U owner --no-sync -E UTF8 >log 2>&1
      \(other) \(programs)/postgres -D \(folder)/data -k \(folder) -c listen_addresses= \
        -c fsync=off -c max_connections=60 >>log 2>&1 &
      server=$!
      cat >/dev/null
      # Not the process that changed the user, which may not hand the signal on.
      kill -INT "$(head -1 \(folder)/data/postmaster.pid)"
      wait $server || true
      rm -rf \(folder)
      """
    watch = Process()
    pipe = Pipe()
    watch.executableURL = URL(filePath: "/bin/bash")
    watch.arguments = ["-c", script]
    watch.standardInput = pipe
    watch.standardOutput = FileHandle.nullDevice
    watch.standardError = FileHandle.nullDevice
    try watch.run()
    for _ in 0..<300 {
      if (try? sql("SELECT 1")) != nil { return }
      Thread.sleep(forTimeInterval: 0.1)
    }
    throw Missing()
  }

  /// The address of a database for a user.
  public func url(_ database: String, _ user: String) -> String {
    "postgresql://\(user)@/\(database)?host=\(folder)"
  }

  /// Runs SQL; gives what psql prints. Throws what it says where that fails.
  @discardableResult
  public func sql(_ sql: String, in database: String = "postgres", as user: String = "owner") throws
    -> String
  {
    struct Failed: Error, CustomStringConvertible { let description: String }
    guard let programs = Self.programs else { throw Failed(description: "no psql") }
    let process = Process()
    process.executableURL = URL(filePath: "\(programs)/psql")
    process.arguments = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url(database, user), "-c", sql]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(description: said) }
    return text.trimmingCharacters(in: .newlines)
  }
}
