import Events

/// Words that the ledger stores, by what they belong to: `basis.as_converted`.
///
/// A test holds that every choice of the catalogue is here.
extension Word {
  static let stored: [String: Word] = [
    "basis.outstanding": Word("shares outstanding", "actions en circulation", "ausstehende Aktien"),
    "basis.as_converted": Word("as converted", "après conversion", "nach Wandlung"),
    "basis.fully_diluted": Word("fully diluted", "entièrement dilué", "voll verwässert"),
    "basis.voting": Word("voting", "droits de vote", "Stimmrechte"),
    "basis.profit_share": Word("profit share", "part des bénéfices", "Gewinnanteil"),
    "basis.unstated": Word("basis unstated", "base non précisée", "Basis nicht genannt"),
    "basis.pre_money": Word("pre-money", "pre-money", "Pre-Money"),
    "basis.post_money": Word("post-money", "post-money", "Post-Money"),
    "basis.fair": Word("fair value", "juste valeur", "beizulegender Zeitwert"),
    "basis.carrying": Word("carrying value", "valeur comptable", "Buchwert"),
    "basis.transaction": Word("transaction", "transaction", "Transaktion"),
    "basis.409a": Word("409A", "409A", "409A"),
    "basis.headline": Word("headline", "chiffre annoncé", "öffentlich genannt"),

    "status.confirmed": Word("confirmed", "confirmé", "bestätigt"),
    "status.reported": Word("reported", "rapporté", "berichtet"),
    "status.estimated": Word("estimated", "estimé", "geschätzt"),
    "status.rumoured": Word("rumoured", "rumeur", "Gerücht"),
    "status.denied": Word("denied", "démenti", "dementiert"),
    "status.open": Word("open", "ouvert", "offen"),
    "status.declared": Word("declared", "déclarée", "festgestellt"),
    "status.verified": Word("verified", "vérifiée", "geprüft"),
    "status.removed": Word("removed", "supprimée", "entfallen"),
    "status.pending": Word("pending", "à venir", "bevorstehend"),
    "status.in_force": Word("in force", "en vigueur", "in Kraft"),
    "status.waived": Word("waived", "abandonné", "aufgegeben"),
    "status.expired": Word("expired", "expiré", "abgelaufen"),
    "status.ended": Word("ended", "terminé", "beendet"),
    "status.closed": Word("closed", "clos", "abgeschlossen"),
    "status.signed": Word("signed", "signé", "unterzeichnet"),

    "kind.exclusivity": Word("exclusivity", "exclusivité", "Exklusivität"),
    "kind.ip_licence": Word("IP licence", "licence de PI", "IP-Lizenz"),
    "kind.right_of_first_refusal": Word(
      "right of first refusal", "droit de premier refus", "Vorkaufsrecht"),
    "kind.right_of_first_offer": Word(
      "right of first offer", "droit de première offre", "Erstangebotsrecht"),
    "kind.preferred_partner": Word(
      "preferred partner", "partenaire privilégié", "bevorzugter Partner"),
    "kind.board_seat": Word("board seat", "siège au conseil", "Sitz im Aufsichtsgremium"),
    "kind.permission": Word("permission", "autorisation", "Erlaubnis"),
    "kind.covenant": Word("covenant", "clause", "Auflage"),
    "kind.primary": Word("primary", "primaire", "primär"),
    "kind.secondary": Word("secondary", "secondaire", "sekundär"),
    "kind.tender": Word("tender", "offre de rachat", "Rückkaufangebot"),
    "kind.loi": Word("letter of intent", "lettre d’intention", "Absichtserklärung"),
    "kind.mou": Word(
      "memorandum of understanding", "protocole d’accord", "Grundsatzvereinbarung"),
    "kind.definitive": Word("definitive agreement", "accord définitif", "endgültiger Vertrag"),

    "counts_as.committed": Word("committed", "engagé", "zugesagt"),
    "counts_as.conditional": Word("conditional", "conditionnel", "bedingt"),
    "counts_as.non_binding": Word("non-binding", "non contraignant", "unverbindlich"),
    "counts_as.whole": Word("whole of its parts", "total de ses parties", "Summe ihrer Teile"),

    "measure.capital.committed": Word("capital committed", "capital engagé", "zugesagtes Kapital"),
    "measure.capital.funded": Word("capital funded", "capital versé", "eingezahltes Kapital"),
    "measure.capital.invested": Word("capital invested", "capital investi", "investiertes Kapital"),
    "measure.purchases.committed": Word("purchases committed", "achats engagés", "zugesagte Käufe"),
    "measure.purchases.drawn": Word("purchases drawn", "achats utilisés", "abgerufene Käufe"),
    "measure.revenue_share.paid": Word(
      "revenue share paid", "partage de revenus versé", "gezahlte Erlösbeteiligung"),

    "exposure.owns": Word("owns", "détient", "hält"),
    "exposure.committed_capital": Word(
      "owes capital", "doit du capital", "schuldet Kapital"),
    "exposure.owes_purchases": Word("owes purchases", "doit des achats", "schuldet Käufe"),
    "exposure.shares_revenue": Word("shares revenue", "partage des revenus", "teilt Erlöse"),
    "exposure.licenses": Word("licenses", "concède en licence", "lizenziert"),

    "severity.error": Word("error", "erreur", "Fehler"),
    "severity.warning": Word("warning", "avertissement", "Warnung"),

    "source.filing": Word("filing", "dépôt réglementaire", "Pflichtmitteilung"),
    "source.contract": Word("contract", "contrat", "Vertrag"),
    "source.company": Word("company", "entreprise", "Unternehmen"),
    "source.press": Word("press", "presse", "Presse"),
    "source.other": Word("other", "autre", "Sonstiges"),
  ]
  .merging(families) { first, _ in first }
  .merging(rules) { first, _ in first }
  .merging(told) { first, _ in first }

