import Events

/// The readings of a question: as of a day in the world, as known at the desk, and as public by a day.
///
/// A fact counts when the first day it can mean is not after `asOf`, it was recorded up to
/// `knownAt`, no event recorded up to `knownAt` withdrew it, and its earliest source was published
/// up to `publicBy`.
public struct Clock: Hashable, Sendable {
  /// The last day that counts; nil: today, asked of SQLite when the question is run.
  public var asOf: Day?
  /// The last event that is known; nil: all of them.
  public var knownAt: Seq?

  /// The last day whose sources count; nil: whenever they were published.
  public var publicBy: Day?

  /// Each reading, or today and all that is known.
  public init(asOf: Day? = nil, knownAt: Seq? = nil, publicBy: Day? = nil) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.publicBy = publicBy
  }

  /// Today, and all that is known.
  public static let today = Clock()

  /// The SELECT that the view `x_clock` stands for.
  var select: String {
    let day = asOf.map { "'\($0)'" } ?? "date('now')"
    let seq = knownAt.map(String.init) ?? "9223372036854775807"
    return "SELECT \(day) AS as_of, \(seq) AS known_at"
  }

  /// What makes a session's views read this clock; none where those of the file do.
  public var statements: [String] { self == .today ? [] : Shadows.create(self) }

  /// What makes the views that a query names, where they are long to prepare, answer from tables until the
  /// transaction is rolled back; none where it names no such view. A plan is told of the views as they stand.
  public func sharing(for sql: String) -> [String] {
    let words = Set(Shadows.words(of: sql.lowercased()))
    let asked = Shadows.longToPrepare.intersection(words)
    guard publicBy == nil, !asked.isEmpty, !words.contains("explain") else { return [] }
    return Shadows.whole(self, of: asked, bringsAlong: false)
  }
}
