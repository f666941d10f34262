-- Cost: none, it makes an empty table.

-- What people agreed and set through the API: goals, rounds, changes. Append-only: state is folded from the entries of
-- a subject, and every entry stays, with who made it and when. Two processes may write the same version at once; both
-- rows are kept, and readers take the first by (at, entry_id), so that all agree on which one holds. Read by kind and id.
CREATE TABLE journal
(
    kind LowCardinality(String),
    id String,
    version UInt32,
    entry_id String,
    at DateTime64(3, 'UTC'),
    by String,
    what LowCardinality(String),
    body String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (kind, id, version, entry_id);
