#!/usr/bin/env bash
# sktime 1.2.0 with scikit-learn 1.9.1 (Python), https://pypi.org/project/sktime/1.2.0/
#
# Expected: an error weighted by calls, sample_weight=calls, is a weighted mean, sum(w * e) / sum(w), as scikit-learn's
# metrics have it, which the argument is named after (sktime/sktime#6495): it lies between the least and
# the greatest error, and twice the weights change nothing.
# Seen: errors are multiplied by the weights and then averaged by their number. Where no hour is off by more than 10
# calls, the mean absolute error weighted by calls is 880; by shares of the calls, which add up to 1, it is a quarter of
# what it is, and the less the more hours are looked at. MASE takes the weights twice (that part is sktime/sktime#11060,
# open), so the better of two models may come out as the worse. MSPE is right: in one table there are three kinds of
# weights. So are the functions of the classes' names (mean_absolute_error, horizon_weight). Weights of 1 change nothing.
#
# Output seen (Python 3.11.7), hours of 100, 200, 50 and 10 calls, off by 10, 10, 10 and 2:
#   no weights: MAE 8.00, MSPE 0.0231, MAPE 0.138, MASE 1.14
#   2 each: MAE 16.00, MSPE 0.0231, MAPE 0.275, MASE 4.57
#   calls: MAE 880.00, MSPE 0.0108, MAPE 8.000, MASE 18757.14
#   shares of the calls: MAE 2.44, MSPE 0.0108, MAPE 0.022, MASE 0.14
#   calls, scikit-learn: MAE 9.78, MAPE 0.089
#   calls, functions of sktime: MAE 9.78
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check sktime==1.2.0 scikit-learn==1.9.1

cat > "$work/show.py" << 'PYTHON'
import warnings

import numpy
import sklearn.metrics
from sktime.performance_metrics.forecasting import (
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanAbsoluteScaledError,
    MeanSquaredPercentageError,
    mean_absolute_error,
)

warnings.simplefilter("ignore")

calls, forecast = numpy.array([100.0, 200, 50, 10]), numpy.array([110.0, 190, 60, 12])
before = numpy.array([100.0, 107] * 7)
for name, weights in (
    ("no weights", None),
    ("2 each", numpy.full(4, 2.0)),
    ("calls", calls),
    ("shares of the calls", calls / calls.sum()),
):
    mae, mspe, mape, mase = (
        metric()(calls, forecast, sample_weight=weights, y_train=before)
        for metric in (
            MeanAbsoluteError,
            MeanSquaredPercentageError,
            MeanAbsolutePercentageError,
            MeanAbsoluteScaledError,
        )
    )
    print(f"{name}: MAE {mae:.2f}, MSPE {mspe:.4f}, MAPE {mape:.3f}, MASE {mase:.2f}")
mae = sklearn.metrics.mean_absolute_error(calls, forecast, sample_weight=calls)
mape = sklearn.metrics.mean_absolute_percentage_error(calls, forecast, sample_weight=calls)
print(f"calls, scikit-learn: MAE {mae:.2f}, MAPE {mape:.3f}")
print(f"calls, functions of sktime: MAE {mean_absolute_error(calls, forecast, horizon_weight=calls):.2f}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
no weights: MAE 8.00, MSPE 0.0231, MAPE 0.138, MASE 1.14
2 each: MAE 16.00, MSPE 0.0231, MAPE 0.275, MASE 4.57
calls: MAE 880.00, MSPE 0.0108, MAPE 8.000, MASE 18757.14
shares of the calls: MAE 2.44, MSPE 0.0108, MAPE 0.022, MASE 0.14
calls, scikit-learn: MAE 9.78, MAPE 0.089
calls, functions of sktime: MAE 9.78
SEEN