  /// What an event type begins with.
  private static let families: [String: Word] = [
    "family.entity": Word("entities", "entités", "Beteiligte"),
    "family.partnership": Word("partnerships", "partenariats", "Partnerschaften"),
    "family.agreement": Word("agreements", "accords", "Vereinbarungen"),
    "family.stake": Word("stakes", "participations", "Beteiligungen"),
    "family.valuation": Word("valuations", "valorisations", "Bewertungen"),
    "family.capital": Word("capital", "capital", "Kapital"),
    "family.commitment": Word("commitments", "engagements", "Zusagen"),
    "family.purchase": Word("purchases", "achats", "Käufe"),
    "family.round": Word("rounds", "tours", "Runden"),
    "family.right": Word("rights", "droits", "Rechte"),
    "family.condition": Word("conditions", "conditions", "Bedingungen"),
    "family.revenue_share": Word("revenue shares", "partages", "Erlösanteile"),
    "family.warrant": Word("warrants", "bons", "Optionsscheine"),
    "family.total": Word("totals", "totaux", "Summen"),
    "family.fx_rate": Word("exchange rates", "taux de change", "Wechselkurse"),
    "family.restructuring": Word("restructurings", "restructurations", "Umstrukturierungen"),
    "family.note": Word("notes", "notes", "Anmerkungen"),
    "family.event": Word("corrections", "corrections", "Berichtigungen"),
  ]

  /// The rules of contradictions.
  private static let rules: [String: Word] = [
    "rule.affirmed-and-denied": Word(
      "affirmed and denied", "affirmé et démenti", "bejaht und verneint"),
    "rule.after-the-end": Word("after the end", "après la fin", "nach dem Ende"),
    "rule.conflicting-claims": Word(
      "conflicting claims", "affirmations contraires", "widersprechende Angaben"),
    "rule.drawn-above-committed": Word(
      "drawn above committed", "utilisé au-delà de l’engagement", "mehr abgerufen als zugesagt"),
    "rule.mixed-bases": Word("mixed bases", "bases mêlées", "gemischte Basen"),
    "rule.mixed-currencies": Word("mixed currencies", "devises mêlées", "gemischte Währungen"),
    "rule.never-granted": Word("never granted", "jamais accordé", "nie eingeräumt"),
    "rule.part-of-cycle": Word("circular parts", "parties en cercle", "Teile im Kreis"),
    "rule.parts-against-whole": Word(
      "parts against the whole", "parties contre total", "Teile gegen das Ganze"),
    "rule.post-money": Word("post-money", "post-money", "Post-Money"),
    "rule.reduction-of-whole": Word(
      "reduction of a whole", "réduction d’un total", "Kürzung eines Ganzen"),
    "rule.stakes-above-100": Word(
      "stakes above 100 %", "participations au-delà de 100 %", "Beteiligungen über 100 %"),
    "rule.stale-stake": Word("stale stake", "participation périmée", "veraltete Beteiligung"),
    "rule.total-against-sum": Word(
      "total against the sum", "total contre somme", "Gesamtbetrag gegen Summe"),
    "rule.unsourced": Word("unsourced", "sans source", "ohne Quelle"),
    "rule.verified-before-declared": Word(
      "verified before declared", "vérifié avant déclaration", "geprüft vor Feststellung"),
    "rule.withdrawn-currency": Word(
      "withdrawn currency", "monnaie retirée", "abgeschaffte Währung"),
    "rule.worth-against-valuation": Word(
      "worth against the valuation", "valeur contre valorisation", "Wert gegen Bewertung"),
  ]
}
