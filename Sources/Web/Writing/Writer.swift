import Foundation
import Stakebook
import Synchronization

/// The one connection that writes: what several browsers append at the same time shares a transaction,
/// and other programs write in between.
final class Writer: Sendable {
  private let path: String
  private let ledger = OpenLedger()
  private let queue = DispatchQueue(label: "stakebook.web.writer")

  init(path: String) { self.path = path }

  private func opened() throws -> Ledger {
    try ledger.current(at: path) {
      try Ledger.open(at: path, for: .writing, wait: .seconds(10))
    }
  }

  /// How long nobody has written when what was written is moved into the ledger's one file.
  private static let rest = 1.0
  private let writes = Mutex(0)

  /// Has it moved there when nobody wrote for a moment: who copies a ledger that is served then, or puts
  /// another in its place, has one file to think of.
  private func settleLater() {
    let number = writes.withLock { count in
      count += 1
      return count
    }
    settle(number, tries: 20)
  }

  private func settle(_ number: Int, tries: Int) {
    queue.asyncAfter(deadline: .now() + Self.rest) { [self] in
      guard tries > 0, writes.withLock({ $0 == number }) else { return }
      // A reader may be in the way for a moment.
      if (try? opened().settle()) != true { settle(number, tries: tries - 1) }
    }
  }

  /// Appends an event together with what others submit meanwhile.
  func append(_ draft: Draft, _ terms: AppendTerms) async throws -> [Receipt] {
    defer { settleLater() }
    return try await opened().submit(
      [draft], expecting: terms.expecting, documents: terms.documents)
  }

  /// Does what cannot be shared.
  func write<Result: Sendable>(_ body: @escaping @Sendable (Ledger) throws -> Result) async throws
    -> Result
  {
    defer { settleLater() }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try body(try self.opened()) }) }
    }
  }
}

/// Files that were sent and wait for what becomes of them, each in a folder of its own; the oldest go.
final class Stash: Sendable {
  private struct State {
    var folders: [String] = []
  }

  private let state = Mutex(State())
  private static let most = 20

  /// Keeps a file, and gives the key by which it is found again.
  func keep(_ file: Sent.File) throws -> String {
    let key = String(Secret.random().prefix(32))
    let folder = Self.folder(key)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let name = Self.name(file.name)
    guard
      FileManager.default.createFile(
        atPath: "\(folder)/\(name)", contents: Data(file.bytes),
        attributes: [.posixPermissions: 0o600])
    else { throw Rejection(.inputOutput, "the file could not be kept") }
    let gone = state.withLock { state -> String? in
      state.folders.append(folder)
      return state.folders.count > Self.most ? state.folders.removeFirst() : nil
    }
    if let gone { try? FileManager.default.removeItem(atPath: gone) }
    return key
  }

  /// Where a file lies that was kept. Throws `no-input` where it is gone.
  func path(_ key: String) throws -> String {
    let folder = Self.folder(key)
    guard key.utf8.count == 32,
      key.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      state.withLock({ $0.folders.contains(folder) }),
      let name = try? FileManager.default.contentsOfDirectory(atPath: folder).first(where: {
        !$0.hasSuffix(".map.yaml")
      })
    else {
      throw Rejection(
        .noInput, "the file that was sent is not here any more", hint: "Send it again.")
    }
    return "\(folder)/\(name)"
  }

  /// Removes all of them.
  func empty() {
    for folder in state.withLock({ $0.folders }) {
      try? FileManager.default.removeItem(atPath: folder)
    }
  }

  private static func folder(_ key: String) -> String {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    return "\(base)/stakebook-web-\(getpid())-\(key)"
  }

  /// The last part of a name, without what a file system or a command takes for something else.
  private static func name(_ said: String) -> String {
    let last = said.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    let plain = String(
      last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.map(Character.init))
    let name = plain.drop { $0 == "." || $0 == "-" }
    return name.isEmpty ? "document" : String(name.suffix(120))
  }
}
