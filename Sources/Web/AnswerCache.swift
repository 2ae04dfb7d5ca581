import Synchronization

/// Answers that were given, as long as nothing is recorded: a ledger only grows, so that the same
/// question after the same last event on the same day has the same answer.
final class AnswerCache: Sendable {
  private struct State {
    var answers: [String: (answer: Answer, last: UInt64)] = [:]
    var size = 0
    var uses: UInt64 = 0
  }

  private let state = Mutex(State())
  private let room: Int

  /// Holds so many bytes at most.
  init(room: Int = 64 << 20) { self.room = room }

  subscript(key: String) -> Answer? {
    state.withLock { state in
      state.uses += 1
      guard state.answers[key] != nil else { return nil }
      state.answers[key]?.last = state.uses
      return state.answers[key]?.answer
    }
  }

  /// Keeps an answer; the longest unused ones go where there is no room.
  func keep(_ answer: Answer, for key: String) {
    let size = answer.size + key.utf8.count + 200
    guard size < room / 8 else { return }
    state.withLock { state in
      if state.size + size > room || state.answers.count > 5000 { Self.shrink(&state) }
      if let old = state.answers[key] { state.size -= old.answer.size + key.utf8.count + 200 }
      state.answers[key] = (answer, state.uses)
      state.size += size
    }
  }

  private static func shrink(_ state: inout State) {
    let lasts = state.answers.values.map(\.last).sorted()
    let middle = lasts[lasts.count / 2]
    for (key, kept) in state.answers where kept.last <= middle {
      state.size -= kept.answer.size + key.utf8.count + 200
      state.answers[key] = nil
    }
  }
}
