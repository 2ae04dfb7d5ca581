import EventLog
import Events
import Projections

/// What is to be said otherwise of an event.
public struct Correction: Sendable {
  /// Fields as they are written on the command line; those not named stay as they were.
  public var assignments: [String] = []
  /// When it holds; nil: as it was.
  public var effective: String?
  /// How sure it is; nil: as it was.
  public var status: String?
  /// Sources that come to those it had.
  public var sources: [Source] = []
  /// Those it had, where one of them has its document now.
  var earlierSources: [JSON]?
  /// Why.
  public var reason: String

  /// Nothing otherwise yet, for this reason.
  public init(reason: String) { self.reason = reason }
}

extension Ledger {
  /// Takes an event back: it counts no more, from now on in the known clock.
  @discardableResult
  public func retract(
    _ name: String, reason: String, _ terms: AppendTerms = AppendTerms()
  ) throws -> Appended {
    let event = try event(name)
    let draft = Draft(
      EventRetracted(event: try EventID(event.id), reason: reason),
      stream: try StreamID(event.stream), effective: try today())
    return try append([draft], terms)
  }

  /// Replaces an event by one of the same type, in one batch with the record of it.
  @discardableResult
  public func correct(
    _ name: String, _ correction: Correction, _ terms: AppendTerms = AppendTerms()
  ) throws -> Appended {
    let event = try event(name)
    let shape = try Catalogue.shape(of: event.type).shape
    let data = try said(by: event, shape, with: correction.assignments)
    let earlier = try correction.earlierSources ?? event.sourceList
    let stream: String? = if case .reserved = shape.stream { nil } else { event.stream }
    let replacement = try log.newID()
    let drafts = [
      Draft(
        type: event.type, stream: stream, effective: correction.effective ?? event.effective,
        data: .object(data), id: replacement.text, status: correction.status ?? event.status,
        sources: earlier + correction.sources.map(\.said),
        actor: try link() == nil ? event.actor : nil, note: event.note,
        correlationID: event.correlationID, causationID: event.causationID),
      Draft(
        EventCorrected(
          event: try EventID(event.id), replacement: replacement, reason: correction.reason),
        stream: try StreamID(event.stream), effective: try today()),
    ]
    return try append(drafts, terms)
  }

  /// What an event says, with some of its fields said otherwise, as they are written on the command line.
  ///
  /// Throws `erased`, and what reading the fields throws.
  public func said(
    by event: StoredEvent, _ shape: Shape, with arguments: [String]
  ) throws -> JSONObject {
    guard let text = event.data, case .object(let earlier) = try JSON.read(text) else {
      throw Rejection(
        .erased, "the event \(event.seq) was erased, so that nobody knows what it said")
    }
    return try Self.said(earlier, shape, with: arguments)
  }

  /// Fields, with some of them said otherwise.
  static func said(
    _ earlier: JSONObject, _ shape: Shape, with arguments: [String]
  ) throws -> JSONObject {
    var assignments = Assignments(shape)
    for argument in arguments { try assignments.add(argument) }
    var data = shape.withoutDerived(earlier, anew: assignments.data)
    for (field, value) in assignments.data {
      data[field] = data[field]?.merged(with: value) ?? value
    }
    return data
  }

  /// Today's date in UTC, for events about events.
  public func today() throws -> PartialDate {
    try PartialDate(read { try $0.clock().asOf }.description)
  }
}

extension JSON {
  /// The parts of an object that are said anew; anything else is replaced whole.
  fileprivate func merged(with value: JSON) -> JSON {
    guard case .object(var object) = self, case .object(let parts) = value,
      object["text"] == nil
    else { return value }
    for (name, part) in parts { object[name] = object[name]?.merged(with: part) ?? part }
    return .object(object)
  }
}
