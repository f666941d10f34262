-- Cost: none, it makes empty tables.

-- Every transition of every alert, once: a process that takes over may find out the same again and writes it under
-- the same key. began_at (of a breach, the due time) never changes within an alert, so it may lead the key: alerts
-- are asked for by time, and stand on dashboards as annotations.
CREATE TABLE alerts
(
    began_at DateTime64(3, 'UTC'),
    alert_id String,
    version UInt32,
    changed_at DateTime64(3, 'UTC'),
    rule LowCardinality(String),
    kind LowCardinality(String),
    severity LowCardinality(String),
    state LowCardinality(String),
    reason LowCardinality(String),
    late UInt8,
    unconfirmed UInt8,
    value Float64,
    threshold Float64,
    stream LowCardinality(String),
    conversation_id String,
    metric LowCardinality(String),
    seq UInt32,
    queue LowCardinality(String),
    team LowCardinality(String),
    agent LowCardinality(String),
    channel LowCardinality(String),
    priority LowCardinality(String),
    customer_tier LowCardinality(String),
    policy LowCardinality(String),
    labels LowCardinality(String),
    title LowCardinality(String),
    runbook LowCardinality(String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(began_at)
ORDER BY (began_at, alert_id, version);

-- What became of telling a transition to a channel. No row: it is still to be told, and whoever takes over does so.
CREATE TABLE alert_deliveries
(
    began_at DateTime64(3, 'UTC'),
    alert_id String,
    version UInt32,
    channel LowCardinality(String),
    outcome LowCardinality(String),
    code LowCardinality(String),
    attempts UInt32,
    finished_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(finished_at)
PARTITION BY toYYYYMM(began_at)
ORDER BY (began_at, alert_id, version, channel);

-- Who has taken an alert on. Written by people through the API, hence apart from the alert's own transitions.
CREATE TABLE alert_acknowledgements
(
    alert_id String,
    acknowledged_at DateTime64(3, 'UTC'),
    acknowledged_by String,
    note String
)
ENGINE = ReplacingMergeTree(acknowledged_at)
ORDER BY alert_id;

-- Alerts that nobody is to be told of for a while. `matchers` is a JSON object: label to the values that it may have.
CREATE TABLE silences
(
    silence_id String,
    version UInt64,
    matchers String,
    starts_at DateTime64(3, 'UTC'),
    ends_at DateTime64(3, 'UTC'),
    created_by String,
    comment String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY silence_id;
