-- Cost: none, it makes empty tables.

-- All tables are ReplacingMergeTree: a row that is written twice is there once, so that every insert can be
-- repeated after a fault. Queries read with FINAL. Partitions follow the month of the first key column, so that
-- a query of a day opens one or two of them, and old months can be dropped whole.

-- Every enriched event once. The tracker reads a conversation's events back by day of opening and id, which is
-- the key's beginning; time and id then order a timeline and tell events apart.
CREATE TABLE events
(
    opened_at DateTime64(3, 'UTC'),
    conversation_id String,
    stream LowCardinality(String),
    occurred_at DateTime64(3, 'UTC'),
    event_id String,
    type LowCardinality(String),
    channel LowCardinality(String),
    source LowCardinality(String),
    actor_kind LowCardinality(String),
    actor_id String,
    queue LowCardinality(String),
    team LowCardinality(String),
    customer_id String,
    customer_tier LowCardinality(String),
    tags Array(LowCardinality(String)),
    body String CODEC(ZSTD(1)),
    stamp LowCardinality(String),
    kafka_partition UInt16,
    kafka_offset UInt64 CODEC(Delta, ZSTD(1)),
    kafka_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ingested_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    INDEX by_ingest ingested_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(opened_at)
ORDER BY (toDate(opened_at), conversation_id, stream, occurred_at, event_id);

-- One row a measured moment or spell. Every figure is of one kind of fact over a range of time: that is the
-- key's beginning. Conversation (an id and its day of opening), stream and number make it unique. A figure anchored at the end of a spell
-- prunes by the skip index on ended_at, live figures by the one on state: they ask for open, active and paused,
-- and no fact of a conversation that is closed has one of these. Of sla_target, `at` is the due time; what is
-- due at no time (paused) lies in 2200, in a partition of its own. business_ms counts the hours of business only.
CREATE TABLE facts
(
    fact LowCardinality(String),
    at DateTime64(3, 'UTC'),
    conversation_id String,
    stream LowCardinality(String),
    seq UInt32,
    version UInt32,
    is_deleted UInt8,
    began_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    ended_at DateTime64(3, 'UTC'),
    state LowCardinality(String),
    label LowCardinality(String),
    value_ms Int64,
    business_ms Int64,
    target_ms Int64,
    hold_ms Int64,
    wrap_ms Int64,
    score Float32,
    scale UInt16,
    queue LowCardinality(String),
    team LowCardinality(String),
    agent LowCardinality(String),
    channel LowCardinality(String),
    priority LowCardinality(String),
    customer_tier LowCardinality(String),
    policy LowCardinality(String),
    customer_id String,
    opened_at DateTime64(3, 'UTC'),
    INDEX by_state state TYPE set(0) GRANULARITY 1,
    INDEX by_end ended_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY toYYYYMM(at)
ORDER BY (fact, at, conversation_id, stream, seq, toDate(opened_at));

-- The current state of each conversation, found by day of opening and id like its events.
CREATE TABLE conversations
(
    opened_at DateTime64(3, 'UTC'),
    conversation_id String,
    stream LowCardinality(String),
    version UInt32,
    channel LowCardinality(String),
    queue LowCardinality(String),
    team LowCardinality(String),
    agent LowCardinality(String),
    priority LowCardinality(String),
    customer_id String,
    customer_tier LowCardinality(String),
    policy LowCardinality(String),
    status LowCardinality(String),
    last_event_at DateTime64(3, 'UTC'),
    ended_at DateTime64(3, 'UTC'),
    customer_messages UInt16,
    agent_messages UInt16,
    transfers UInt16,
    reopens UInt16,
    INDEX by_id conversation_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(opened_at)
ORDER BY (toDate(opened_at), conversation_id, stream);

-- Changes of agents' states. Figures are of a range of days, which prunes; within a day the rows of an agent, of whose
-- neighbours intervals are made, lie together.
CREATE TABLE agent_states
(
    agent_id LowCardinality(String),
    at DateTime64(3, 'UTC'),
    event_id String,
    team LowCardinality(String),
    state LowCardinality(String),
    slots UInt16,
    slots_busy UInt16,
    queues Array(LowCardinality(String))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toDate(at), agent_id, at, event_id);

-- Planned work. A later plan for the same start replaces the earlier one.
CREATE TABLE agent_schedules
(
    agent_id LowCardinality(String),
    starts_at DateTime64(3, 'UTC'),
    ends_at DateTime64(3, 'UTC'),
    activity LowCardinality(String),
    team LowCardinality(String),
    planned_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(planned_at)
PARTITION BY toYYYYMM(starts_at)
ORDER BY (agent_id, starts_at);

-- What conversations were promised, by content: kind and hash never change their meaning.
CREATE TABLE reference
(
    kind LowCardinality(String),
    hash String,
    content String
)
ENGINE = ReplacingMergeTree
ORDER BY (kind, hash);

-- Where dead letters came from and why, without their content; the topic keeps that.
CREATE TABLE dead_letters
(
    topic LowCardinality(String),
    kafka_partition UInt16,
    kafka_offset UInt64,
    failed_at DateTime64(3, 'UTC'),
    reason LowCardinality(String),
    stage LowCardinality(String)
)
ENGINE = ReplacingMergeTree(failed_at)
ORDER BY (topic, kafka_partition, kafka_offset);

-- How far ingest has come in each partition.
CREATE TABLE watermarks
(
    topic LowCardinality(String),
    kafka_partition UInt16,
    next_offset UInt64,
    end_offset UInt64,
    kafka_at DateTime64(3, 'UTC'),
    written_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY (topic, kafka_partition);

-- What Kafka had in a partition before as_of is stored: every answer's `asOf` and `lagMs` are measured by it.
CREATE TABLE freshness
(
    topic LowCardinality(String),
    kafka_partition UInt16,
    as_of DateTime64(3, 'UTC'),
    written_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY (topic, kafka_partition);
