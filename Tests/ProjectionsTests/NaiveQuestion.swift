import Stakebook
import TestSupport
import Testing

/// A question to a ledger, and the naive answer to it.
typealias NaiveQuestion = (sql: String, answer: @Sendable (NaiveReading) -> [String])

extension Desk {
  /// Asks the ledger, under clocks that say all they can but perhaps the public day, and expects what the
  /// naive evaluation says of what was told.
  func expectNaive(
    _ questions: [NaiveQuestion], _ told: [Told], _ clocks: [Clock], seed: UInt64
  ) throws {
    let texts = questions.map(\.sql)
    for (publicBy, clocks) in Dictionary(grouping: clocks, by: \.publicBy) {
      var answers = try askOfTables(texts, clocks)
      // In both of the ways in which a view is computed; without tables it takes much longer.
      for place in clocks.indices where seed.isMultiple(of: 4) && place.isMultiple(of: 5) {
        answers[place] = try ask(texts, clocks[place])
      }
      for (clock, answers) in zip(clocks, answers) {
        guard let day = clock.asOf, let known = clock.knownAt else { continue }
        let reading = NaiveReading(told, asOf: day, knownAt: known, publicBy: publicBy)
        for (question, answer) in zip(questions, answers) {
          expectSame(answer.sorted(), question.answer(reading), "seed \(seed), \(clock)")
        }
      }
    }
  }
}
