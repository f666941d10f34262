-- Cost: none, it makes empty tables. Facts stored already are copied in the background, or by `rollups build`.

-- Whose a conversation was, and when: the facts that tell it (`services/metrics/rows/surveys.ts`), by conversation. A
-- survey knows of its conversation the id alone, and in `facts` an id is found only by reading those of all time. Ingest
-- writes these rows with the facts, same versions and tombstones; hours that it did not tell of are copied from there.
-- `stored_at` is the clock of who wrote: what has come since an instant is found by its index.
CREATE TABLE tellings
(
    conversation_id String,
    fact LowCardinality(String),
    at DateTime64(3, 'UTC'),
    stream LowCardinality(String),
    seq UInt32,
    opened_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    version UInt32,
    is_deleted UInt8,
    ended_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    label LowCardinality(String),
    queue LowCardinality(String),
    team LowCardinality(String),
    agent LowCardinality(String),
    channel LowCardinality(String),
    priority LowCardinality(String),
    customer_tier LowCardinality(String),
    policy LowCardinality(String),
    stored_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    INDEX by_storing stored_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (conversation_id, fact, at, stream, seq, toDate(opened_at))
SETTINGS index_granularity = 512;

-- In which hours the surveys of a conversation lie that are rolled up: what is told of it later concerns these. Whoever
-- rolls up an hour writes its conversations first; an entry too many costs a recomputation, so none is ever taken away.
CREATE TABLE surveyed
(
    conversation_id String,
    hour DateTime('UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (conversation_id, hour)
SETTINGS index_granularity = 512;

-- Surveys by the hour and by whose conversation they are of, as `rollups` has other facts: one row an hour and cut, replaced whole.
-- Kept are the answers themselves, how often each was given (`n`): whatever is made of scores is made of these, in one order.
CREATE TABLE rollup_surveys
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
    fact Array(LowCardinality(String)),
    score Array(Float32),
    scale Array(UInt16),
    n Array(UInt32)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, cut, hour)
SETTINGS index_granularity = 64;
