import EventLog
import GRDB

/// What stands in a ledger's schema beside the log, compared with what this program makes.
public struct SchemaCheck: Sendable {
  /// What is missing, changed, or stands on a table of ours: with it an answer could be another one.
  public private(set) var wrong: [Schema.Difference] = []
  /// What somebody else added: a table or a view, which changes no answer, or a trigger, with which
  /// nothing is written.
  public private(set) var foreign: [Schema.Difference] = []
  /// Whether the state was computed by this version: else its tables and views are not compared, and
  /// nothing is read from them.
  public let isCurrent: Bool

  /// Looks at the file.
  public init(_ database: Database) throws {
    isCurrent = try Projections.areCurrent(database)
    guard isCurrent else { return }
    let found = try Schema.objects(database).filter { !$0.isOfTheLog }
    let own = Projections.own
    let computing = "`stakebook rebuild` makes it anew."
    for title in Set(own.keys).subtracting(found.map(\.title)).sorted() {
      wrong.append(Schema.Difference("the schema's \(title) is missing", mending: computing))
    }
    for object in found {
      if let made = own[object.title] {
        guard made != object.sql || object.isVirtual else { continue }
        wrong.append(
          Schema.Difference("the schema's \(object.title) was changed", mending: computing))
      } else if object.type == "index", own["table \(object.table)"] != nil {
        wrong.append(.stranger(object))
      } else if !object.isVirtual {
        foreign.append(.stranger(object))
      }
    }
  }
}
