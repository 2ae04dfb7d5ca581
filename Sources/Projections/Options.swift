import Events

extension Projection {
  /// The rights to sell or to buy at a price: how far they have come, and their last day.
  ///
  /// An option is pending until its window begins and its conditions came true, open until its last day,
  /// then lapsed. An act that came before the latest grant does not count. What was exercised of it for a
  /// part leaves the rest as it was: the parts of several days add up (``OptionUses``).
  static let options = Projection(
    name: "options", version: 4,
    views: [
      .step(
        "x_option_term", "option: its terms and acts side by side",
        sql: """
          SELECT part1 AS option,
            \(terms.map { Fragments.term($0.path, as: $0.name) }.joined(separator: ",\n  ")),
            \(["percent", "strike", "floor", "cap"].map(measure).joined(separator: ",\n  ")),
            \(["granted", "exercised", "lapsed", "waived"].map(Fragments.act).joined(separator: ",\n  ")),
            max(firm) AS firm, \(Fragments.onlyTold) AS told_as, max(event) AS last_event,
            json_group_array(DISTINCT event) AS events
          FROM x_fact
          WHERE family = 'option'
          GROUP BY part1
          """),
      OptionUses.view,
      .contract(
        "options", "option", .everywhere(142, .options, claims: [.option, .optionExercise]),
        parties: ["holder", "writer"],
        [
          .text("option", "its slug"),
          .text("kind", "put, call, mutual"),
          .text("holder", "who may exercise it"),
          .text("writer", "who must then buy or sell"),
          .text("issuer", "whose shares are sold"),
        ] + .percent("percent", "how large a share of the issuer")
          + [
            .text("percent_stated", "the share as stated"),
            .text("units", "how many units, as stated"),
            .text("asset", "what else is sold, or licensed"),
          ]
          + .money(
            "strike", "the price of all of it", stated: "strike_stated",
            currency: "strike_currency")
          + [
            .currency("strike_currency", "of strike"),
            .text("strike_stated", "that price as stated"),
            .text("price", "the price of one unit, as stated"),
            .text("formula", "how the price is reckoned"),
          ] + .money("floor", "the least", stated: "floor_stated", currency: "floor_currency")
          + [
            .currency("floor_currency", "of floor"), .text("floor_stated", "the least, as stated"),
          ] + .money("cap", "the most", stated: "cap_stated", currency: "cap_currency")
          + [
            .currency("cap_currency", "of cap"), .text("cap_stated", "the most, as stated"),
            .text("opens_on", "the first day of its window, as stated"),
            .json("opens_when", "what must come true before it opens"),
            .text("closes_on", "the last day of its window, as stated"),
            .text("last_day", "the last day on which it can be exercised; NULL: none is told"),
            .json("conditions", "what must come true before it is carried out"),
            .text("settlement", "in what and when it is paid"),
            .text("status", "pending, open, exercised, lapsed, waived"),
            .text("granted", "when it was granted, as stated"),
            .text("exercised", "when it was exercised, as stated"),
          ]
          + .money(
            "exercised_for", "the price as it turned out", stated: "exercised_stated",
            currency: "exercised_currency")
          + [
            .currency("exercised_currency", "of exercised_for"),
            .text("exercised_stated", "that price as stated"),
            .text("exercised_price", "the price of one unit as it turned out, as stated"),
            .text("carried_out", "when the exercise is carried out, as stated"),
            .event("ended_by", "seq of the event that exercised, waived or ended it").shown,
            .text("agreement", "the agreement in which it stands"),
            .events("events", "seqs of the events whose terms and acts count"),
          ] + .commonBesideStatus + [
            .toldAs,
            .text("opens_earliest", "the first day that opens_on can mean").aside,
            .text("opens_latest", "the last day that opens_on can mean").aside,
            .text("closes_earliest", "the first day that closes_on can mean").aside,
            .text("exercised_share", "for how large a share or how many units, where not for all"),
            .text(
              "price_told_as", "estimated, rumoured: how its price is told, where no firmer one is"
            ).aside,
            .text("left_share", "what is left of it where it was exercised for a part"),
          ],
        sql: """
          SELECT option, kind, \(Fragments.heir(of: "holder")), \(Fragments.heir(of: "writer")),
            \(Fragments.heir(of: "issuer")),
            \(Fragments.percent(point: "percent_point", low: "percent_low", high: "percent_high")),
            percent ->> '$.text', units ->> '$.text', asset,
            \(money("strike")), price ->> '$.text', formula, \(money("floor")), \(money("cap")),
            opens_from ->> '$.text', coalesce(opens_when, '[]'), closes ->> '$.text',
            iif(standing.status IN ('pending', 'open', 'lapsed'), closes ->> '$.latest', NULL),
            coalesce(conditions, '[]'), settlement, standing.status, granted_on,
            iif(is_used, exercised_on, NULL),
            \(Fragments.money(
              point: paid("minor", "paid_point"), low: paid("low", "paid_low"),
              high: paid("high", "paid_high"), currency: paid("currency", "paid_unit"))),
            \(paid("currency", "paid_unit")), \(paid("text", "paid_stated")),
            priced.data ->> '$.price.text', use.data ->> '$.closes.text',
            CASE standing.status
              WHEN 'exercised' THEN exercised_event
              WHEN 'waived' THEN waived_event
              WHEN 'lapsed' THEN coalesce(lapsed_event, ended_event)
            END,
            standing.agreement,
            (
              SELECT json_group_array(event)
              FROM (
                SELECT value AS event FROM json_each(events)
                UNION
                SELECT value FROM json_each(iif(is_used, use_events, '[]'))
                UNION
                SELECT priced.seq
              )
              WHERE event IS NOT NULL
            ), \(Fragments.merged("last")), told_as,
            opens_from ->> '$.earliest', opens_from ->> '$.latest', closes ->> '$.earliest',
            iif(
              uses > 1 AND used_text IS NOT NULL, used_text,
              coalesce(use.data ->> '$.percent.text', use.data ->> '$.units.text')),
            iif(priced.status IN ('estimated', 'rumoured'), priced.status, NULL),
            iif(is_used AND is_part, left_text, NULL)
          FROM (
            SELECT option_term.*, frame.event AS ended_event, used.*, \(counts("exercised")) AS is_used,
              CASE
                WHEN \(counts("exercised")) AND NOT coalesce(is_part, 0) THEN 'exercised'
                WHEN \(counts("waived")) THEN 'waived'
                WHEN \(counts("lapsed")) OR coalesce(closes ->> '$.latest' < clock.as_of, 0)
                  OR coalesce(frame.is_over, 0) THEN 'lapsed'
                WHEN coalesce(opens_from ->> '$.earliest' > clock.as_of, 0)
                  OR \(Fragments.hasOpenCondition("option_term.opens_when")) THEN 'pending'
                ELSE 'open'
              END AS status
            FROM x_clock AS clock, x_option_term AS option_term
            LEFT JOIN x_option_use AS used ON used.used_option = option_term.option
            \(Fragments.joinAgreementEnd(
              "option_term.agreement", survives: "survives", firm: "option_term.firm",
              since: "granted_earliest"))
          ) AS standing
          \(Fragments.joinLast("option", "option", "last_event"))
          LEFT JOIN event AS use ON use.seq = iif(is_used, exercised_event, NULL)
          -- Where that which tells the exercise best tells no price, another may.
          LEFT JOIN event AS priced ON priced.seq = iif(
            use.data -> 'amount' IS NULL AND use.data -> 'price' IS NULL, \(pricing), use.seq)
          \(Fragments.joinHeirs)
          """),
    ])

