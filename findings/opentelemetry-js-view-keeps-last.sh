#!/usr/bin/env bash
# @opentelemetry/sdk-metrics 2.12.1 (Node), https://www.npmjs.com/package/@opentelemetry/sdk-metrics/v/2.12.1
#
# Expected: a view that drops an attribute leaves the sum over it, for observed counters as for those that are added to: 3
# agents idle and 5 busy are 8 agents of the queue, as opentelemetry-sdk 1.45.2 for Python has it.
# Seen: of the observations that fall together the last one is kept and the others are gone: the queue has 5 agents. For a
# counter that is added to (`createCounter`) the same view gives 8. So the view that is there to have fewer series changes
# the figure, by which state the callback names last.
#
# Output seen (Node 20.20.2, Python 3.11.7):
#   Node: agents 5, seconds_observed 5, seconds_added 8
#   Python: agents 8, seconds_observed 8, seconds_added 8
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/api@1.9.1 > /dev/null
python3 -m venv env && ./env/bin/pip install --quiet --disable-pip-version-check opentelemetry-sdk==1.45.2

cat > show.cjs << 'NODE'
const { MeterProvider, MetricReader, createAllowListAttributesProcessor } = require('@opentelemetry/sdk-metrics');

class Reader extends MetricReader {
  async onShutdown() {}
  async onForceFlush() {}
}

(async () => {
  const reader = new Reader();
  const view = { instrumentName: '*', attributesProcessors: [createAllowListAttributesProcessor(['queue'])] };
  const meter = new MeterProvider({ readers: [reader], views: [view] }).getMeter('center');
  const states = (take) => {
    take(3, { queue: 'billing', state: 'idle' });
    take(5, { queue: 'billing', state: 'busy' });
  };
  const observed = (result) => states((value, attributes) => result.observe(value, attributes));
  meter.createObservableUpDownCounter('agents').addCallback(observed);
  meter.createObservableCounter('seconds_observed').addCallback(observed);
  const added = meter.createCounter('seconds_added');
  states((value, attributes) => added.add(value, attributes));

  const { resourceMetrics } = await reader.collect();
  const told = resourceMetrics.scopeMetrics[0].metrics.map(({ descriptor, dataPoints }) =>
    `${descriptor.name} ${dataPoints.map(({ value }) => value).join(' and ')}`);
  console.log(`Node: ${told.join(', ')}`);
})();
NODE
cat > show.py << 'PYTHON'
from opentelemetry.metrics import Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.metrics.view import View

reader = InMemoryMetricReader()
provider = MeterProvider([reader], views=[View(instrument_name="*", attribute_keys={"queue"})])
meter = provider.get_meter("center")
states = [(3, {"queue": "billing", "state": "idle"}), (5, {"queue": "billing", "state": "busy"})]
observed = [lambda _: [Observation(*state) for state in states]]
meter.create_observable_up_down_counter("agents", observed)
meter.create_observable_counter("seconds_observed", observed)
added = meter.create_counter("seconds_added")
for state in states:
    added.add(*state)
metrics = {metric.name: metric for metric in reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics}
told = (f"{name} {' and '.join(str(point.value) for point in metrics[name].data.data_points)}"
        for name in ("agents", "seconds_observed", "seconds_added"))
print("Python:", ", ".join(told))
PYTHON
(node show.cjs && ./env/bin/python show.py) | tee seen
diff seen - << 'SEEN'
Node: agents 5, seconds_observed 5, seconds_added 8
Python: agents 8, seconds_observed 8, seconds_added 8
SEEN
