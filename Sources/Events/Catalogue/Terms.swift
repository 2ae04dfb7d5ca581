/// Which of two ends holds when both a day and conditions are named.
public enum EndRule: String, Choice {
  /// Whichever comes first.
  case earliest
  /// Whichever comes last.
  case latest
}

/// A condition in one of its states.
public struct ConditionState: PayloadValue {
  /// The condition, and its state after a colon unless it is verified: `agi`, `agi:declared`.
  public let said: JSON

  /// The condition has come true, as its verifier found.
  public static func verified(_ condition: ConditionID) -> ConditionState {
    ConditionState(said: .string(condition.text))
  }

  /// Somebody says that the condition has come true.
  public static func declared(_ condition: ConditionID) -> ConditionState {
    ConditionState(said: .string("\(condition.text):declared"))
  }
}

/// When a term begins or ends: on a day, when conditions come true, or both.
public struct End: PayloadValue {
  static let fields: [Field] = [
    .optional("on", .date, "the day, and the last one that it can mean"),
    .optional("when", .list(.conditionState), "the conditions that bring it about"),
    .optional("rule", .choice(EndRule.self), "which counts where several are named"),
  ]

  /// The object.
  public let said: JSON

  /// An end; at least one part is there, else the check refuses the event.
  public init(on: PartialDate? = nil, when: [ConditionState] = [], rule: EndRule? = nil) {
    let said: Payload = ["on": on, "when": when, "rule": rule]
    self.said = said.json
  }
}

extension Field {
  /// For which products it holds.
  static let product = Field.optional("product", .list(.text), "for which products")
  /// Where it holds.
  static let territory = Field.optional("territory", .list(.text), "where, such as CN or worldwide")
  /// Who says so, where two say it beside each other.
  static let assertedBy = Field.optional(
    "asserted_by", .slug(.entity), "whose figure it is, where others have theirs beside it")
  /// Whether what stands in an agreement holds on when that ends.
  static let settles = Field.optional(
    "settles", .money, "how much of the promise that settles, in the currency of the promise")
  static let inFull = Field.optional(
    "in_full", .flag, "true where it settles what is left of the promise")
  static let survives = Field.optional(
    "survives", .flag, "whether it holds on when its agreement ends")
}

extension Payload {
  /// These fields, and null in place of each named term: the way in which amendments remove.
  ///
  /// A part of a term is named by its path, such as `ends.when`. Whether there is such a term is
  /// for the check to say; a term both stated and removed is a bug.
  func removing(_ terms: [String]) -> Payload {
    terms.reduce(self) { payload, term in
      let path = term.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard let name = path.first, case .object(let fields) = payload.json else { return payload }
      return payload.adding(name, Removal(path.dropFirst(), from: fields[name]))
    }
  }

  /// A field with the term at a path below it made null.
  private struct Removal: PayloadValue {
    let said: JSON

    init(_ path: ArraySlice<String>, from stated: JSON?) {
      guard let name = path.first else {
        precondition(stated == nil, "a term is both stated and removed")
        said = .null
        return
      }
      var parts = JSONObject()
      if let stated {
        guard case .object(let object) = stated else {
          preconditionFailure("a term is both stated and removed")
        }
        parts = object
      }
      parts[name] = Removal(path.dropFirst(), from: parts[name]).said
      said = .object(parts)
    }
  }
}
