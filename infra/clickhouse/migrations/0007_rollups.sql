-- Cost: none, it makes empty tables. What is stored already is rolled up in the background, or by `rollups build`.

-- Which hours a unit of ingest has touched, once its facts are in: a row a kind of fact with its anchor, an hour, and the
-- unit. Whoever recomputes an hour strikes the notes that it had read, by a row that replaces them; a note that came
-- meanwhile stays. Few rows at any time; what is struck goes after a day.
CREATE TABLE dirty_hours
(
    what LowCardinality(String),
    hour DateTime64(3, 'UTC'),
    unit String,
    struck UInt8,
    noted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(struck)
ORDER BY (what, hour, unit)
TTL toDateTime(noted_at) + INTERVAL 1 DAY DELETE WHERE struck = 1;

-- Facts summed up by the hour. A row holds an hour whole: one element of the arrays a cell, a cell a combination of
-- dimensions. So an hour is replaced by one row, cells that vanished included, and of rivals the later reading stays.
-- `source` names which facts by which anchor and, by a hash, what p0 and the following hold of them; `cut` says which
-- dimensions are told apart. Questions are of one source and cut over a range of hours: that is the key.
CREATE TABLE rollups
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
    p0 Array(Int64),
    p1 Array(Int64),
    p2 Array(Int64),
    p3 Array(Int64),
    p4 Array(Int64),
    p5 Array(Int64),
    p6 Array(Int64),
    p7 Array(Int64),
    p8 Array(Int64),
    p9 Array(Int64),
    p10 Array(Int64),
    p11 Array(Int64),
    p12 Array(Int64),
    p13 Array(Int64),
    p14 Array(Int64),
    p15 Array(Int64),
    p16 Array(Int64),
    p17 Array(Int64),
    p18 Array(Int64),
    p19 Array(Int64),
    p20 Array(Int64),
    p21 Array(Int64),
    p22 Array(Int64),
    p23 Array(Int64),
    p24 Array(Int64),
    p25 Array(Int64),
    p26 Array(Int64),
    p27 Array(Int64),
    p28 Array(Int64),
    p29 Array(Int64),
    p30 Array(Int64),
    p31 Array(Int64)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, cut, hour)
SETTINGS index_granularity = 64;

-- The same for percentiles: how many durations of an hour lie in each bin (`services/rollups/bins.ts`). `source` ends
-- with the number of the duration.
CREATE TABLE rollup_bins
(
    source LowCardinality(String),
    cut LowCardinality(String),
    hour DateTime('UTC'),
    version UInt64,
    queue Array(LowCardinality(String)),
    channel Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    agent Array(LowCardinality(String)),
    bin Array(Int32),
    n Array(UInt32)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, cut, hour)
SETTINGS index_granularity = 16;

-- How far the number of open spells rose within an hour above what it was at the begin, and when first (ms of the hour).
-- Of peaks no sum can be made: `cut` names exactly the dimensions whose groups they are of.
CREATE TABLE rollup_peaks
(
    source LowCardinality(String),
    cut LowCardinality(String),
    hour DateTime('UTC'),
    version UInt64,
    queue Array(LowCardinality(String)),
    channel Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rise Array(Int64),
    rise_ms Array(UInt32)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(hour)
ORDER BY (source, cut, hour)
SETTINGS index_granularity = 64;

-- Which hours of a source are rolled up, written once all of their rows are in. `facts` is how many facts an hour has.
CREATE TABLE rollup_hours
(
    source LowCardinality(String),
    hour DateTime('UTC'),
    version UInt64,
    facts UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (source, hour);
