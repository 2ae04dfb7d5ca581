/// The phrases of amounts, dates, ends and charts.
extension Word {
  // Numbers.
  static let approximately = Word("{} (approx.)", "{} (env.)", "{} (ca.)")
  static let atMost = Word("up to {}", "jusqu’à {}", "bis zu {}")
  static let atLeast = Word("at least {}", "au moins {}", "mindestens {}")
  static let orMore = Word("{} or more", "{} ou plus", "{} oder mehr")
  static let undisclosed = Word("not disclosed", "non divulgué", "nicht offengelegt")
  static let undisclosedIn = Word(
    "{}, not disclosed", "{}, non divulgué", "{}, nicht offengelegt")

  // Dates.
  static let about = Word("about {}", "vers {}", "um {}")
  static let by = Word("by {}", "au plus tard {}", "spätestens {}")
  static let byDay = Word("by {}", "au plus tard le {}", "spätestens {}")
  static let unknownDate = Word("date unknown", "date inconnue", "Datum unbekannt")

  // Ends.
  static let untilDay = Word("until {}", "jusqu’au {}", "bis {}")
  static let untilPeriod = Word("until {}", "jusqu’en {}", "bis {}")
  static let conditionIs = Word("{} {}", "condition {} {}", "Bedingung {} {}")
  static let untilCondition = Word("until {}", "jusqu’à {}", "bis {}")
  static let or = Word(" or ", " ou ", " oder ")
  static let and = Word(" and ", " et ", " und ")
  static let whicheverFirst = Word(
    "{}, whichever is first", "{}, selon ce qui arrive en premier",
    "{}, je nachdem, was zuerst eintritt")
  static let whicheverLast = Word(
    "{}, whichever is last", "{}, selon ce qui arrive en dernier",
    "{}, je nachdem, was zuletzt eintritt")
  static let open = Word("open", "ouvert", "offen")
  static let yes = Word("yes", "oui", "ja")
  static let no = Word("no", "non", "nein")
  static let without = Word("{}, without {}", "{}, hors {}", "{}, ohne {}")
  static let stakeOf = Word("stake of {}", "part de {}", "Anteil von {}")
  static let company = Word("company", "entreprise", "Unternehmen")
  static let beat = Word(
    "{}, beat {}", "{}, l’emporte sur {}", "{}, geht {} anderen vor")
  static let then = Word(", then ", ", puis ", ", dann ")
  static let untilTier = Word("{} until {}", "{} jusqu’à {}", "{} bis {}")

  // Headline figures.
  static let valuationOf = Word("Value of {}", "Valeur de {}", "Wert von {}")
  static let holds = Word("{} in {}", "{} dans {}", "{} an {}")
  static let committedCapital = Word("Committed capital", "Capital engagé", "Zugesagtes Kapital")
  static let committedPurchases = Word("Committed purchases", "Achats engagés", "Zugesagte Käufe")
  static let rightsInForce = Word("Rights in force", "Droits en vigueur", "Geltende Rechte")
  static let ofMany = Word("{} of {}", "{} sur {}", "{} von {}")
  static let openContradictions = Word(
    "Open contradictions", "Contradictions ouvertes", "Offene Widersprüche")
  static let ofThemErrors = Word("{} of them errors", "dont {} erreurs", "davon {} Fehler")
  static let oneError = Word("1 of them an error", "dont 1 erreur", "davon 1 Fehler")
  static let over = Word("over {}", "plus de {}", "über {}")
  static let under = Word("under {}", "moins de {}", "unter {}")
  static let amountsUndisclosed = Word(
    "lower bound: {} amounts undisclosed", "borne inférieure\u{A0}: {} montants non divulgués",
    "Untergrenze: {} Beträge nicht offengelegt")

