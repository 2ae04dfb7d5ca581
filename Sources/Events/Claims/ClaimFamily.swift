/// The kinds of facts that events make claims about: what a key of a claim begins with.
public enum ClaimFamily: String, CaseIterable, Sendable {
  case stake
  case commitment
  case purchase
  case funding
  case reduction
  case increase
  case drawdown
  case payment
  case paid
  case debt
  case debtDraw = "debt_draw"
  case debtRepayment = "debt_repayment"
  case debtConversion = "debt_conversion"
  case option
  case optionExercise = "option_exercise"
  case valuation
  case roundMember = "round_member"
  case total
  case fxRate = "fx_rate"
  case revenuePayment = "revenue_payment"
  case warrant
  case warrantVesting = "warrant_vesting"
  case warrantExercise = "warrant_exercise"
  case agreementAmendment = "agreement_amendment"
  case assignment
  case office
  case officeLeft = "office_left"
  case dispute
  case partnership
  case restructuring
  case agreement
  case condition
  case entity
  case revenueShare = "revenue_share"
  case right
  case round

  /// How a fact of the family is told, with what the parts of its key are called and are; nil where
  /// claims are about the terms of a thing and acts alone.
  package var sentence: FactFamily? {
    switch self {
    case .stake:
      told(
        "the stake of {holder} in {issuer}[ ({basis}[, without {excludes}])]",
        [("holder", .entity), ("issuer", .entity), ("basis", .word("basis")), ("excludes", .names)])
    case .commitment: told("the commitment {commitment}", [("commitment", .name)])
    case .purchase: told("the purchase commitment {commitment}", [("commitment", .name)])
    case .funding:
      told(
        "what {investor} paid to {issuer}[ under {commitment}]",
        [("investor", .entity), ("issuer", .entity), ("commitment", .name), ("day", .date)])
    case .reduction:
      told(
        "what was taken from {commitment}",
        [("commitment", .name), ("day", .date)])
    case .increase:
      told("what was added to {commitment}", [("commitment", .name), ("day", .date)])
    case .payment: told("the payment {payment}", [("payment", .name)])
    case .paid:
      told(
        "what {payer} paid {payee}[ for {payment}]",
        [("payer", .entity), ("payee", .entity), ("payment", .name), ("day", .date)])
    case .debtDraw: told("what was drawn of {debt}", [("debt", .name), ("day", .date)])
    case .debtRepayment: told("what was repaid of {debt}", [("debt", .name), ("day", .date)])
    case .debtConversion: told("what of {debt} converted", [("debt", .name), ("day", .date)])
    case .office:
      told(
        "the office of {person} at {entity} ({office})",
        [("person", .entity), ("entity", .entity), ("office", .word("office"))])
    case .officeLeft:
      told(
        "the end of the office of {person} at {entity} ({office})",
        [("person", .entity), ("entity", .entity), ("office", .word("office"))])
    case .assignment:
      told(
        "who took over {agreement} from {from}", [("agreement", .name), ("from", .entity)])
    case .drawdown: told("what was drawn on {commitment}", [("commitment", .name), ("day", .date)])
    case .valuation:
      told(
        "the value of [the stake of {holder} in ]{issuer}[ ({basis})]",
        [("subject", .name), ("issuer", .entity), ("holder", .entity), ("basis", .word("basis"))])
    case .roundMember:
      told(
        "the part that {investor} took in {round}",
        [("round", .name), ("investor", .entity)])
    case .total:
      told(
        "the total of {measure} from {from} to {to}",
        [("measure", .word("measure")), ("from", .entity), ("to", .entity)])
    case .fxRate:
      told(
        "the price of one {base} in {quote}",
        [("base", .name), ("quote", .name), ("day", .date)])
    case .revenuePayment: told("what was paid under {share}", [("share", .name), ("day", .date)])
    case .warrant: told("the warrant {warrant}", [("warrant", .name)])
    case .warrantVesting: told("what vested of {warrant}", [("warrant", .name), ("day", .date)])
    case .optionExercise:
      told("for what {option} was exercised", [("option", .name), ("day", .date)])
    case .warrantExercise:
      told(
        "what was exercised of {warrant}",
        [("warrant", .name), ("day", .date)])
    case .agreementAmendment:
      told(
        "the amendment of {agreement}",
        [("agreement", .name), ("day", .date)])
    case .partnership: told("the partnership {partnership}", [("partnership", .name)])
    case .restructuring:
      told(
        "the restructuring of {from} into {to}",
        [("from", .entity), ("to", .entity)])
    case .agreement, .condition, .debt, .dispute, .entity, .option, .revenueShare, .right,
      .round:
      nil
    }
  }

  private func told(_ text: String, _ parts: [(String, Template.Kind)]) -> FactFamily {
    FactFamily(rawValue, text, parts)
  }
}
