/// What a slug can be the name of. A slug is unique across the ledger, whatever it names.
public enum Noun: String, CaseIterable, Sendable {
  /// A company, fund, person or group; must be registered before it is named.
  case entity
  /// A contract or letter.
  case agreement
  /// A promise of money or of purchases.
  case commitment
  /// A financing round.
  case round
  /// A right that somebody has against somebody.
  case right
  /// Something that may come true and then begins or ends other things.
  case condition
  /// A share of revenue or profit.
  case revenueShare = "revenue share"
  /// A warrant.
  case warrant
  /// The right to sell or to buy at a price.
  case option
  /// A promise of a payment that is neither capital nor a purchase.
  case payment
  /// A loan, note or facility.
  case debt
  /// A dispute before a court, a panel or an expert.
  case dispute

  /// Whether the first event that names it introduces it; entities alone must be registered.
  public var isIntroducedByUse: Bool { self != .entity }

  /// A slug of this kind, for examples.
  public var example: String {
    switch self {
    case .entity: "microsoft"
    case .agreement: "definitive-2025"
    case .commitment: "microsoft-openai-2019"
    case .round: "openai-2024-10"
    case .right: "ip-licence"
    case .condition: "agi"
    case .revenueShare: "openai-microsoft-revenue"
    case .warrant: "amd-openai-warrant"
    case .option: "hulu-put"
    case .payment: "upfront-2019"
    case .debt: "convertible-note-2024"
    case .dispute: "appraisal-2024"
    }
  }
}

/// The kind of an entity's slug.
public enum EntitySlug: SlugKind {
  /// What it names.
  public static let noun = "entity"
}
/// The kind of an agreement's slug.
public enum AgreementSlug: SlugKind {
  /// What it names.
  public static let noun = "agreement"
}
/// The kind of a commitment's slug.
public enum CommitmentSlug: SlugKind {
  /// What it names.
  public static let noun = "commitment"
}
/// The kind of a round's slug.
public enum RoundSlug: SlugKind {
  /// What it names.
  public static let noun = "round"
}
/// The kind of a right's slug.
public enum RightSlug: SlugKind {
  /// What it names.
  public static let noun = "right"
}
/// The kind of a condition's slug.
public enum ConditionSlug: SlugKind {
  /// What it names.
  public static let noun = "condition"
}
/// The kind of a revenue share's slug.
public enum RevenueShareSlug: SlugKind {
  /// What it names.
  public static let noun = "revenue share"
}
/// The kind of a warrant's slug.
public enum WarrantSlug: SlugKind {
  /// What it names.
  public static let noun = "warrant"
}
/// The kind of an option's slug.
public enum OptionSlug: SlugKind {
  /// What it names.
  public static let noun = "option"
}
/// The kind of a payment's slug.
public enum PaymentSlug: SlugKind {
  /// What it names.
  public static let noun = "payment"
}
/// The kind of a debt's slug.
public enum DebtSlug: SlugKind {
  /// What it names.
  public static let noun = "debt"
}
/// The kind of a dispute's slug.
public enum DisputeSlug: SlugKind {
  /// What it names.
  public static let noun = "dispute"
}
/// The kind of a stream's name.
public enum StreamSlug: SlugKind {
  /// What it names.
  public static let noun = "stream"
}

/// Names a registered entity.
public typealias EntityID = Slug<EntitySlug>
/// Names an agreement.
public typealias AgreementID = Slug<AgreementSlug>
/// Names a commitment.
public typealias CommitmentID = Slug<CommitmentSlug>
/// Names a round.
public typealias RoundID = Slug<RoundSlug>
/// Names a right.
public typealias RightID = Slug<RightSlug>
/// Names a condition.
public typealias ConditionID = Slug<ConditionSlug>
/// Names a revenue share.
public typealias RevenueShareID = Slug<RevenueShareSlug>
/// Names a warrant.
public typealias WarrantID = Slug<WarrantSlug>
/// Names an option.
public typealias OptionID = Slug<OptionSlug>
/// Names a promised payment.
public typealias PaymentID = Slug<PaymentSlug>
/// Names a debt.
public typealias DebtID = Slug<DebtSlug>
/// Names a dispute.
public typealias DisputeID = Slug<DisputeSlug>
/// Names a stream: a partnership's slug, `entities` or `rates`.
public typealias StreamID = Slug<StreamSlug>
