/// What the types of event are called.
extension Word {
  static let types: [String: Word] = [
    "type.entity.registered": Word(
      "entity registered", "entité enregistrée", "Beteiligter erfasst"),
    "type.entity.renamed": Word("entity renamed", "entité renommée", "Beteiligter umbenannt"),
    "type.entity.succeeded": Word(
      "entity succeeded", "succession d’une entité", "Nachfolge eines Beteiligten"),
    "type.partnership.formed": Word(
      "partnership formed", "début de partenariat", "Beginn einer Partnerschaft"),
    "type.partnership.ended": Word(
      "partnership ended", "fin de partenariat", "Ende einer Partnerschaft"),
    "type.agreement.signed": Word(
      "agreement signed", "signature d’un accord", "Vereinbarung unterzeichnet"),
    "type.agreement.amended": Word(
      "agreement amended", "modification d’un accord", "Vereinbarung geändert"),
    "type.agreement.terminated": Word(
      "agreement terminated", "résiliation d’un accord", "Vereinbarung beendet"),
    "type.capital.committed": Word("capital committed", "capital engagé", "Kapital zugesagt"),
    "type.capital.funded": Word("capital funded", "capital versé", "Kapital eingezahlt"),
    "type.commitment.reduced": Word(
      "commitment reduced", "engagement réduit", "Zusage gekürzt"),
    "type.round.signed": Word("round signed", "tour signé", "Runde vereinbart"),
    "type.round.closed": Word("round closed", "tour clos", "Runde abgeschlossen"),
    "type.round.joined": Word(
      "round joined", "participation à un tour", "Teilnahme an einer Runde"),
    "type.stake.reported": Word(
      "stake reported", "participation rapportée", "Beteiligung berichtet"),
    "type.stake.ended": Word("stake ended", "fin de participation", "Beteiligung beendet"),
    "type.valuation.reported": Word(
      "valuation reported", "valorisation rapportée", "Bewertung berichtet"),
    "type.restructuring.completed": Word(
      "restructuring completed", "restructuration achevée", "Umstrukturierung abgeschlossen"),
    "type.purchase.committed": Word("purchase committed", "achat engagé", "Kauf zugesagt"),
    "type.purchase.drawn": Word("purchase drawn", "achat utilisé", "Kauf abgerufen"),
    "type.right.granted": Word("right granted", "droit accordé", "Recht eingeräumt"),
    "type.right.amended": Word("right amended", "droit modifié", "Recht geändert"),
    "type.right.affirmed": Word("right affirmed", "droit confirmé", "Recht bestätigt"),
    "type.right.waived": Word("right waived", "droit abandonné", "Recht aufgegeben"),
    "type.right.ended": Word("right ended", "fin de droit", "Recht beendet"),
    "type.revenue_share.agreed": Word(
      "revenue share agreed", "partage de revenus convenu", "Erlösbeteiligung vereinbart"),
    "type.revenue_share.amended": Word(
      "revenue share amended", "partage de revenus modifié", "Erlösbeteiligung geändert"),
    "type.revenue_share.paid": Word(
      "revenue share paid", "partage de revenus versé", "Erlösbeteiligung gezahlt"),
    "type.revenue_share.ended": Word(
      "revenue share ended", "fin du partage de revenus", "Erlösbeteiligung beendet"),
    "type.condition.defined": Word(
      "condition defined", "condition définie", "Bedingung festgelegt"),
    "type.condition.amended": Word(
      "condition amended", "condition modifiée", "Bedingung geändert"),
    "type.condition.declared": Word(
      "condition declared", "condition déclarée", "Bedingung festgestellt"),
    "type.condition.verified": Word(
      "condition verified", "condition vérifiée", "Bedingung geprüft"),
    "type.condition.removed": Word(
      "condition removed", "condition supprimée", "Bedingung aufgehoben"),
    "type.warrant.issued": Word(
      "warrant issued", "bon de souscription émis", "Optionsschein ausgegeben"),
    "type.warrant.vested": Word(
      "warrant vested", "droits du bon acquis", "Optionsschein ausübbar"),
    "type.warrant.exercised": Word(
      "warrant exercised", "bon de souscription exercé", "Optionsschein ausgeübt"),
    "type.total.reported": Word("total reported", "total rapporté", "Gesamtbetrag berichtet"),
    "type.fx_rate.recorded": Word(
      "exchange rate recorded", "taux de change enregistré", "Wechselkurs erfasst"),
    "type.event.retracted": Word("event retracted", "événement retiré", "Ereignis zurückgenommen"),
    "type.event.corrected": Word("event corrected", "événement corrigé", "Ereignis berichtigt"),
    "type.event.redacted": Word("event redacted", "événement effacé", "Ereignis gelöscht"),
    "type.note.recorded": Word("note recorded", "note enregistrée", "Anmerkung erfasst"),
  ]
}
