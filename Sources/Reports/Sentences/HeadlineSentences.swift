extension Translation {
  /// What events say, by type.
  static let headlines: [String: Translation] = [
    "type.entity.registered": Translation(
      "{name}\u{A0}: identifiant {entity}", "{name}: Kürzel {entity}"),
    "type.entity.renamed": Translation(
      "{entity} s’appelle désormais {name}", "{entity} heißt nun {name}"),
    "type.entity.succeeded": Translation(
      "{successor} succède à {entity}", "{successor} tritt an die Stelle von {entity}"),
    "type.partnership.formed": Translation(
      "Début du partenariat {name}\u{A0}: {parties}", "Beginn der Partnerschaft {name}: {parties}"),
    "type.partnership.ended": Translation(
      "Fin du partenariat[\u{A0}: {reason}]", "Ende der Partnerschaft[: {reason}]"),
    "type.agreement.signed": Translation(
      "Signature de {agreement} ({kind}) par {parties}[\u{A0}: {summary}]",
      "Unterzeichnung von {agreement} ({kind}) durch {parties}[: {summary}]"),
    "type.agreement.amended": Translation(
      "Modification de {agreement}\u{A0}: {summary}", "Änderung von {agreement}: {summary}"),
    "type.agreement.terminated": Translation(
      "Résiliation de {agreement}[\u{A0}: {reason}]", "Beendigung von {agreement}[: {reason}]"),

    "type.capital.committed": Translation(
      "{investor} s’engage à apporter {amount} à {issuer}",
      "Kapitalzusage von {investor} an {issuer}: {amount}"),
    "type.capital.funded": Translation(
      "{investor} a versé {amount} à {issuer}", "Zahlung von {investor} an {issuer}: {amount}"),
    "type.commitment.reduced": Translation(
      "Réduction de {commitment}\u{A0}: {amount} ({reason})",
      "Kürzung von {commitment}: {amount} ({reason})"),
    "type.round.signed": Translation(
      "{issuer} convient du tour {round}[, {raised}][, valeur post-money\u{A0}: {post_money}]",
      "{issuer} vereinbart die Runde {round}[, {raised}][, Post-Money-Wert: {post_money}]"),
    "type.round.closed": Translation(
      "{issuer} clôt le tour {round}[, {raised}][, valeur post-money\u{A0}: {post_money}]",
      "{issuer} schließt die Runde {round} ab[, {raised}][, Post-Money-Wert: {post_money}]"),
    "type.round.joined": Translation(
      "{investor} participe au tour {round}[\u{A0}: {amount}]",
      "{investor} nimmt an der Runde {round} teil[: {amount}]"),
    "type.stake.reported": Translation(
      "{holder} détient {percent} de {issuer} ({basis})[, hors {excludes}]",
      "Beteiligung von {holder} an {issuer}: {percent} ({basis})[, ohne {excludes}]"),
    "type.stake.ended": Translation(
      "{holder} ne détient plus de participation dans {issuer}[ ({basis})]",
      "{holder} hält keine Beteiligung an {issuer} mehr[ ({basis})]"),
    "type.valuation.reported": Translation(
      "Valeur de {issuer}[, part de {holder}]\u{A0}: {amount} ({basis})",
      "Wert von {issuer}[, Anteil von {holder}]: {amount} ({basis})"),
    "type.restructuring.completed": Translation(
      "{from} devient {to} ({form})", "{from} wird zu {to} ({form})"),
    "type.purchase.committed": Translation(
      "Engagement d’achat de {buyer} auprès de {supplier} ({subject})[, {amount}][, {quantity}]",
      "Kaufzusage von {buyer} an {supplier} ({subject})[, {amount}][, {quantity}]"),
    "type.purchase.drawn": Translation(
      "Utilisation de {commitment}[, {amount}][, {quantity}]",
      "Abruf aus {commitment}[, {amount}][, {quantity}]"),

    "type.right.granted": Translation(
      "{grantor} accorde à {grantee} le droit {right} ({kind})",
      "{grantor} räumt {grantee} das Recht {right} ein ({kind})"),
    "type.right.amended": Translation(
      "Modification du droit {right}", "Änderung des Rechts {right}"),
    "type.right.affirmed": Translation(
      "Le droit {right} reste en vigueur", "Das Recht {right} gilt weiterhin"),
    "type.right.waived": Translation("Abandon du droit {right}", "Verzicht auf das Recht {right}"),
    "type.right.ended": Translation(
      "Fin du droit {right}[, remplacé par {replaced_by}]",
      "Ende des Rechts {right}[, ersetzt durch {replaced_by}]"),
    "type.revenue_share.agreed": Translation(
      "{payer} partage ses revenus avec {payee}[\u{A0}: {share_rate}] ({share})",
      "{payer} teilt Erlöse mit {payee}[: {share_rate}] ({share})"),
    "type.revenue_share.amended": Translation(
      "Modification du partage de revenus {share}", "Änderung der Erlösbeteiligung {share}"),
    "type.revenue_share.paid": Translation(
      "Versement au titre de {share}\u{A0}: {amount}[ ({period})]",
      "Zahlung aus {share}: {amount}[ ({period})]"),
    "type.revenue_share.ended": Translation(
      "Fin du partage de revenus {share}", "Ende der Erlösbeteiligung {share}"),
    "type.condition.defined": Translation(
      "Définition de la condition {condition}\u{A0}: {criterion}",
      "Festlegung der Bedingung {condition}: {criterion}"),
    "type.condition.amended": Translation(
      "Modification de la condition {condition}", "Änderung der Bedingung {condition}"),
    "type.condition.declared": Translation(
      "Déclaration de la condition {condition}[ par {by}]",
      "Feststellung der Bedingung {condition}[ durch {by}]"),
    "type.condition.verified": Translation(
      "Vérification de la condition {condition}[ par {by}]",
      "Prüfung der Bedingung {condition}[ durch {by}]"),
    "type.condition.removed": Translation(
      "Suppression de la condition {condition}[ par {by}]",
      "Aufhebung der Bedingung {condition}[ durch {by}]"),
    "type.warrant.issued": Translation(
      "Bon de souscription de {issuer} pour {holder} ({warrant})\u{A0}: {units}",
      "Optionsschein von {issuer} für {holder} ({warrant}): {units}"),
    "type.warrant.vested": Translation(
      "Acquisition de droits sur {warrant}\u{A0}: {units}", "Ausübbar aus {warrant}: {units}"),
    "type.warrant.exercised": Translation(
      "Exercice de {warrant}\u{A0}: {units}", "Ausübung von {warrant}: {units}"),
    "type.total.reported": Translation(
      "Total de {from} à {to} ({measure})\u{A0}: {amount}",
      "Gesamtbetrag von {from} an {to} ({measure}): {amount}"),
    "type.fx_rate.recorded": Translation(
      "1\u{A0}{base} vaut {fx_rate}\u{A0}{quote}", "1\u{A0}{base} kostet {fx_rate}\u{A0}{quote}"),

    "type.event.retracted": Translation(
      "Retrait d’un événement\u{A0}: {reason}", "Rücknahme eines Ereignisses: {reason}"),
    "type.event.corrected": Translation(
      "Correction d’un événement\u{A0}: {reason}", "Berichtigung eines Ereignisses: {reason}"),
    "type.event.redacted": Translation(
      "Effacement d’un événement\u{A0}: {reason}", "Löschung eines Ereignisses: {reason}"),
    "type.note.recorded": Translation("{text}", "{text}"),
  ]
}
