import Stakebook
import Synchronization

/// Answers that were given, as long as nothing is recorded: a ledger only grows, so that the same
/// question after the same last event on the same day has the same answer.
final class AnswerCache: Sendable {
  /// What was asked, and of what.
  struct Key: Sendable, Hashable {
    let state: LedgerState
    let language: Language
    let user: String?
    let address: String

    /// How much memory an answer to it takes.
    func room(for answer: Answer) -> Int { answer.size + address.utf8.count + 250 }
  }

  private struct State {
    var answers: [Key: (answer: Answer, last: UInt64)] = [:]
    var size = 0
    var uses: UInt64 = 0
  }

  private let state = Mutex(State())
  private let room: Int

  /// Holds so many bytes at most.
  init(room: Int = 64 << 20) { self.room = room }

  subscript(key: Key) -> Answer? {
    state.withLock { state in
      state.uses += 1
      guard state.answers[key] != nil else { return nil }
      state.answers[key]?.last = state.uses
      return state.answers[key]?.answer
    }
  }

  /// Keeps an answer; the longest unused ones go where there is no room.
  func keep(_ answer: Answer, for key: Key) {
    let size = key.room(for: answer)
    guard size < room / 8 else { return }
    state.withLock { state in
      if state.size + size > room || state.answers.count > 5000 { Self.shrink(&state) }
      if let old = state.answers[key] { state.size -= key.room(for: old.answer) }
      state.answers[key] = (answer, state.uses)
      state.size += size
    }
  }

  private static func shrink(_ state: inout State) {
    let lasts = state.answers.values.map(\.last).sorted()
    let middle = lasts[lasts.count / 2]
    for (key, kept) in state.answers where kept.last <= middle {
      state.size -= key.room(for: kept.answer)
      state.answers[key] = nil
    }
  }
}
