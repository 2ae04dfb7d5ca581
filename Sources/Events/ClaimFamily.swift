/// The kinds of facts that events make claims about: what a key of a claim begins with.
public enum ClaimFamily: String, CaseIterable, Sendable {
  case agreement
  case agreementAmendment = "agreement_amendment"
  case commitment
  case condition
  case drawdown
  case entity
  case funding
  case fxRate = "fx_rate"
  case partnership
  case purchase
  case reduction
  case restructuring
  case revenuePayment = "revenue_payment"
  case revenueShare = "revenue_share"
  case right
  case round
  case roundMember = "round_member"
  case stake
  case total
  case valuation
  case warrant
  case warrantExercise = "warrant_exercise"
  case warrantVesting = "warrant_vesting"
}
