import Foundation
import Stakebook
import Synchronization
import TestSupport

@testable import Web

/// A server of a ledger of its own, the program as people start it, and a client that can say anything.
final class RunningServer: Sendable {
  let folder: URL
  let token: String
  let port: Int
  let cookie: String
  /// The socket at which it listens instead of a port.
  private let socket: String?
  private let pid: Int32

  /// One for all who only read: the sample ledger of the deals around OpenAI.
  static let shared = Task { try RunningServer() }

  /// Serves what a script of commands made, or the sample; `options` are those of `serve`.
  init(script: String? = nil, options: [String] = []) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "web-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let sample = "TMPDIR=\"$PWD\" stakebook demo > /dev/null && mv stakebook-demo-*.db stakebook.db"
    let made = try Shell(in: folder).run(
      script.map { "stakebook init > /dev/null && \($0)" } ?? sample)
    guard made.code == 0 else { throw Rejection(.inputOutput, made.errors) }
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "stakebook")
    socket = options.contains("--socket") ? folder.appending(path: "s").path : nil
    process.arguments = ["serve", "--port", "0"] + options
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    pid = process.processIdentifier
    Remains.take(pid, folder.path)
    // The first line is the address with the token.
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let address = URLComponents(string: line.trimmingCharacters(in: .whitespacesAndNewlines))
    port = address?.port ?? 0
    token = address?.queryItems?.first?.value ?? ""
    cookie = "stakebook-\(port)=\(token)"
  }

  deinit { kill(pid, SIGTERM) }

  /// What came back.
  struct Reply: Sendable {
    let status: Int
    let head: String
    let body: String

    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }

    /// The addresses to which it leads.
    var links: [String] {
      body.matches(of: /href="(\/[^"]*)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
    }
  }

  /// Asks for a page as a browser that was let in, again where it is still looked for.
  func get(_ path: String, _ headers: [String] = []) async throws -> Reply {
    for _ in 0..<100 {
      let reply = try await ask("GET \(path) HTTP/1.1", ["Cookie: \(cookie)"] + headers)
      if reply.status != 202 { return reply }
    }
    throw Rejection(.timeout, "\(path) is still looked for")
  }

  /// Sends a request of these lines and waits for the answer.
  func ask(_ line: String, _ headers: [String], host: String? = nil, body: String = "") async throws
    -> Reply
  {
    var text = "\(line)\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n"
    for header in headers { text += header + "\r\n" }
    if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
    return try await reply(to: text + "\r\n" + body)
  }

  /// Sends bytes as they are.
  func reply(to text: String, ending: Bool = false) async throws -> Reply {
    let (port, socket) = (port, socket)
    // The threads of tasks are the server's: none of them may wait here.
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let connection = try socket.map(Connection.init(socket:)) ?? Connection(port)
            connection.send(text)
            if ending { connection.end() }
            return Self.read(connection.rest())
          })
      }
    }
  }

  private static func read(_ bytes: [UInt8]) -> Reply {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = text.firstRange(of: "\r\n\r\n")
    let head = end.map { String(text[..<$0.lowerBound]) } ?? text
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    return Reply(status: status, head: head, body: end.map { String(text[$0.upperBound...]) } ?? "")
  }
}

/// What servers leave that serve till the end: it goes with this process.
private enum Remains {
  private static let all = Mutex<[(pid: Int32, folder: String)]>([])

  static func take(_ pid: Int32, _ folder: String) {
    all.withLock { all in
      if all.isEmpty { atexit { Remains.remove() } }
      all.append((pid, folder))
    }
  }

  private static func remove() {
    for (pid, folder) in all.withLock({ $0 }) {
      kill(pid, SIGKILL)
      try? FileManager.default.removeItem(atPath: folder)
    }
  }
}

/// A connection to a port of this machine.
final class Connection: Sendable {
  private let socket: Int32

  /// `room` is how much comes before it is read, where not what the system takes.
  init(_ port: Int, room: Int32? = nil) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var time = timeval(tv_sec: 100, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    if var room {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let done = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard done == 0 else { throw Rejection(.inputOutput, "nobody listens at \(port)") }
  }

  /// A connection to a socket in the file system.
  init(socket path: String) throws {
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      room.copyBytes(from: path.utf8.prefix(room.count - 1))
    }
    let done = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard done == 0 else { throw Rejection(.inputOutput, "nobody listens at \(path)") }
  }

  deinit { close(socket) }

  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Says that nothing more will be said.
  func end() { shutdown(socket, Int32(SHUT_WR)) }

  /// Takes some of what is there; gives how much.
  func some(_ most: Int) -> Int {
    var piece = [UInt8](repeating: 0, count: most)
    return max(0, recv(socket, &piece, most, Int32(MSG_DONTWAIT)))
  }

  /// All that still comes.
  func rest() -> [UInt8] {
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &piece, piece.count, 0)
      guard count > 0 else { return all }
      all += piece.prefix(count)
    }
  }
}
