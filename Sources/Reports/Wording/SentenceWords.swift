/// Words that only sentences have: acts, terms, things, types of event.
extension Word {
  // What stands in sentences for a figure.
  static let roughly = Word("about {}", "environ {}", "rund {}")
  static let undisclosedAmount = Word(
    "an undisclosed amount in {}", "un montant non divulgué en {}",
    "nicht offengelegter Betrag in {}")
  static let undisclosedShare = Word(
    "an undisclosed share", "une part non divulguée", "nicht offengelegter Anteil")
  static let undisclosedNumber = Word(
    "an undisclosed number of {}", "{} en nombre non divulgué", "{} in nicht offengelegter Zahl")
  static let atMostSum = Word("at most {}", "au plus {}", "höchstens {}")
  static let removed = Word("removed", "supprimé", "entfallen")
  static let erased = Word(
    "{}, erased", "{} (contenu effacé)", "{} (Inhalt gelöscht)")

  /// Lengths of time, one and several.
  static let periods: [String: (one: Word, many: Word)] = [
    "year": (Word("{} year", "{} an", "{} Jahr"), Word("{} years", "{} ans", "{} Jahre")),
    "quarter": (
      Word("{} quarter", "{} trimestre", "{} Quartal"),
      Word("{} quarters", "{} trimestres", "{} Quartale")
    ),
    "month": (Word("{} month", "{} mois", "{} Monat"), Word("{} months", "{} mois", "{} Monate")),
    "week": (
      Word("{} week", "{} semaine", "{} Woche"), Word("{} weeks", "{} semaines", "{} Wochen")
    ),
    "day": (Word("{} day", "{} jour", "{} Tag"), Word("{} days", "{} jours", "{} Tage")),
  ]

  /// By what they belong to, as in ``stored``.
  static let told: [String: Word] = [
    "unit.shares": Word("shares", "actions", "Aktien"),
    "unit.units": Word("units", "unités", "Stück"),

    "thing.partnership": Word("partnership", "partenariat", "Partnerschaft"),
    "thing.agreement": Word("agreement", "accord", "Vereinbarung"),

    "kind.company": Word("company", "entreprise", "Unternehmen"),
    "kind.nonprofit": Word("non-profit", "organisme sans but lucratif", "gemeinnützig"),
    "kind.fund": Word("fund", "fonds", "Fonds"),
    "kind.trust": Word("trust", "fiducie", "Treuhand"),
    "kind.government": Word("government", "État", "Staat"),
    "kind.person": Word("person", "personne", "Person"),
    "kind.group": Word("group", "groupe", "Gruppe"),

    "form.recapitalization": Word(
      "recapitalization", "recapitalisation", "Rekapitalisierung"),
    "form.conversion": Word("conversion", "changement de forme", "Formwechsel"),
    "form.merger": Word("merger", "fusion", "Fusion"),
    "form.spin_off": Word("spin-off", "scission", "Abspaltung"),
    "form.cash": Word("cash", "numéraire", "Geld"),
    "form.credits": Word("credits", "crédits", "Gutschriften"),
    "form.shares": Word("shares", "actions", "Aktien"),

    "reason.cancelled": Word("cancelled", "annulation", "aufgehoben"),
    "reason.expired": Word("expired", "expiration", "abgelaufen"),
    "reason.assigned": Word("assigned", "cession", "abgetreten"),

    "rule.earliest": Word(
      "whichever is first", "selon ce qui arrive en premier", "was zuerst eintritt"),
    "rule.latest": Word(
      "whichever is last", "selon ce qui arrive en dernier", "was zuletzt eintritt"),
  ]
  .merging(acts) { first, _ in first }
  .merging(terms) { first, _ in first }
  .merging(types) { first, _ in first }

