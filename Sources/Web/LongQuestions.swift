import Foundation
import Stakebook
import Synchronization

/// Questions over a whole ledger, which take long where it is large: each is asked once, however many wait
/// for it, and what it found is kept until something is recorded, and shown until that is taken in.
final class LongQuestions: Sendable {
  /// What was found, and when.
  struct Found: Sendable {
    let output: Children.Output
    let state: LedgerState
  }

  /// How a question stands.
  enum Standing: Sendable {
    /// It is answered; of a ledger to which something was added since while that is taken in.
    case found(Found, isOld: Bool)
    /// It has been asked for so many seconds.
    case asked(seconds: Int)
    case failed(Rejection)
  }

  private struct Question {
    var state: LedgerState
    var began: Date
    var ended = Date.distantPast
    var isRunning = true
    var found: Found?
    var failure: Rejection?
    var uses: UInt64
  }

  private struct State {
    var questions: [[String]: Question] = [:]
    var uses: UInt64 = 0
  }

  /// The longest that one may take, in seconds.
  static let seconds = 600
  private static let most = 24
  /// How long what failed is not asked again.
  private static let pause = 30.0
  private let state = Mutex(State())
  private let children: Children

  /// Asks through these children, who answer nobody else.
  init(_ children: Children) { self.children = children }

  /// Ends all that is asked.
  func end() { children.end() }

  /// Whether it was found to take long before.
  func knows(_ words: [String]) -> Bool { state.withLock { $0.questions[words] != nil } }

  /// Asks a command of the program of a ledger that stands so, and waits so many seconds for the answer.
  func ask(_ words: [String], of ledger: LedgerState, waiting: Double) async -> Standing {
    if state.withLock({ begin(words, ledger, &$0) }) {
      Task { await self.run(words, ledger) }
    }
    let end = Date() + waiting
    while true {
      let question = state.withLock { $0.questions[words] }
      guard let question else { return .failed(Workers.busy) }
      if !question.isRunning, let failure = question.failure { return .failed(failure) }
      if let found = question.found, found.state == ledger || Date() >= end {
        return .found(found, isOld: found.state != ledger)
      }
      guard Date() < end else {
        return .asked(seconds: Int(Date().timeIntervalSince(question.began)))
      }
      try? await Task.sleep(for: .milliseconds(40))
    }
  }

  /// Whether it is to be asked now: it was not yet, or of the ledger as it was, or in vain.
  private func begin(_ words: [String], _ ledger: LedgerState, _ state: inout State) -> Bool {
    state.uses += 1
    let known = state.questions[words]
    state.questions[words]?.uses = state.uses
    if let known, known.isRunning || known.found?.state == ledger { return false }
    // What failed a moment ago fails again.
    if let known, known.failure != nil, known.state == ledger,
      Date().timeIntervalSince(known.ended) < Self.pause
    {
      return false
    }
    // What another file or another day was told is of no use.
    let found = known?.found.flatMap {
      $0.state.file == ledger.file && $0.state.today == ledger.today ? $0 : nil
    }
    state.questions[words] = Question(
      state: ledger, began: Date(), found: found, uses: state.uses)
    let ended = state.questions.filter { !$0.value.isRunning }
    if state.questions.count > Self.most,
      let oldest = ended.min(by: { $0.value.uses < $1.value.uses })
    {
      state.questions[oldest.key] = nil
    }
    return true
  }

  private func run(_ words: [String], _ ledger: LedgerState) async {
    var (found, failure): (Found?, Rejection?)
    do {
      let output = try await children.ask(
        words + ["--timeout", "\(Self.seconds)"], seconds: Double(Self.seconds + 10))
      found = Found(output: output, state: ledger)
    } catch {
      failure =
        error as? Rejection ?? Rejection(.inputOutput, "something could not be read or written")
    }
    state.withLock { [found, failure] state in
      state.questions[words]?.isRunning = false
      state.questions[words]?.ended = Date()
      state.questions[words]?.failure = failure
      if let found { state.questions[words]?.found = found }
    }
  }
}

extension Children.Output {
  /// Some of its lines, each a JSON object, and whether there are more of them.
  func objects(from first: Int, most: Int) -> (rows: [JSONObject], areMore: Bool) {
    var (rows, line, number): ([JSONObject], [UInt8], Int) = ([], [], 0)
    var place = 0
    while true {
      let piece = spool.bytes(from: place, most: 1 << 18)
      if piece.isEmpty { return (rows, false) }
      place += piece.count
      for byte in piece {
        guard byte == UInt8(ascii: "\n") else {
          if number >= first { line.append(byte) }
          continue
        }
        if number >= first + most { return (rows, true) }
        if number >= first, let row = try? JSON.read(line).objectValue { rows.append(row) }
        line.removeAll(keepingCapacity: true)
        number += 1
      }
    }
  }
}
