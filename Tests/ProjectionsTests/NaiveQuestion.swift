import Stakebook
import TestSupport
import Testing

/// A question to a ledger, and the naive answer to it.
typealias NaiveQuestion = (sql: String, answer: @Sendable (NaiveReading) -> [String])

extension Desk {
  /// Asks the ledger, under a clock that says all it can but perhaps the public day, and expects what the
  /// naive evaluation says of what was told.
  func expectNaive(
    _ questions: [NaiveQuestion], _ told: [Told], _ clock: Clock, seed: UInt64
  ) throws {
    guard let day = clock.asOf, let known = clock.knownAt else { return }
    let reading = NaiveReading(told, asOf: day, knownAt: known, publicBy: clock.publicBy)
    // In both of the ways in which a view is computed.
    let answers =
      try seed.isMultiple(of: 4)
      ? ask(questions.map(\.sql), clock) : askOfTables(questions.map(\.sql), clock)
    for (question, answer) in zip(questions, answers) {
      expectSame(answer.sorted(), question.answer(reading), "seed \(seed), \(clock)")
    }
  }
}
