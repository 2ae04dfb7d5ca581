import Events
import Projections

/// A contradiction where people read: by itself, or one of several that say alike what a sentence before
/// them says of all.
enum ToldFinding {
  /// One that says all of it.
  case alone(JSONObject)
  /// What those that follow have in common; the first of them.
  case together(Phrase, first: JSONObject)
  /// One of them, which adds its own.
  case one(JSONObject)
  /// The last of them was told.
  case end
}

/// Puts those contradictions together that follow each other, are of one rule and weigh the same.
///
/// It holds one row: of many a sentence is told once and the rest row by row.
struct AlikeFindings {
  private let wording: Wording
  private var waiting: JSONObject?
  private var isList = false

  init(_ wording: Wording) { self.wording = wording }

  /// Takes the next one; nil: there are no more.
  mutating func next(_ row: JSONObject?, _ body: (ToldFinding) throws -> Void) rethrows {
    defer { waiting = row }
    guard let last = waiting else { return }
    let isAlike = ["rule", "severity"].allSatisfy { row?.text($0) == last.text($0) }
    if isAlike, !isList, let shared = wording.shared(by: last.text("rule")) {
      isList = true
      try body(.together(shared, first: last))
    }
    try body(isList ? .one(last) : .alone(last))
    guard isList, !isAlike else { return }
    isList = false
    try body(.end)
  }
}

extension ReportTables {
  /// Gives the findings that no note explains, alike ones together.
  func forEachToldFinding(_ body: (ToldFinding) throws -> Void) throws {
    var alike = AlikeFindings(wording)
    try forEachOpenFinding { try alike.next($0, body) }
    try alike.next(nil, body)
  }

  /// What a contradiction is called: how much it weighs, and its rule.
  func title(ofFinding row: JSONObject) -> String {
    wording.pair(
      wording.stored("severity", row.text("severity")), wording.stored("rule", row.text("rule")))
  }
}
