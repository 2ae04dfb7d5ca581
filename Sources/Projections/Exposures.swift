import Events

extension Projection {
  /// The web of who owns, owes, pays and licenses what.
  static let exposures = Projection(
    name: "exposures", version: 6,
    views: [
      .contract(
        "exposures", "from-entity, to-entity, kind and currency",
        .state(
          topic: .exposures, claims: [], otherwise: "its rows repeat those of other views"),
        parties: ["from_entity", "to_entity"],
        key: ["from_entity", "to_entity", "kind", "detail", "currency"],
        [
          .text("from_entity", "who owns, owes, pays or licenses out"),
          .text("to_entity", "of whom or to whom"),
          .text(
            "kind",
            """
            owns, committed_capital, owes_purchases, owes_payments, owes_debt, shares_revenue, \
            shares_profit, shares_cost, pays_royalty, licenses
            """),
          .text("detail", "basis of a stake and the rounds left out, slug of a share or right"),
        ] + .percent("percent", "the stake or the rate")
          + .money(
            "amount", "what is still owed, up to what conditions hold back; or the stake's worth")
          + [
            .currency("currency", "of the amount"),
            .events("events", "seqs of the events behind it"),
            conversions,
            .text("percent_stated", "the stake or the rate as stated").aside,
          ],
        sql: """
          SELECT holder, issuer, 'owns',
            basis || iif(excludes = '', '', ' without ' || excludes), percent, percent_ppb, percent_low_ppb,
            percent_high_ppb, value, value_minor, value_low_minor, value_high_minor,
            value_currency, json_array(event), '[]', stated
          FROM stakes
          -- Of figures that several assert of one stake only one, lest it be there twice.
          WHERE asserted_by = ''
          OR NOT EXISTS (
            SELECT 1
            FROM stakes AS other
            WHERE other.issuer = stakes.issuer
            AND other.holder = stakes.holder
            AND other.basis = stakes.basis
            AND other.excludes = stakes.excludes
            AND (
              other.asserted_by = ''
              OR stakes.asserted_by <> ''
              AND (other.effective_earliest, other.event)
                > (stakes.effective_earliest, stakes.event)
            )
          )
          UNION ALL
          SELECT from_entity, to_entity,
            CASE kind
              WHEN 'capital' THEN 'committed_capital' WHEN 'payment' THEN 'owes_payments'
              ELSE 'owes_purchases'
            END,
            NULL, NULL, NULL, NULL, NULL,
            \(Fragments.money(
              point: "left_point", low: "left_low", high: "left_high + conditional_high",
              currency: "unit")),
            unit, events, coalesce(conversions, '[]'), NULL
          FROM x_balance
          WHERE left_high + conditional_high IS NOT 0
          UNION ALL
          SELECT borrower, lender, 'owes_debt', debt, NULL, NULL, NULL, NULL, outstanding,
            outstanding_minor, outstanding_low_minor, outstanding_high_minor, currency, events, '[]',
            NULL
          FROM debts
          WHERE outstanding_high_minor IS NOT 0
          UNION ALL
          SELECT payer, payee,
            CASE revenue_shares.kind
              WHEN 'royalty' THEN 'pays_royalty' WHEN 'profit_share' THEN 'shares_profit'
              WHEN 'cost_share' THEN 'shares_cost' ELSE 'shares_revenue'
            END,
            share, share_rate, share_rate_ppb,
            share_rate_low_ppb, share_rate_high_ppb, cap, cap_minor, cap_low_minor, cap_high_minor,
            currency, events, '[]', share_rate_stated
          FROM revenue_shares
          WHERE revenue_shares.status = 'in_force'
          UNION ALL
          SELECT grantor, grantee, 'licenses', "right", NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, events, '[]', NULL
          FROM rights
          WHERE rights.kind = 'ip_licence' AND rights.status = 'in_force'
          """)
    ])
}
