import Stakebook

/// A term of a deal that a random test told: an option, a payment, a debt, an office, a dispute.
enum NaiveDeal {
  case granted(OptionID, NaiveOption)
  case changed(OptionID, NaiveOption)
  case used(OptionID, NaiveUse)
  case promised(NaivePledge)
  case paid(NaivePaid)
  case shrunk(PaymentID, amount: Money)
  case issued(DebtID, NaiveDebt)
  case amended(DebtID, NaiveDebt)
  case moved(DebtID, NaiveMove)
  case taken(EntityID, OfficeKind)
  case left(EntityID, OfficeKind)
  case opened(DisputeID, claim: Money)
  case concluded(DisputeID, NaiveConclusion, amount: Money?)
}

/// Terms of an option: those stated, and the paths of those removed.
struct NaiveOption {
  var from: PartialDate?
  var to: PartialDate?
  var when: [NaiveNeed] = []
  var survives: Bool?
  var removing: [String] = []

  func removes(_ path: String) -> Bool {
    removing.contains(path) || removing.contains(String(path.prefix { $0 != "." }))
  }
}

enum NaiveUse { case exercised, lapsed, waived }

/// A promise of a payment.
struct NaivePledge {
  let payment: PaymentID
  var amount: Money
  var whole: PaymentID?
  var commitment: CommitmentID?
  var conditions: [NaiveNeed] = []
  var expires: PartialDate?
}

/// What was paid, for a promise or of a category.
struct NaivePaid {
  let payer: EntityID
  let payment: PaymentID?
  let category: PaymentCategory?
  var amount: Money
  var isLevel = false
  var settles: Money?
  var isFull = false
}

/// Terms of a debt: those stated, and the paths of those removed.
struct NaiveDebt {
  var principal: Money?
  var commitment: CommitmentID?
  var available: PartialDate?
  var until: PartialDate?
  var maturity: PartialDate?
  var conditions: [NaiveNeed] = []
  var removing: [String] = []
}

/// What was done to a debt.
struct NaiveMove {
  enum Way { case drawn, repaid, converted }
  let way: Way
  /// None only where all of it converts.
  var amount: Money?
  var isLevel = false
  var settles: Money?
  var isFull = false
}

enum NaiveConclusion { case ruled, settled, closed }

extension NaiveDeal {
  /// Whether its amount is not disclosed: any other is believed rather.
  var isUndisclosed: Bool {
    switch self {
    case .promised(let pledge): pledge.amount.certainty == .undisclosed
    case .paid(let paid): paid.amount.certainty == .undisclosed
    case .shrunk(_, let amount): amount.certainty == .undisclosed
    case .moved(_, let move): move.amount?.certainty == .undisclosed
    default: false
    }
  }

  /// The conditions that it names.
  var conditions: [ConditionID] {
    switch self {
    case .granted(_, let terms), .changed(_, let terms): terms.when.map(\.condition)
    case .promised(let pledge): pledge.conditions.map(\.condition)
    case .issued(_, let terms), .amended(_, let terms): terms.conditions.map(\.condition)
    default: []
    }
  }

  /// What is appended to the ledger.
  var event: any Event {
    switch self {
    case .granted(let option, let terms):
      OptionGranted(
        option: option, kind: .put, holder: "alpha", writer: "beta", issuer: "beta", percent: "33%",
        window: terms.window, survives: terms.survives, agreement: Self.agreement(of: option))
    case .changed(let option, let terms):
      OptionAmended(
        option: option, window: terms.window, survives: terms.survives, removing: terms.removing,
        agreement: Self.agreement(of: option))
    case .used(let option, .exercised): OptionExercised(option: option)
    case .used(let option, .lapsed): OptionLapsed(option: option)
    case .used(let option, .waived): OptionWaived(option: option)
    case .promised(let pledge):
      PaymentPromised(
        payment: pledge.payment, payer: Self.payer(of: pledge.payment), payee: "beta",
        amount: pledge.amount, category: .upfront, conditions: pledge.conditions.map(\.said),
        expires: pledge.expires, partOf: pledge.whole, commitment: pledge.commitment,
        survives: Self.survives(pledge.payment) ? true : nil,
        agreement: Self.agreement(of: pledge.payment))
    case .paid(let paid):
      PaymentMade(
        payment: paid.payment, payer: paid.payer, payee: "beta", amount: paid.amount,
        category: paid.category, cumulative: paid.isLevel ? true : nil, settles: paid.settles,
        inFull: paid.isFull ? true : nil)
    case .shrunk(let payment, let amount): PaymentReduced(payment: payment, amount: amount)
    case .issued(let debt, let terms):
      DebtIssued(
        debt: debt, lender: Self.lender, borrower: "beta", principal: terms.principal ?? "JPY 100",
        available: terms.available, availableUntil: terms.until, maturity: terms.maturity,
        conditions: terms.conditions.map(\.said), commitment: terms.commitment)
    case .amended(let debt, let terms):
      DebtAmended(
        debt: debt, principal: terms.principal, available: terms.available,
        availableUntil: terms.until,
        conditions: terms.conditions.map(\.said), commitment: terms.commitment,
        removing: terms.removing)
    case .moved(let debt, let move): move.event(debt)
    case .taken(let person, let office):
      OfficeTaken(person: person, entity: "beta", office: office)
    case .left(let person, let office):
      OfficeLeft(person: person, entity: "beta", office: office)
    case .opened(let dispute, let claim):
      DisputeOpened(
        dispute: dispute, parties: ["alpha", "beta"], subject: "the price", claim: claim)
    case .concluded(let dispute, .ruled, let amount):
      DisputeRuled(dispute: dispute, outcome: "so it is", amount: amount)
    case .concluded(let dispute, .settled, let amount):
      DisputeSettled(dispute: dispute, amount: amount)
    case .concluded(let dispute, .closed, _): DisputeClosed(dispute: dispute)
    }
  }

  /// Who lends, and may be succeeded.
  static let lender: EntityID = "delta"

  /// The same for each promise: what is paid on it comes from who promised it.
  static func payer(of payment: PaymentID) -> EntityID { payment == "award" ? "gamma" : "alpha" }

  /// The agreement in which a thing stands.
  static func agreement(of option: OptionID) -> AgreementID? { option == "put" ? "frame" : nil }
  static func agreement(of payment: PaymentID) -> AgreementID? {
    payment == "milestone" || payment == "award" ? "frame" : nil
  }
  static func survives(_ payment: PaymentID) -> Bool { payment == "award" }
}

extension NaiveOption {
  fileprivate var window: Window? {
    from == nil && to == nil && when.isEmpty
      ? nil : Window(from: from, to: to, when: when.map(\.said))
  }
}

extension NaiveMove {
  fileprivate func event(_ debt: DebtID) -> any Event {
    let money = amount ?? "JPY 1"
    let level = isLevel ? true : nil
    return switch way {
    case .drawn: DebtDrawn(debt: debt, amount: money, cumulative: level)
    case .repaid:
      DebtRepaid(
        debt: debt, amount: money, cumulative: level, settles: settles,
        inFull: isFull ? true : nil)
    case .converted: DebtConverted(debt: debt, amount: amount)
    }
  }
}