  // Charts.
  static let stakesOverTime = Word(
    "Stakes in {} over time", "Participations dans {} au fil du temps",
    "Beteiligungen an {} im Zeitverlauf")
  static let stakesOverTimeTold = Word(
    "Each line is a holder’s share on one basis, from the day it holds; a band shows the interval that the source leaves open.",
    "Chaque ligne est la part d’un détenteur sur une base, à partir du jour où elle vaut\u{202F}; une bande montre l’intervalle que la source laisse ouvert.",
    "Jede Linie ist der Anteil eines Inhabers auf einer Basis ab dem Tag, an dem er gilt; ein Band zeigt die Spanne, die die Quelle offenlässt."
  )
  static let valuationOverTime = Word(
    "Value of {} over time", "Valeur de {} au fil du temps", "Wert von {} im Zeitverlauf")
  static let valuationOverTimeTold = Word(
    "Each mark is a value as stated or implied; a bar shows its interval. Marks on one basis are joined by steps.",
    "Chaque repère est une valeur déclarée ou implicite\u{202F}; une barre montre son intervalle. Les repères d’une même base sont reliés par paliers.",
    "Jede Marke ist ein genannter oder abgeleiteter Wert; ein Balken zeigt seine Spanne. Marken einer Basis sind in Stufen verbunden."
  )
  static let impliedShort = Word("implied by {}", "implicite, {}", "abgeleitet, {}")
  static let capitalChart = Word(
    "Committed against funded capital, {}", "Capital engagé et versé, {}",
    "Zugesagtes und eingezahltes Kapital, {}")
  static let purchasesChart = Word(
    "Committed against drawn purchases, {}", "Achats engagés et utilisés, {}",
    "Zugesagte und abgerufene Käufe, {}")
  static let balanceTold = Word(
    "The outlined bar is what was bindingly committed, the filled part what came, the hatched part what is outstanding, the dashed outline what is conditional or non-binding.",
    "La barre tracée est l’engagement ferme, la partie pleine ce qui est venu, la partie hachurée ce qui reste, le contour tireté ce qui est conditionnel ou non contraignant.",
    "Der umrandete Balken ist das bindend Zugesagte, der gefüllte Teil das Gekommene, der schraffierte das Ausstehende, der gestrichelte Umriss das Bedingte oder Unverbindliche."
  )
  static let besidesShort = Word(
    "conditional or non-binding", "conditionnel ou non contraignant", "bedingt oder unverbindlich")
  static let rightsChart = Word(
    "How long rights last", "Durée des droits", "Wie lange Rechte gelten")
  static let rightsChartTold = Word(
    "Each bar is a right from its grant to its end; the hatched part is still to come. An arrow is an open end, a diamond an end that a condition brings, a crossbar an end on a day.",
    "Chaque barre est un droit, de sa concession à sa fin\u{202F}; la partie hachurée est à venir. Une flèche est une fin ouverte, un losange une fin liée à une condition, un trait une fin datée.",
    "Jeder Balken ist ein Recht von der Einräumung bis zum Ende; der schraffierte Teil steht noch bevor. Ein Pfeil ist ein offenes Ende, eine Raute ein bedingtes, ein Querstrich ein Ende an einem Tag."
  )
  static let inForce = Word("in force", "en vigueur", "in Kraft")
  static let overShort = Word("ended or waived", "terminé ou abandonné", "beendet oder aufgegeben")
  static let openEnd = Word("open end", "fin ouverte", "offenes Ende")
  static let conditionalEnd = Word("conditional end", "fin conditionnelle", "bedingtes Ende")
  static let dayEnd = Word("ends on a day", "fin datée", "Ende an einem Tag")
  static let kindOfEnd = Word("kind of end", "genre de fin", "Art des Endes")
  static let firstDay = Word("first day", "premier jour", "erster Tag")
  static let committedAtLeast = Word(
    "committed, at least", "engagé, au moins", "zugesagt, mindestens")
  static let committedAtMost = Word(
    "committed, at most", "engagé, au plus", "zugesagt, höchstens")
  static let timelineChart = Word(
    "Events over time", "Événements au fil du temps", "Ereignisse im Zeitverlauf")
  static let timelineChartTold = Word(
    "Each row is a kind of fact; a dot stands for the events of a period and is the larger the more there are.",
    "Chaque rangée est un genre de fait\u{202F}; un point représente les événements d’une période et grandit avec leur nombre.",
    "Jede Zeile ist eine Art von Fakt; ein Punkt steht für die Ereignisse eines Zeitraums und wächst mit ihrer Zahl."
  )
  static let webChart = Word(
    "Who owns and owes what", "Qui détient et doit quoi", "Wer was hält und schuldet")
  static let webChartTold = Word(
    "Each line leads from who owns, owes or grants on the left to whom on the right.",
    "Chaque ligne mène de qui détient, doit ou concède, à gauche, à qui, à droite.",
    "Jede Linie führt von dem, der hält, schuldet oder einräumt, links zu dem, dem es gilt, rechts."
  )
  static let seriesLeftOut = Word(
    "{} more are in the data only.", "{} de plus ne figurent que dans les données.",
    "{} weitere stehen nur in den Daten.")
  static let onBases = Word("{} ({} bases)", "{} ({} bases)", "{} ({} Basen)")
  static let asOfShort = Word("as of {}", "au {}", "Stand {}")
}
