-- Cost: none, it makes an empty table.

-- Who did what when, and who saw which conversation, from the topic contact.audit. Nothing updates or deletes it. It is
-- asked for by time. The hash is of all that a row says: the same entry written again after a fault is one row, and another
-- entry put in its place is a second row that `linewatch audit check` finds. By conversation it is found by the index.
CREATE TABLE audit
(
    at DateTime64(3, 'UTC'),
    chain String,
    seq UInt64,
    hash String,
    previous String,
    service LowCardinality(String),
    what LowCardinality(String),
    outcome LowCardinality(String),
    who String,
    role LowCardinality(String),
    subject_kind LowCardinality(String),
    subjects Array(String),
    count UInt64,
    detail String,
    INDEX by_subject subjects TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (at, chain, seq, hash);
