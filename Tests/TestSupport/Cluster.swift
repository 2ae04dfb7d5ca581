import Foundation

/// A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a unix socket, by a user without
/// rights. It ends with the process, because it watches a pipe of it. A secure one is reached by TLS as well,
/// at `localhost`, with a certificate of an authority of its own and the passwords of its users.
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

  /// Where its data, its log and the certificate of its authority are.
  public let folder: String
  /// Where it listens by TLS; nil where it does not.
  private let port: UInt16?
  private let watch: Process
  private let pipe: Pipe

  /// A new one; `isSecure`: with TLS.
  public init(isSecure: Bool = false) throws {
    struct Missing: Error {}
    guard let programs = Self.programs else { throw Missing() }
    let folder = "/tmp/stakebook-cluster-\(getpid())\(isSecure ? "-tls" : "")"
    self.folder = folder
    port = isSecure ? Self.freePort() : nil
    var listening = "listen_addresses="
    if let port {
      listening =
        "listen_addresses=localhost -c port=\(port) -c ssl=on -c ssl_cert_file=\(folder)/server.crt "
        + "-c ssl_key_file=\(folder)/server.key"
    }
    let other = getuid() == 0 ? "runuser -u nobody --" : "env"
    let script = """
      set -e
      mkdir -m 755 \(folder)
      [ "$(id -u)" != 0 ] || chown nobody \(folder)
      cd \(folder)
      \(other) \(programs)/initdb -D \(folder)/data --auth-local=trust --auth-host=scram-sha-256 -U owner \
        --no-sync -E UTF8 >log 2>&1
      \(isSecure ? Self.certificates : "")
      [ "$(id -u)" != 0 ] || chown nobody *
      \(other) \(programs)/postgres -D \(folder)/data -k \(folder) -c \(listening) \
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

  private static let certificates = """
    new="openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    for ca in ca other; do $new -x509 -keyout $ca.key -out $ca.crt -subj /CN=$ca -days 2 2>>log; done
    $new -keyout server.key -out server.csr -subj /CN=localhost 2>>log
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 2 \
      -extfile <(echo subjectAltName=DNS:localhost) 2>>log
    chmod 600 *.key
    """

  private static func freePort() -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The address of a database for a user.
  public func url(_ database: String, _ user: String) -> String {
    "postgresql://\(user)@/\(database)?host=\(folder)" + (port.map { "&port=\($0)" } ?? "")
  }

  /// The address by TLS, trusting that authority, by that name of the machine.
  public func secureURL(
    _ database: String, _ user: String, authority: String = "ca", host: String = "localhost"
  ) -> String {
    "postgresql://\(user)@\(host):\(port ?? 0)/\(database)?sslmode=verify-full"
      + "&sslrootcert=\(folder)/\(authority).crt"
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
