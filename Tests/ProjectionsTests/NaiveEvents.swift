import Stakebook

extension Told.Matter {
  /// What is appended to the ledger.
  var event: any Event {
    switch self {
    case .stake(let holder, let percent, let basis, let excludes):
      StakeReported(
        holder: holder, issuer: "beta", percent: percent, basis: basis, excludes: excludes)
    case .stakeEnded(let holder, let basis):
      StakeEnded(holder: holder, issuer: "beta", basis: basis)
    case .committed(let commitment, let amount, let whole, let conditions, let expires):
      CapitalCommitted(
        commitment: commitment, investor: NaiveTalk.investor(of: commitment), issuer: "beta",
        amount: amount, partOf: whole, conditions: conditions.map(\.said), expires: expires,
        survives: NaiveTalk.survives(commitment) ? true : nil,
        agreement: NaiveTalk.agreement(of: commitment))
    case .funded(let payment):
      CapitalFunded(
        investor: payment.investor, issuer: "beta", amount: payment.amount,
        commitment: payment.commitment, cumulative: payment.isLevel ? true : nil,
        settles: payment.settles, inFull: payment.isFull ? true : nil)
    case .rate(let base, let quote, let rate):
      FXRateRecorded(base: base, quote: quote, fxRate: rate)
    case .reduced(let commitment, let amount):
      CommitmentReduced(commitment: commitment, amount: amount, reason: .cancelled)
    case .granted(let right, let terms):
      RightGranted(
        right: right, kind: .ipLicence, grantor: "beta", grantee: "alpha",
        exclusive: terms.exclusive, exclusiveEnds: terms.exclusiveEnds?.said,
        starts: terms.starts?.said, ends: terms.ends?.said, survives: terms.survives,
        agreement: NaiveTalk.agreement(of: right))
    case .amended(let right, let terms):
      RightAmended(
        right: right, exclusive: terms.exclusive, exclusiveEnds: terms.exclusiveEnds?.said,
        starts: terms.starts?.said, ends: terms.ends?.said, survives: terms.survives,
        removing: terms.removing, agreement: NaiveTalk.agreement(of: right))
    case .affirmed(let right): RightAffirmed(right: right)
    case .waived(let right): RightWaived(right: right)
    case .ended(let right): RightEnded(right: right)
    case .declared(let condition): ConditionDeclared(condition: condition)
    case .verified(let condition): ConditionVerified(condition: condition)
    case .removed(let condition): ConditionRemoved(condition: condition)
    case .signed(let term):
      AgreementSigned(
        agreement: "frame", kind: .definitive, parties: ["alpha", "beta"], binding: true,
        term: term.map { Period(stringLiteral: $0.text) })
    case .succeeded(let entity):
      EntitySucceeded(
        entity: entity,
        successor: NaiveTalk.line[(NaiveTalk.line.firstIndex(of: entity) ?? 0) + 1])
    case .terminated: AgreementTerminated(agreement: "frame")
    case .deal(let deal): deal.event
    }
  }
}

extension NaiveNeed {
  var said: ConditionState { mustBeVerified ? .verified(condition) : .declared(condition) }
}

extension NaiveEnd {
  var said: End { End(on: on, when: when.map(\.said), rule: rule) }
}
