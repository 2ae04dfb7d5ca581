/// The language of a report: its words, numbers and dates. What sources say stays as they said it.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case french = "fr"
  case german = "de"
}

/// A word or a sentence of reports in every language: none can be forgotten for one of them.
///
/// `{}` stands where something is put in, once or twice.
struct Word: Sendable {
  private let english: String
  private let french: String
  private let german: String

  init(_ english: String, _ french: String, _ german: String) {
    self.english = english
    self.french = french
    self.german = german
  }

  func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .french: french
    case .german: german
    }
  }
}

/// The words of reports, in English, French and German. A no-break space is `\u{A0}`.
extension Word {
  // The frame.
  static let partnerships = Word("Partnerships", "Partenariats", "Partnerschaften")
  static let asOf = Word("State as of {}", "État au {}", "Stand vom {}")
  static let knownAfter = Word(
    "as known after {}", "d’après ce que l’on savait après {}", "nach dem Kenntnisstand von {}")
  static let event = Word("{} event", "{} événement", "{} Ereignis")
  static let events = Word("{} events", "{} événements", "{} Ereignissen")
  static let skip = Word("Skip to the content", "Aller au contenu", "Zum Inhalt springen")
  static let contents = Word("Contents", "Sommaire", "Inhalt")
  static let atAGlance = Word("At a glance", "En bref", "Auf einen Blick")
  static let noFacts = Word("No facts yet.", "Pas encore de faits.", "Noch keine Fakten.")
  static let sources = Word("Sources", "Sources", "Quellen")
  static let sourceNote = Word("Source, event {}", "Source, événement {}", "Quelle, Ereignis {}")
  static let backTo = Word("Back to mention {}", "Retour à la mention {}", "Zurück zur Stelle {}")
  static let noSource = Word("no source", "sans source", "ohne Quelle")
  static let recorded = Word("recorded {}", "enregistré le {}", "erfasst am {}")
  static let dataOf = Word("Data of the chart", "Données du graphique", "Daten der Grafik")
  static let logSize = Word("Log size", "Taille du journal", "Umfang des Protokolls")
  static let root = Word("Merkle root", "Racine de Merkle", "Merkle-Wurzel")
  static let clocks = Word("Clock readings", "Lecture des horloges", "Stand der Uhren")
  static let form = Word("Snapshot format", "Format de l’instantané", "Format der Momentaufnahme")
  static let madeFrom = Word(
    "Every figure follows from the events of the ledger and names them.",
    "Chaque chiffre découle des événements du registre et les cite.",
    "Jede Zahl folgt aus den Ereignissen des Hauptbuchs und nennt sie.")
  static let cut = Word("… ({} characters)", "… ({} caractères)", "… ({} Zeichen)")
  static let more = Word("and {} more", "et {} de plus", "und {} weitere")

  // Sections.
  static let stakes = Word("Stakes", "Participations", "Beteiligungen")
  static let stakesIn = Word("Stakes in {}", "Participations dans {}", "Beteiligungen an {}")
  static let valuations = Word("Valuations", "Valorisations", "Bewertungen")
  static let valuationsOf = Word("Valuations of {}", "Valorisations de {}", "Bewertungen von {}")
  static let implied = Word(
    "Implied company values", "Valeurs d’entreprise implicites", "Implizite Unternehmenswerte")
  static let capital = Word("Capital", "Capital", "Kapital")
  static let purchases = Word("Purchases", "Achats", "Käufe")
  static let commitments = Word("Commitments", "Engagements", "Zusagen")
  static let totals = Word(
    "Totals as stated (compared, never added)", "Totaux déclarés (comparés, jamais additionnés)",
    "Angegebene Summen (verglichen, nie addiert)")
  static let rounds = Word("Rounds", "Tours de financement", "Finanzierungsrunden")
  static let rights = Word("Rights", "Droits", "Rechte")
  static let conditions = Word("Conditions", "Conditions", "Bedingungen")
  static let revenueShares = Word("Revenue shares", "Partages de revenus", "Erlösbeteiligungen")
  static let warrants = Word("Warrants", "Bons de souscription", "Optionsscheine")
  static let agreements = Word("Agreements", "Accords", "Vereinbarungen")
  static let exposures = Word("Exposures", "Expositions", "Verflechtungen")
  static let contradictions = Word("Contradictions", "Contradictions", "Widersprüche")
  static let timeline = Word("Timeline", "Chronologie", "Zeitleiste")
  static let notes = Word("Notes", "Notes", "Anmerkungen")
  static let noContradictions = Word(
    "No open contradictions.", "Aucune contradiction ouverte.", "Keine offenen Widersprüche.")
  static let explained = Word(
    "{} explained by notes.", "{} expliquées par des notes.", "{} durch Anmerkungen erklärt.")
  static let finding = Word("{} finding", "{} contradiction", "{} Widerspruch")
  static let findings = Word("{} findings", "{} contradictions", "{} Widersprüche")

