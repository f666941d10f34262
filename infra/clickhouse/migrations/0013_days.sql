-- Cost: none, it makes an empty table. Days are summed up in the background, or by `rollups build`; until then hours answer.

-- Days (UTC) summed up from the rows that `rollups` has of their hours, in the same form: `hour` is the day's begin. In
-- `rollup_hours` a day has a row of its own, whose `facts` are the sum of the versions of its hours, by which it is known
-- whether these still stand. A question reads few rows of one cut: granules are small.
CREATE TABLE rollup_days
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
SETTINGS index_granularity = 8;
