import EventLog
import Events
import Foundation
import GRDB
import Synchronization
import TestSupport

/// A log in a folder of its own, with a time and a chance that a test sets.
struct Logs {
  let folder: URL
  var path: String { folder.appending(path: "ledger.db").path }

  /// A time that stands still and bytes that are all alike, unless a test says otherwise.
  static let still = Surroundings(
    microseconds: { 1_700_000_000_000_000 }, randomBytes: { Array(repeating: 7, count: $0) })

  /// No check, no projections.
  static var noWork: AppendWork { AppendWork(check: { _, _ in }, project: { _, _ in }) }

  static func with(
    _ surroundings: Surroundings = .system, _ body: (EventLog, Logs) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let logs = Logs(folder: folder)
      try EventLog.create(at: logs.path)
      try body(
        try EventLog.open(at: logs.path, for: .writing, surroundings: surroundings), logs)
    }
  }

  /// Another connection, as any program might open one.
  func foreign() throws -> DatabaseQueue { try DatabaseQueue(path: path) }
}

extension EventLog {
  @discardableResult
  func append(
    _ drafts: [Draft], _ terms: AppendTerms = AppendTerms(), work: AppendWork = Logs.noWork
  ) throws -> [Receipt] {
    var rest = drafts[...]
    var receipts: [Receipt] = []
    try appendEach(
      terms, work: work,
      next: { try rest.popFirst().map { draft in prepare(try Accepted(draft)) } },
      receipt: { receipts.append($0) })
    return receipts
  }
}

extension EventLog {
  func verify() throws -> Verification { try verify(Verifying(redaction: "event.redacted")) }
}

/// A registration, which needs no stream before it.
func registered(_ slug: String, id: String? = nil, note: String? = nil) -> Draft {
  Draft(
    type: "entity.registered", effective: "2019",
    data: [
      "entity": .string(slug), "name": .string("Name of \(slug)"), "kind": "company",
    ], id: id, note: note)
}

/// The beginning of a partnership's stream.
func formed(_ stream: String) -> Draft {
  Draft(
    type: "partnership.formed", stream: stream, effective: "2019-07-22",
    data: ["name": .string(stream), "parties": ["alpha", "beta"]])
}

/// The code with which a body is refused; nil where it is not.
func rejectionCode(_ body: () throws -> Void) throws -> String? {
  do {
    try body()
    return nil
  } catch let rejection as Rejection {
    return rejection.code.rawValue
  }
}
