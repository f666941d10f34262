-- Cost: none, the columns are made when they are read; facts stored before have 0, as without a hand-over.

-- Of a response, what lay before a bot handed over to people, in calendar and in business time: a part of value_ms and
-- of business_ms, as hold_ms and wrap_ms are. Kept as this part, and not as what is left: it is 0 in nearly all facts,
-- and a column of zeros takes next to no disk.
ALTER TABLE facts ADD COLUMN IF NOT EXISTS bot_ms Int64 AFTER wrap_ms;

ALTER TABLE facts ADD COLUMN IF NOT EXISTS bot_business_ms Int64 AFTER bot_ms;
