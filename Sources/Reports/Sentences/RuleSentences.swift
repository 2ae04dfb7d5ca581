extension Translation {
  /// What contradictions say, by rule.
  static let rules: [String: Translation] = [
    "rule.conflicting-claims": Translation(
      "Les sources se contredisent – {fact}\u{A0}: <claims| ou |{value} ({effective})>.",
      "Die Quellen widersprechen sich – {fact}: <claims| oder |{value} ({effective})>."),
    "rule.affirmed-and-denied": Translation(
      """
      Une source affirme ce qu’une autre dément\u{A0}: {fact}\
      [ (affirmé\u{A0}: {affirmed}\u{202F}; démenti\u{A0}: [{denied}|le fait lui-même])].
      """,
      """
      Eine Quelle bejaht, was eine andere verneint: {fact}\
      [ (bejaht: {affirmed}; verneint: [{denied}|die Sache selbst])].
      """),
    "rule.unsourced": Translation(
      "Événement {event} ({type}, {effective})\u{A0}: aucune source.",
      "Ereignis {event} ({type}, {effective}): keine Quelle."),

    "rule.parts-against-whole": Translation(
      """
      Engagement {whole}\u{A0}: la somme des parties, \
      <parts| et |{amount} ({commitment})>, ne donne pas le tout, {total}.
      """,
      """
      Zusage {whole}: Die Summe der Teile, <parts| und |{amount} ({commitment})>, \
      ergibt nicht das Ganze, {total}.
      """),
    "rule.part-of-cycle": Translation(
      """
      [Engagement {itself}\u{A0}: il est présenté comme une partie de lui-même\
      |Engagements {commitments}\u{A0}: chacun est présenté comme une partie d’un autre, si bien \
      qu’aucun n’est additionné].
      """,
      """
      [Zusage {itself}: Sie ist als Teil ihrer selbst angegeben\
      |Zusagen {commitments}: Jede ist als Teil einer anderen angegeben, sodass keine addiert wird].
      """),
    "rule.reduction-of-whole": Translation(
      """
      Engagement {whole}\u{A0}: la réduction, <cuts| et |{amount}>, se perd dans les sommes, car \
      ses parties sont connues et elles seules sont additionnées. Elle revient à la partie qui a \
      diminué.
      """,
      """
      Zusage {whole}: Die Kürzung, <cuts| und |{amount}>, geht in den Summen verloren, denn ihre \
      Teile sind bekannt, und nur diese werden addiert. Sie gehört zu dem Teil, der kleiner wurde.
      """),
    "rule.drawn-above-committed": Translation(
      """
      Engagement {commitment}\u{A0}: ce qui a été versé ou utilisé dépasse ce qui était promis \
      ({drawn} contre {committed}).
      """,
      """
      Zusage {commitment}: Es wurde mehr gezahlt oder abgerufen als zugesagt \
      ({drawn} gegenüber {committed}).
      """),
    "rule.total-against-sum": Translation(
      """
      Total de {from} à {to} ({measure})\u{A0}: {total} selon la source ({effective}), mais la \
      somme des faits enregistrés donne {sum}.
      """,
      """
      Gesamtbetrag von {from} an {to} ({measure}): {total} laut Quelle ({effective}), doch die \
      Summe der erfassten Fakten ergibt {sum}.
      """),
    "rule.mixed-currencies": Translation(
      """
      [{?capital}Capital de {from} à {to}|Achats de {from} auprès de {to}]\u{A0}: il y a des \
      montants en {one} et en {other}, sans taux de change enregistré entre les deux\u{202F}; ils \
      ne s’additionnent pas.
      """,
      """
      [{?capital}Kapital von {from} an {to}|Käufe von {from} bei {to}]: Es gibt Beträge in {one} \
      und in {other}, aber keinen erfassten Wechselkurs; sie lassen sich nicht addieren.
      """),
    "rule.withdrawn-currency": Translation(
      """
      Événement {event} ({type}, {effective})\u{A0}: le montant est en {currency}, une monnaie \
      [retirée en {until}|qui n’existait pas avant {since}].
      """,
      """
      Ereignis {event} ({type}, {effective}): Der Betrag steht in {currency}, einer Währung, die \
      [im {until} abgeschafft wurde|es vor {since} nicht gab].
      """),

    "rule.mixed-bases": Translation(
      """
      Les chiffres de la participation de {holder} dans {issuer} reposent sur des bases différentes \
      et ne se comparent pas\u{A0}: <figures|\u{202F}; |{stated}[ ({basis}[, hors {excludes}])]>.
      """,
      """
      Die Zahlen zur Beteiligung von {holder} an {issuer} haben verschiedene Grundlagen und sind \
      nicht vergleichbar: <figures|; |{stated}[ ({basis}[, ohne {excludes}])]>.
      """),
    "rule.stakes-above-100": Translation(
      """
      Participations dans {issuer} ({basis})\u{A0}: leur somme dépasse 100\u{202F}%, avec au moins \
      {share}.
      """,
      """
      Beteiligungen an {issuer} ({basis}): Ihre Summe übersteigt 100\u{A0}% und beträgt mindestens \
      {share}.
      """),
    "rule.stale-stake": Translation(
      """
      Le chiffre de la participation de {holder} dans {issuer}, \
      {stated}[ ({basis}[, hors {excludes}])], ne dit pas s’il tient compte \
      [{?several}des tours clos|du tour clos] depuis sa date d’effet ({effective})\u{A0}: \
      <rounds|, |{round} ({closed})>.
      """,
      """
      Die Zahl zur Beteiligung von {holder} an {issuer}, {stated}[ ({basis}[, ohne {excludes}])], \
      Stand {effective}, lässt offen, ob sie \
      [{?several}die seither abgeschlossenen Runden|die seither abgeschlossene Runde] \
      berücksichtigt: <rounds|, |{round} ({closed})>.
      """),
    "rule.worth-against-valuation": Translation(
      """
      Participation de {holder} dans {issuer}, {percent} d’une valeur de {worth} \
      ({effective})\u{A0}: le tout vaudrait alors {worth_of_whole}, mais la valeur annoncée était \
      {told} ({told_basis}, {told_on}).
      """,
      """
      Beteiligung von {holder} an {issuer}, {percent} im Wert von {worth} ({effective}): Das Ganze \
      wäre demnach {worth_of_whole} wert, genannt wurde aber {told} ({told_basis}, {told_on}).
      """),
    "rule.post-money": Translation(
      """
      Valeur de {issuer} après {round}, {post}\u{A0}: ce n’est pas la somme de la valeur d’avant, \
      {pre}, et du montant levé, {raised}.
      """,
      """
      Wert von {issuer} nach {round}, {post}: Das ist nicht die Summe aus dem Wert davor, {pre}, \
      und dem aufgenommenen Betrag, {raised}.
      """),

    "rule.never-granted": Translation(
      "Droit {right}\u{A0}: {act} [{?granted}avant l’octroi|sans octroi enregistré].",
      "Recht {right}: {act} [{?granted}vor der Einräumung|ohne erfasste Einräumung]."),
    "rule.verified-before-declared": Translation(
      """
      Condition {condition}\u{A0}: vérification ({verified}) \
      [avant la déclaration ({declared})|sans déclaration enregistrée].
      """,
      """
      Bedingung {condition}: Prüfung ({verified}) \
      [vor der Feststellung ({declared})|ohne erfasste Feststellung].
      """),
    "rule.after-the-end": Translation(
      """
      Malgré la fin ({what} {thing}, {ended}), un fait ultérieur ({later})\u{A0}: \
      <events|\u{202F}; |«\u{A0}{headline}\u{A0}»>.
      """,
      """
      Trotz des Endes ({what} {thing}, {ended}) geschah später noch ({later}): \
      <events|; |„{headline}“>.
      """),
  ]

  /// What claims are about, by family.
  static let facts: [String: Translation] = [
    "fact.act": Translation("{act} ({thing})", "{act} ({thing})"),
    "fact.term": Translation("{term} ({thing})", "{term} ({thing})"),
    "fact.stake": Translation(
      "participation de {holder} dans {issuer}[ ({basis}[, hors {excludes}])]",
      "Beteiligung von {holder} an {issuer}[ ({basis}[, ohne {excludes}])]"),
    "fact.commitment": Translation("engagement {commitment}", "Zusage {commitment}"),
    "fact.purchase": Translation("engagement d’achat {commitment}", "Kaufzusage {commitment}"),
    "fact.funding": Translation(
      "versement de {investor} à {issuer}[ au titre de {commitment}]",
      "Zahlung von {investor} an {issuer}[ aus {commitment}]"),
    "fact.reduction": Translation("réduction de {commitment}", "Kürzung von {commitment}"),
    "fact.drawdown": Translation("utilisation de {commitment}", "Abruf aus {commitment}"),
    "fact.valuation": Translation(
      "valeur de [la part de {holder} dans ]{issuer}[ ({basis})]",
      "Wert [des Anteils von {holder} an |von ]{issuer}[ ({basis})]"),
    "fact.round_member": Translation(
      "participation de {investor} au tour {round}", "Teilnahme von {investor} an der Runde {round}"
    ),
    "fact.total": Translation(
      "total de {from} à {to} ({measure})", "Gesamtbetrag von {from} an {to} ({measure})"),
    "fact.fx_rate": Translation(
      "prix de 1\u{A0}{base} en {quote}", "Preis von 1\u{A0}{base} in {quote}"),
    "fact.revenue_payment": Translation("versement au titre de {share}", "Zahlung aus {share}"),
    "fact.warrant": Translation("bon de souscription {warrant}", "Optionsschein {warrant}"),
    "fact.warrant_vesting": Translation(
      "acquisition de droits sur {warrant}", "Ausübbarwerden von {warrant}"),
    "fact.warrant_exercise": Translation("exercice de {warrant}", "Ausübung von {warrant}"),
    "fact.agreement_amendment": Translation(
      "modification de {agreement}", "Änderung von {agreement}"),
    "fact.partnership": Translation("partenariat {partnership}", "Partnerschaft {partnership}"),
    "fact.restructuring": Translation(
      "transformation de {from} en {to}", "Umwandlung von {from} in {to}"),
  ]
}
