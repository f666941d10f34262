#!/usr/bin/env bash
# @opentelemetry/sdk-metrics 2.12.1 (Node), https://www.npmjs.com/package/@opentelemetry/sdk-metrics/v/2.12.1
#
# Expected: what a callback does not observe any more is not told any more. "For asynchronous instruments with Delta or
# Cumulative aggregation temporality, MetricReader.Collect MUST only receive data points with measurements recorded
# since the previous collection" (the metrics SDK's specification, MetricReader). So opentelemetry-sdk 1.45.2 for Python
# has it.
# Seen: the last value is told for ever, with a new time, by gauges and by up-down counters. A callback that gives each
# queue in which somebody waits (SELECT queue, count(*) ... GROUP BY queue) never gives 0: whoever was the last to wait
# waits on, the board is never empty again, and an alert on it never ends. Who left at night is on duty until the
# process is restarted. With delta temporality it is right, but Prometheus is read with cumulative.
#
# Output seen (Node 20.20.2, Python 3.11.7):
#   Node, 7 wait for billing, 2 for support: billing 7, support 2; 9 waiting
#   Node, 3 wait for support: billing 7, support 3; 10 waiting
#   Node, nobody waits: billing 7, support 3; 10 waiting
#   Python, 7 wait for billing, 2 for support: billing 7, support 2; 9 waiting
#   Python, 3 wait for support: support 3; 3 waiting
#   Python, nobody waits: none; 0 waiting
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/api@1.9.1 > /dev/null
python3 -m venv env
./env/bin/pip install --quiet --disable-pip-version-check opentelemetry-sdk==1.45.2

cat > show.cjs << 'NODE'
const { AggregationTemporality, MeterProvider, MetricReader } = require('@opentelemetry/sdk-metrics');

class Reader extends MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}
const reader = new Reader({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
const meter = new MeterProvider({ readers: [reader] }).getMeter('center');
let waiting;
meter.createObservableGauge('waiting').addCallback((result) => {
  for (const [queue, calls] of Object.entries(waiting)) result.observe(calls, { queue });
});

(async () => {
  for (const [said, now] of [
    ['7 wait for billing, 2 for support', { billing: 7, support: 2 }],
    ['3 wait for support', { support: 3 }],
    ['nobody waits', {}],
  ]) {
    waiting = now;
    const { resourceMetrics } = await reader.collect();
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    const points = metrics.flatMap(({ dataPoints }) => dataPoints);
    const queues = points.map(({ attributes, value }) => `${attributes.queue} ${value}`).sort();
    const all = points.reduce((sum, { value }) => sum + value, 0);
    console.log(`Node, ${said}: ${queues.join(', ') || 'none'}; ${all} waiting`);
  }
})();
NODE
cat > show.py << 'PYTHON'
from opentelemetry.metrics import Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
meter = MeterProvider(metric_readers=[reader]).get_meter("center")
waiting = {}
meter.create_observable_gauge(
    "waiting", callbacks=[lambda options: [Observation(calls, {"queue": queue}) for queue, calls in waiting.items()]])
for said, now in [
    ("7 wait for billing, 2 for support", {"billing": 7, "support": 2}),
    ("3 wait for support", {"support": 3}),
    ("nobody waits", {}),
]:
    waiting = now
    data = reader.get_metrics_data()
    points = [point for resource in (data.resource_metrics if data else []) for scope in resource.scope_metrics
              for metric in scope.metrics for point in metric.data.data_points]
    queues = sorted(f"{point.attributes['queue']} {point.value}" for point in points)
    print(f"Python, {said}: {', '.join(queues) or 'none'}; {sum(point.value for point in points)} waiting")
PYTHON
(node show.cjs && ./env/bin/python show.py) | tee seen
diff seen - << 'SEEN'
Node, 7 wait for billing, 2 for support: billing 7, support 2; 9 waiting
Node, 3 wait for support: billing 7, support 3; 10 waiting
Node, nobody waits: billing 7, support 3; 10 waiting
Python, 7 wait for billing, 2 for support: billing 7, support 2; 9 waiting
Python, 3 wait for support: support 3; 3 waiting
Python, nobody waits: none; 0 waiting
SEEN
