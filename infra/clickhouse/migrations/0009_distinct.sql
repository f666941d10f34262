-- Cost: none, it makes a column that is made when it is read, and an empty table. Facts stored before say nothing of
-- what came before them: questions of distinct conversations whose range has such facts are answered from facts, as
-- before, until `verify --repair` has rewritten them.

-- Which facts of its family the conversation had before this one (`services/domain/measure/earlier.ts`): JSON, how long
-- before (ms) and what was otherwise. Empty: nothing is said; `[]`: it is the first. Few characters in few facts.
ALTER TABLE facts ADD COLUMN IF NOT EXISTS earlier String CODEC(ZSTD(1)) AFTER customer_id;

-- Of distinct conversations, the facts of an hour that are not the first of their conversation, a row an hour whole as in
-- `rollups`; `cut` ends with the part of the source that they are of. A question counts those of which none before lies in its range
-- and group: `last` is when the one before was (UTC ms), `since` when the last one of the same dimensions was, and the
-- arrays say when those in between were, and of what dimensions.
CREATE TABLE rollup_repeats
(
    source LowCardinality(String),
    cut LowCardinality(String),
    hour DateTime('UTC'),
    version UInt64,
    queue Array(LowCardinality(String)),
    channel Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    agent Array(LowCardinality(String)),
    priority Array(LowCardinality(String)),
    customer_tier Array(LowCardinality(String)),
    policy Array(LowCardinality(String)),
    label Array(LowCardinality(String)),
    last Array(Int64),
    since Array(Int64),
    before_at Array(Array(Int64)),
    before_queue Array(Array(LowCardinality(String))),
    before_team Array(Array(LowCardinality(String))),
    before_agent Array(Array(LowCardinality(String))),
    before_priority Array(Array(LowCardinality(String))),
    before_customer_tier Array(Array(LowCardinality(String))),
    before_policy Array(Array(LowCardinality(String))),
    before_label Array(Array(LowCardinality(String)))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, cut, hour)
SETTINGS index_granularity = 16;
