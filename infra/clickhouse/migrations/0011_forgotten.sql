-- Cost: none, it makes empty tables, and a column that is made when it is read.

-- Whom and what is forgotten, so that what comes of it later is recognized: hashes under a salt of this installation, which
-- is a row of its own (kind `salt`). `run` names the act, by the hash of what was to be forgotten. Nothing is ever taken
-- away: the number of rows tells how much of the list somebody knows. Read as a whole.
CREATE TABLE forgotten
(
    run String,
    kind LowCardinality(String),
    hash String,
    noted_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(noted_at)
ORDER BY (run, kind, hash);

-- How far an act of forgetting has come, so that it goes on after a crash, and in the end what was removed. `key` makes the
-- ids of what stays without a name; it is emptied with the last step, so that nobody can tell which ids they were.
CREATE TABLE forget_runs
(
    run String,
    version UInt64,
    subject LowCardinality(String),
    step LowCardinality(String),
    key String,
    began_at DateTime64(3, 'UTC'),
    report String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY run;

-- How many rows of `forgotten` ingest knew when it took over the records of this unit and of all before it.
ALTER TABLE freshness ADD COLUMN IF NOT EXISTS forgotten UInt64;
