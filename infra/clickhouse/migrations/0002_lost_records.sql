-- Cost: none, it makes an empty table.

-- Records that Kafka deleted before ingest read them: from_offset up to, not including, to_offset. Finding the
-- same gap again replaces it.
CREATE TABLE lost_records
(
    topic LowCardinality(String),
    kafka_partition UInt16,
    from_offset UInt64,
    to_offset UInt64,
    found_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(to_offset)
ORDER BY (topic, kafka_partition, from_offset);
