import EventLog
import GRDB

/// What stands in a ledger's schema beside the log, compared with what this program makes.
public struct SchemaCheck: Sendable {
  /// What is missing, changed, or stands on a table of ours: with it an answer could be another one.
  public private(set) var wrong: [Schema.Difference] = []
  /// Those of them that no rebuild mends: somebody's own thing has a name of ours.
  public let occupied: [Schema.Difference]
  /// What somebody else added: a table or a view, which changes no answer, or a trigger, with which
  /// nothing is written.
  public private(set) var foreign: [Schema.Difference] = []
  /// Whether the state was computed by this version: else its tables and views are not compared, and
  /// nothing is read from them.
  public let isCurrent: Bool

  /// Looks at the file.
  public init(_ database: Database) throws {
    var (found, stamps) = try Self.read(database)
    // Making the texts of all that is ours takes longer than many a question.
    guard Self.hash(found, stamps) != Self.ownHash else {
      (isCurrent, occupied) = (true, [])
      return
    }
    isCurrent = stamps == Projections.Stamp.own
    let own = Projections.own
    // What bore our names before they were ours is somebody's too.
    let isOfEarlier =
      !Retired.made(found).isEmpty && !found.contains { $0.key == "table x_projection" }
    let isOccupying = { (object: Schema.Object) in
      guard object.type != "trigger", Projections.ownNames.contains(object.keyName) else {
        return false
      }
      return own[object.key] == nil || isOfEarlier && object.keyName.hasPrefix("x_")
    }
    occupied = found.filter(isOccupying).map(Schema.Difference.stranger)
    wrong = occupied
    guard isCurrent else { return }
    found.removeAll(where: isOccupying)
    let computing = "`stakebook rebuild` makes it anew."
    for title in Set(own.keys).subtracting(found.map(\.key)).sorted() {
      wrong.append(Schema.Difference("the schema's \(title) is missing", mending: computing))
    }
    for object in found {
      if own[object.key] != nil {
        guard !Projections.isMade(object) else { continue }
        wrong.append(
          Schema.Difference("the schema's \(object.title) was changed", mending: computing))
      } else if object.type == "index", own["table \(object.table)"] != nil {
        wrong.append(.stranger(object))
      } else {
        foreign.append(.stranger(object))
      }
    }
  }

  /// What stands beside the log, by its key, and by which versions it was made.
  private static func read(_ database: Database) throws -> ([Schema.Object], [Projections.Stamp]) {
    let objects = try Schema.objects(database)
    return (
      objects.filter { !$0.isOfTheLog && !$0.isRefused }.sorted { $0.key < $1.key },
      try Projections.Stamp.stored(in: objects, database)
    )
  }

  private static func hash(_ found: [Schema.Object], _ stamps: [Projections.Stamp]) -> String {
    let texts =
      found.flatMap { [$0.key, $0.sql] }
      + stamps.flatMap { [$0.name, String($0.version), $0.definition] }
    // A text of somebody else's may hold NULs, and behind them what others should say.
    return Hashes.whole(of: texts.flatMap { [String($0.utf8.count), $0] })
  }

  /// The SHA-256 of what stands beside a file's log, in hexadecimal: ``ownHash`` where this program made
  /// all of it.
  static func hash(_ database: Database) throws -> String {
    let (found, stamps) = try read(database)
    return hash(found, stamps)
  }
}