  /// What is done to a thing: in French and German as a noun.
  private static let acts: [String: Word] = [
    "act.succeeded": Word("succeeded", "succession", "Nachfolge"),
    "act.ended": Word("ended", "fin", "Ende"),
    "act.terminated": Word("terminated", "résiliation", "Beendigung"),
    "act.agreed": Word("agreed", "conclusion", "Vereinbarung"),
    "act.granted": Word("granted", "octroi", "Einräumung"),
    "act.affirmed": Word("affirmed", "confirmation", "Bestätigung"),
    "act.amended": Word("amended", "modification", "Änderung"),
    "act.waived": Word("waived", "abandon", "Verzicht"),
    "act.defined": Word("defined", "définition", "Festlegung"),
    "act.declared": Word("declared", "déclaration", "Feststellung"),
    "act.verified": Word("verified", "vérification", "Prüfung"),
    "act.removed": Word("removed", "suppression", "Aufhebung"),
    "act.signed": Word("signed", "signature", "Unterzeichnung"),
    "act.closed": Word("closed", "clôture", "Abschluss"),
  ]

  /// What is said of a thing, by path.
  private static let terms: [String: Word] = [
    "term.name": Word("name", "nom", "Name"),
    "term.kind": Word("kind", "nature", "Art"),
    "term.jurisdiction": Word("jurisdiction", "juridiction", "Rechtsordnung"),
    "term.lei": Word("LEI", "LEI", "LEI"),
    "term.agreement": Word("agreement", "accord", "Vereinbarung"),
    "term.parties": Word("parties", "parties", "Parteien"),
    "term.binding": Word("binding force", "caractère contraignant", "Verbindlichkeit"),
    "term.summary": Word("summary", "résumé", "Zusammenfassung"),
    "term.issuer": Word("issuer", "émetteur", "Emittent"),
    "term.raised": Word("amount raised", "montant levé", "aufgenommener Betrag"),
    "term.pre_money": Word("pre-money value", "valeur pre-money", "Pre-Money-Wert"),
    "term.post_money": Word("post-money value", "valeur post-money", "Post-Money-Wert"),
    "term.grantor": Word("grantor", "concédant", "Einräumender"),
    "term.grantee": Word("grantee", "bénéficiaire", "Berechtigter"),
    "term.scope": Word("scope", "étendue", "Umfang"),
    "term.exclusions": Word("exclusions", "exclusions", "Ausschlüsse"),
    "term.exceptions": Word("exceptions", "exceptions", "Ausnahmen"),
    "term.constraints": Word("constraints", "limites", "Beschränkungen"),
    "term.exclusive": Word("exclusivity", "exclusivité", "Exklusivität"),
    "term.exclusive_ends.on": Word(
      "end of the exclusivity", "fin de l’exclusivité", "Ende der Exklusivität"),
    "term.exclusive_ends.when": Word(
      "conditions for the end of the exclusivity", "conditions de la fin de l’exclusivité",
      "Bedingungen für das Ende der Exklusivität"),
    "term.exclusive_ends.rule": Word(
      "rule for the end of the exclusivity", "règle de la fin de l’exclusivité",
      "Regel für das Ende der Exklusivität"),
    "term.starts.on": Word("start", "début", "Beginn"),
    "term.starts.when": Word(
      "conditions for the start", "conditions du début", "Bedingungen für den Beginn"),
    "term.starts.rule": Word("rule for the start", "règle du début", "Regel für den Beginn"),
    "term.ends.on": Word("end", "fin", "Ende"),
    "term.ends.when": Word(
      "conditions for the end", "conditions de la fin", "Bedingungen für das Ende"),
    "term.ends.rule": Word("rule for the end", "règle de la fin", "Regel für das Ende"),
    "term.criterion": Word("criterion", "critère", "Kriterium"),
    "term.declarer": Word("declarer", "déclarant", "Feststellender"),
    "term.verifier": Word("verifier", "vérificateur", "Prüfer"),
    "term.payer": Word("payer", "payeur", "Zahler"),
    "term.payee": Word("payee", "bénéficiaire", "Empfänger"),
    "term.share_rate": Word("rate", "taux", "Satz"),
    "term.base": Word("base", "assiette", "Bemessungsgrundlage"),
    "term.tiers": Word("tiers", "paliers", "Stufen"),
    "term.cap": Word("cap", "plafond", "Obergrenze"),
    "term.schedule": Word("schedule", "échéancier", "Zahlungsplan"),
  ]
}
