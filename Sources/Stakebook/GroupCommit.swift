import EventLog
import Events
import Foundation
import Synchronization

/// Joins what several tasks append at the same time: while one transaction waits for the disk, the
/// next one gathers.
final class GroupCommit: Sendable {
  private struct Author {
    let submission: Submission
    let continuation: CheckedContinuation<[Receipt], any Error>
  }

  private struct State {
    var waiting: [Author] = []
    var isWriting = false
  }

  /// Appends what it is given until there is no more, in one transaction.
  typealias Write = @Sendable (() -> Submission?) throws -> [Result<[Receipt], Rejection>]

  private let state = Mutex(State())
  /// Writing blocks its thread, which must not be one of those that tasks share.
  private let queue = DispatchQueue(label: "stakebook.group-commit")
  /// So that nobody waits long for a transaction that others keep adding to.
  private static let most = 1000

  /// Waits until the submission is durable, or throws why it was refused.
  func submit(_ submission: Submission, _ write: @escaping Write) async throws -> [Receipt] {
    try await withCheckedThrowingContinuation { continuation in
      let begins = state.withLock { state in
        state.waiting.append(Author(submission: submission, continuation: continuation))
        defer { state.isWriting = true }
        return !state.isWriting
      }
      if begins { queue.async { self.writeAll(write) } }
    }
  }

  private func writeAll(_ write: Write) {
    while hasWork() {
      var authors: [Author] = []
      let outcome = Result {
        try write {
          guard authors.count < Self.most, let author = self.nextAuthor() else { return nil }
          authors.append(author)
          return author.submission
        }
      }
      switch outcome {
      case .success(let results):
        for (author, result) in zip(authors, results) {
          author.continuation.resume(with: result.mapError { $0 })
        }
      case .failure(let error):
        // Where the log could not even be locked, nobody was asked for; then all of them fail.
        let failed = authors.isEmpty ? takeAll() : authors
        for author in failed { author.continuation.resume(throwing: error) }
      }
    }
  }

  private func hasWork() -> Bool {
    state.withLock { state in
      state.isWriting = !state.waiting.isEmpty
      return state.isWriting
    }
  }

  private func nextAuthor() -> Author? {
    state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }

  private func takeAll() -> [Author] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