  // Columns.
  static let holder = Word("holder", "détenteur", "Inhaber")
  static let issuer = Word("issuer", "émetteur", "Emittent")
  static let percent = Word("percent", "pourcentage", "Anteil")
  static let basis = Word("basis", "base", "Basis")
  static let value = Word("value", "valeur", "Wert")
  static let interval = Word("interval", "intervalle", "Spanne")
  static let effective = Word("effective", "date d’effet", "wirksam")
  static let status = Word("status", "statut", "Status")
  static let subject = Word("of", "objet", "Gegenstand")
  static let from = Word("from", "de", "von")
  static let to = Word("to", "à", "an")
  static let derivedFrom = Word("derived from", "calculée à partir de", "abgeleitet aus")
  static let committed = Word("committed", "engagé", "zugesagt")
  static let funded = Word("funded", "versé", "eingezahlt")
  static let undrawn = Word("undrawn", "non versé", "offen")
  static let drawn = Word("drawn", "utilisé", "abgerufen")
  static let outstanding = Word("outstanding", "restant", "ausstehend")
  static let conditional = Word("conditional", "conditionnel", "bedingt")
  static let nonBinding = Word("non-binding", "non contraignant", "unverbindlich")
  static let reduced = Word("reduced", "réduit", "gekürzt")
  static let besides = Word("besides", "en outre", "außerdem")
  static let undisclosedCount = Word("{} undisclosed", "{} non divulgués", "{} nicht offengelegt")
  static let commitment = Word("commitment", "engagement", "Zusage")
  static let amount = Word("amount", "montant", "Betrag")
  static let countsAs = Word("counts as", "compte comme", "zählt als")
  static let partOf = Word("part of {}", "partie de {}", "Teil von {}")
  static let expired = Word("expired", "expiré", "abgelaufen")
  static let measure = Word("measure", "mesure", "Größe")
  static let round = Word("round", "tour", "Runde")
  static let kind = Word("kind", "nature", "Art")
  static let raised = Word("raised", "levé", "aufgenommen")
  static let postMoney = Word("post-money", "post-money", "Post-Money")
  static let investors = Word("investors", "investisseurs", "Investoren")
  static let right = Word("right", "droit", "Recht")
  static let grantor = Word("grantor", "concédant", "Einräumender")
  static let grantee = Word("grantee", "bénéficiaire", "Berechtigter")
  static let exclusive = Word("exclusive", "exclusif", "exklusiv")
  static let covers = Word("covers", "couvre", "umfasst")
  static let ends = Word("ends", "fin", "Ende")
  static let atLatest = Word("at the latest", "au plus tard", "spätestens")
  static let granted = Word("granted", "accordé", "eingeräumt")
  static let condition = Word("condition", "condition", "Bedingung")
  static let criterion = Word("criterion", "critère", "Kriterium")
  static let declaredBy = Word("declared by", "déclarée par", "festgestellt von")
  static let verifiedBy = Word("verified by", "vérifiée par", "geprüft von")
  static let share = Word("share", "partage", "Beteiligung")
  static let payer = Word("payer", "payeur", "Zahler")
  static let payee = Word("payee", "bénéficiaire", "Empfänger")
  static let rate = Word("rate", "taux", "Satz")
  static let cap = Word("cap", "plafond", "Obergrenze")
  static let until = Word("until", "jusqu’à", "bis")
  static let warrant = Word("warrant", "bon", "Schein")
  static let units = Word("units", "unités", "Stückzahl")
  static let strike = Word("strike", "prix d’exercice", "Bezugspreis")
  static let state = Word("state", "état", "Zustand")
  static let agreement = Word("agreement", "accord", "Vereinbarung")
  static let binding = Word("binding", "contraignant", "bindend")
  static let signed = Word("signed", "signé", "unterzeichnet")
  static let terminated = Word("terminated", "résilié", "beendet")
  static let date = Word("date", "date", "Datum")
  static let category = Word("category", "catégorie", "Gruppe")
  static let currency = Word("currency", "devise", "Währung")
  static let low = Word("low", "bas", "untere Grenze")
  static let high = Word("high", "haut", "obere Grenze")
  static let end = Word("end", "fin", "Ende")
  static let unit = Word("unit", "unité", "Einheit")
  static let count = Word("events", "événements", "Ereignisse")
  static let period = Word("period", "période", "Zeitraum")
}
