-- title: All that was said about one thing
-- description: Every claim whose key names the slug, and why it counts or not.
-- parameter: slug text; of an entity, right, commitment, round …
SELECT key, event, value, effective, status, counts, why_not, source
FROM claims
WHERE instr(
  ':' || replace(replace(replace(key, '/', ':'), '#', ':'), ',', ':') || ':',
  ':' || :slug || ':') > 0
ORDER BY key, event
