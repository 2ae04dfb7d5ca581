import Foundation
import Stakebook
import Synchronization

/// Questions that are asked in a process of their own, by the program itself started again: whatever
/// they do to it, the server stays as it is. Each has its time, and what it writes lies in a file.
final class Children: Sendable {
  private let program: String
  private let ledger: String
  private let running = Mutex<Set<Int32>>([])
  private let places: Places
  /// The most bytes that a question may write.
  static let mostBytes = 256 << 20

  init(program: String, ledger: String, count: Int) {
    self.program = program
    self.ledger = ledger
    places = Places(count)
  }

  /// What a question wrote.
  struct Output: Sendable {
    let spool: Spool
    let code: Int32
    /// What it told besides.
    var errors = ""

    /// The whole of it, where it is not large.
    var text: String {
      String(decoding: spool.bytes(from: 0, most: min(spool.size, 8 << 20)), as: UTF8.self)
    }

    /// Its first lines, each a JSON object.
    func objects(most: Int) -> [JSONObject] {
      var objects: [JSONObject] = []
      let bytes = spool.bytes(from: 0, most: min(spool.size, 8 << 20))
      for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(most) {
        if let object = try? JSON.read(Array(line)).objectValue { objects.append(object) }
      }
      return objects
    }
  }

  /// Asks: a command of the program and what follows it. `seconds` is the time it may take.
  ///
  /// Throws the rejection that the program told, `busy`, or that the time was over. `input` is what it
  /// reads; `codes` are those with which it may end.
  func ask(
    _ arguments: [String], input: [UInt8]? = nil, seconds: Double = 15, codes: Set<Int32> = [0]
  ) async throws -> Output {
    try await places.take()
    defer { places.give() }
    let (out, err) = (try Spool(), try Spool())
    let code = try await run(arguments, input, seconds, out, err)
    let told = String(decoding: err.bytes(from: 0, most: 1 << 16), as: UTF8.self)
    if codes.contains(code) { return Output(spool: out, code: code, errors: told) }
    throw Self.rejection(told, code)
  }

  private func run(
    _ arguments: [String], _ input: [UInt8]?, _ seconds: Double, _ out: Spool, _ err: Spool
  ) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments + ["-l", ledger]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PAGER": "cat", "STAKEBOOK_LEDGER": ledger]
    ) { $1 }
    process.standardOutput = FileHandle(fileDescriptor: out.descriptor, closeOnDealloc: false)
    process.standardError = FileHandle(fileDescriptor: err.descriptor, closeOnDealloc: false)
    if let input {
      let spool = try Spool()
      try writeAll(input, to: spool.descriptor)
      lseek(spool.descriptor, 0, SEEK_SET)
      process.standardInput = FileHandle(fileDescriptor: spool.descriptor, closeOnDealloc: false)
      return try await run(process, seconds, keeping: spool, out)
    }
    process.standardInput = FileHandle.nullDevice
    return try await run(process, seconds, keeping: nil, out)
  }

  private func run(
    _ process: Process, _ seconds: Double, keeping input: Spool?, _ out: Spool
  ) async throws -> Int32 {
    let code: Int32 = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { process in
        continuation.resume(returning: process.terminationStatus)
      }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        return continuation.resume(
          throwing: Rejection(.inputOutput, "the program could not be started again"))
      }
      let pid = process.processIdentifier
      running.withLock { _ = $0.insert(pid) }
      watch(pid, until: Date() + seconds, out)
    }
    running.withLock { _ = $0.remove(process.processIdentifier) }
    _ = input
    return code
  }

  /// Ends a process when its time is over, or when it writes without end.
  private func watch(_ pid: Int32, until end: Date, _ out: Spool) {
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) { [self] in
      guard running.withLock({ $0.contains(pid) }) else { return }
      guard Date() < end, out.size < Self.mostBytes else {
        kill(pid, SIGKILL)
        return
      }
      watch(pid, until: end, out)
    }
  }

  /// Ends all of them.
  func end() { for pid in running.withLock({ $0 }) { kill(pid, SIGKILL) } }

  /// What the program told on its last line: `error: CODE: SENTENCE. HINT`.
  private static func rejection(_ told: String, _ code: Int32) -> Rejection {
    let line = told.split(separator: "\n").last { $0.contains("error: ") }
      .flatMap { line in line.firstRange(of: "error: ").map { line[$0.lowerBound...] } }
    guard let line else {
      return Rejection(
        .timeout, "the question took too long, or wrote too much", hint: "Ask for less.")
    }
    let parts = line.dropFirst("error: ".count).split(separator: ": ", maxSplits: 1)
    let known = parts.first.flatMap { name in Rejection.Code.allCases.first { $0.rawValue == name }
    }
    let sentence = parts.count > 1 ? String(parts[1]) : String(line)
    guard let end = sentence.firstRange(of: ". ") else {
      return Rejection(known ?? .inputOutput, String(sentence.trimmingSuffix(".")))
    }
    return Rejection(
      known ?? .inputOutput, String(sentence[..<end.lowerBound]),
      hint: String(sentence[end.upperBound...]))
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

/// So many may be at something at the same time, and some more may wait.
final class Places: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Waits for a place. Throws `busy` where too many wait already.
  func take() async throws {
    guard state.withLock({ $0.waiting.count < 64 }) else { throw Workers.busy }
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state -> Bool in
        guard state.free > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func give() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
