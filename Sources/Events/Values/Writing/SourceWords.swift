/// What kind of source a web address or a title is: `https://www.sec.gov/…`, `Form 10-K`, `Pressemitteilung`.
package enum SourceWords {
  /// The kind that a text tells; nil where it tells none. An address of no register and no company is press.
  package static func kind(of text: String) -> Source.Kind? {
    guard let scheme = text.firstRange(of: "://") else { return kind(ofTitle: text) }
    let host = text[scheme.upperBound...].prefix { !"/?#:".contains($0) }.lowercased()
    let labels = host.split(separator: ".")
    if isOne(of: registers, host) { return .filing }
    let isOfCompany = labels.first.map { companies.contains(String($0)) } ?? false
    return isOfCompany || isOne(of: wires, host) ? .company : .press
  }

  private static func isOne(of sites: [String], _ host: String) -> Bool {
    sites.contains { host == $0 || host.hasSuffix("." + $0) }
  }

  private static func kind(ofTitle text: String) -> Source.Kind? {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    return titles.first { _, signs in signs.contains { " \(words) ".contains(" \($0) ") } }?.kind
  }

  private static let titles: [(kind: Source.Kind, signs: [String])] = [
    (
      .filing,
      [
        "10 k", "10 q", "8 k", "6 k", "20 f", "40 f", "s 1", "f 1", "s 4", "13d", "13g", "def 14a",
        "filing", "filings", "annual report", "interim report", "proxy statement", "prospectus",
        "companies house", "geschäftsbericht", "halbjahresbericht", "jahresabschluss",
        "wertpapierprospekt", "bundesanzeiger", "handelsregister", "rapport annuel",
        "document d enregistrement", "comptes annuels",
      ]
    ),
    (
      .company,
      [
        "press release", "news release", "company announcement", "pressemitteilung",
        "pressemeldung", "ad hoc mitteilung", "ad hoc meldung", "communiqué",
        "communiqué de presse",
        "company website", "investor presentation",
      ]
    ),
    (
      .contract,
      [
        "agreement", "contract", "term sheet", "vertrag", "vereinbarung", "gesellschaftsvertrag",
        "kaufvertrag", "contrat", "accord", "pacte d actionnaires",
      ]
    ),
    (.press, ["press", "presse", "newspaper", "zeitung", "journal"]),
  ]

  /// Where companies must publish.
  private static let registers = [
    "sec.gov", "company-information.service.gov.uk", "companieshouse.gov.uk",
    "londonstockexchange.com", "bundesanzeiger.de", "unternehmensregister.de", "handelsregister.de",
    "amf-france.org", "info-financiere.fr", "info-financiere.gouv.fr", "infogreffe.fr", "bodacc.fr",
    "zefix.ch", "cnmv.es", "consob.it", "afm.nl", "kvk.nl", "fi.se", "sedar.com", "sedarplus.ca",
    "hkexnews.hk", "cninfo.com.cn", "edinet-fsa.go.jp", "tdnet.info", "fss.or.kr", "sgx.com",
    "asx.com.au", "bseindia.com", "nseindia.com", "cvm.gov.br",
  ]
  /// What companies call the sites on which they tell investors and papers.
  private static let companies: Set = ["ir", "investor", "investors", "newsroom"]
  /// Who spreads what companies say, word by word.
  private static let wires = [
    "businesswire.com", "prnewswire.com", "prnewswire.co.uk", "globenewswire.com", "accesswire.com",
    "newsfilecorp.com", "dgap.de", "eqs-news.com", "actusnews.com",
  ]
}
