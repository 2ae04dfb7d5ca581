/// Every kind of event there is, in the order in which people read them.
///
/// A new kind is a type in its family's file and a line here; its shape tells everybody the rest.
public enum Catalogue {
  /// The kinds of event, family by family.
  public static let types: [any Event.Type] = [
    EntityRegistered.self, EntityRenamed.self, EntitySucceeded.self,
    PartnershipFormed.self, PartnershipEnded.self,
    AgreementSigned.self, AgreementAmended.self, AgreementRenewed.self, AgreementAssigned.self,
    AgreementTerminated.self,
    CapitalCommitted.self, CapitalFunded.self, CommitmentIncreased.self, CommitmentReduced.self,
    RoundSigned.self, RoundClosed.self, RoundJoined.self,
    StakeReported.self, StakeEnded.self,
    ValuationReported.self,
    RestructuringCompleted.self,
    PurchaseCommitted.self, PurchaseDrawn.self,
    PaymentPromised.self, PaymentMade.self, PaymentReduced.self,
    DebtIssued.self, DebtAmended.self, DebtDrawn.self, DebtRepaid.self, DebtConverted.self,
    OptionGranted.self, OptionAmended.self, OptionExercised.self, OptionLapsed.self,
    OptionWaived.self,
    RightGranted.self, RightAmended.self, RightAffirmed.self, RightWaived.self, RightEnded.self,
    RevenueShareAgreed.self, RevenueShareAmended.self, RevenueSharePaid.self,
    RevenueShareEnded.self,
    ConditionDefined.self, ConditionAmended.self, ConditionDeclared.self, ConditionVerified.self,
    ConditionRemoved.self,
    WarrantIssued.self, WarrantVested.self, WarrantExercised.self,
    OfficeTaken.self, OfficeLeft.self,
    DisputeOpened.self, DisputeRuled.self, DisputeSettled.self, DisputeClosed.self,
    TotalReported.self,
    FXRateRecorded.self,
    EventRetracted.self, EventCorrected.self, EventRedacted.self, NoteRecorded.self,
  ]

  private static let byName: [String: any Event.Type] = Dictionary(
    uniqueKeysWithValues: types.map { ($0.type.text, $0) })

  /// The type of that stored name, and its shape.
  ///
  /// Throws `unknown-type`, with the nearest name where one is near.
  public static func shape(
    of type: String
  ) throws(Rejection) -> (type: EventType, shape: Shape) {
    guard let kind = byName[type] else {
      let names = types.map { $0.type.text }
      let alike = names.sharingAWord(with: type)
      throw Rejection(
        .unknownType, "there is no event type '\(type.prefix(60))'",
        hint: nearest(to: type, among: names).map { "Did you mean '\($0)'?" }
          ?? (alike.isEmpty
            ? "`stakebook types` lists them."
            : "Did you mean one of \(alike.joined(separator: ", "))?"))
    }
    return (kind.type, kind.shape)
  }
}

extension [String] {
  /// Those that begin as another name of two words does, or nearly so, or end as it does.
  fileprivate func sharingAWord(with name: String) -> [String] {
    let sought = name.split(separator: ".").map(String.init)
    guard sought.count == 2 else { return [] }
    let families = compactMap { $0.split(separator: ".").first.map(String.init) }
    let family = families.contains(sought[0]) ? sought[0] : nearest(to: sought[0], among: families)
    return filter { name in
      name.hasSuffix(".\(sought[1])") || family.map { name.hasPrefix("\($0).") } ?? false
    }
  }
}
