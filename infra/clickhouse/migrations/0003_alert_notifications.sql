-- Cost: none, it makes empty tables.

-- What channels are told at a time, where that cannot be found out again from `alerts`: groups, repetitions and
-- escalations. Written before it is sent, and again with what became of it: whoever takes over sends what has no
-- outcome under the same key, and knows when a group was told last. Asked for by time.
CREATE TABLE alert_notifications
(
    created_at DateTime64(3, 'UTC'),
    notification_id String,
    channel LowCardinality(String),
    route UInt16,
    cause LowCardinality(String),
    group_key String,
    group_labels String,
    -- Transitions, as id-version, and the keys under which they are told.
    transitions Array(String),
    keys Array(String),
    firing UInt32,
    outcome LowCardinality(String),
    code LowCardinality(String),
    attempts UInt32,
    -- The epoch while it is on its way.
    finished_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(finished_at)
PARTITION BY toYYYYMM(created_at)
ORDER BY (created_at, notification_id);