  /// Each term by its path and the name of its column.
  private static let terms: [(path: String, name: String)] = [
    ("kind", "kind"), ("holder", "holder"), ("writer", "writer"), ("issuer", "issuer"),
    ("units", "units"), ("asset", "asset"), ("price", "price"), ("formula", "formula"),
    ("settlement", "settlement"), ("conditions", "conditions"), ("survives", "survives"),
    ("agreement", "agreement"), ("window.from", "opens_from"), ("window.to", "closes"),
    ("window.when", "opens_when"),
  ]

  private static func measure(_ name: String) -> String {
    ([Fragments.term(name)] + ["point", "low", "high", "unit"].map { Fragments.term(name, $0) })
      .joined(separator: ", ")
  }

  /// Of the live claims that an option was exercised, the event of the best that tells a price.
  private static let pricing = """
    (
            SELECT seq
            FROM (
              SELECT told.seq,
                -- The firmest, of these the latest, the best told: the greatest of these texts.
                max(
                  printf(
                    '%d %s %d %02d %03d %019d', claim.firm, claim.effective_earliest, claim.dated,
                    31 - claim.rank, 511 - claim.breadth, claim.id))
              FROM x_clock AS clock, x_claim AS claim
              JOIN event AS told ON told.seq = claim.id >> \(itemBits)
              WHERE is_used
              AND claim.key = 'option:' || option || '/exercised'
              AND claim.firm > 0
              AND \(isLive("claim"))
              AND (claim.effective_earliest, claim.dated)
                >= (coalesce(granted_earliest, ''), coalesce(granted_dated, 0))
              AND coalesce(told.data -> 'amount', told.data -> 'price') IS NOT NULL
            )
          )
    """

  /// A member of the price as it turned out: of one exercise as it was told, of several their sum.
  private static func paid(_ member: String, _ sum: String) -> String {
    "iif(is_used AND uses > 1, \(sum), priced.data ->> '$.amount.\(member)')"
  }

  private static func counts(_ act: String) -> String {
    """
    coalesce(
                  (\(act)_earliest, \(act)_dated)
                    >= (coalesce(granted_earliest, ''), coalesce(granted_dated, 0)), 0)
    """
  }

  private static func money(_ name: String) -> String {
    Fragments.money(
      point: "\(name)_point", low: "\(name)_low", high: "\(name)_high", currency: "\(name)_unit")
      + ", \(name)_unit, \(name) ->> '$.text'"
  }
}
