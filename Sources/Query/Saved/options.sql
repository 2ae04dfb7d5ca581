-- title: Options, whether they are open, and at which price
-- description: Rights to sell or to buy: pending until their window begins, open until its last day. The price is what
-- description: the terms say, or as it turned out where the option was exercised. Of one that was exercised for a part
-- description: the rest is open as it was.
-- parameter: party text null; of whom, as holder or writer, else of everyone
-- parameter: all integer 0; 1: those too that were exercised, waived or have lapsed
SELECT option, kind, holder, writer, status,
  coalesce(percent_stated, units, asset) AS of_what, issuer,
  coalesce(
    iif(
      options.status = 'exercised',
      coalesce(exercised_stated, exercised_price) || coalesce(' (' || price_told_as || ')', ''), NULL),
    strike_stated, price, formula) AS price,
  floor_stated AS floor, cap_stated AS cap, opens_on, closes_on, last_day, exercised, agreement, source,
  exercised_share, left_share
FROM options
WHERE (:party IN (holder, writer) OR :party IS NULL)
AND (options.status IN ('pending', 'open') OR :all <> 0)
ORDER BY last_day IS NULL, last_day, option
