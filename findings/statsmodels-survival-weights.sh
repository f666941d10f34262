#!/usr/bin/env bash
# statsmodels 0.15.0 with scipy 1.17.1 (Python), https://pypi.org/project/statsmodels/0.15.0/
#
# Expected: freq_weights of SurvfuncRight are "frequency weights": a row with 30 callers is 30 rows with one, with the
# same curve of patience and the same standard error, surv_prob_se, and weights of 1 change nothing. Where all give up in
# the end, the standard error of a share s of n callers is sqrt(s (1 - s) / n).
# Seen: with weights another formula is taken, that of the cumulative hazard, and not multiplied by the share that is
# left, as the one without weights is. Where the curve begins the two are alike; where a twentieth of the callers still
# wait it is eleven times what it should be, and bounds made of it, the interval of the median among them
# (quantile_ci), run to the end of the data. Calls counted by second, as a query gives them, have it, and the same
# calls one by one do not. surv_prob is right in both, so nothing seems amiss but that little is known.
#
# Output seen (Python 3.11.7), a hundred callers who give up:
#   still waiting after 10 s: 0.80, standard error 0.040, counted 0.045, weights of 1 0.045, by the formula 0.040
#   still waiting after 20 s: 0.50, standard error 0.050, counted 0.082, weights of 1 0.082, by the formula 0.050
#   still waiting after 30 s: 0.20, standard error 0.040, counted 0.137, weights of 1 0.137, by the formula 0.040
#   still waiting after 40 s: 0.05, standard error 0.022, counted 0.237, weights of 1 0.237, by the formula 0.022
#   still waiting after 60 s: 0.01, standard error 0.010, counted 0.465, weights of 1 0.465, by the formula 0.010
#   half have given up after 20 to 30 s, counted 20 to 120 s
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 scipy==1.17.1

cat > "$work/show.py" << 'PYTHON'
import math
import warnings

import numpy
from statsmodels.duration.survfunc import SurvfuncRight

warnings.simplefilter("ignore")

seconds = numpy.array([10, 20, 30, 40, 60, 120])
callers = numpy.array([20, 30, 30, 15, 4, 1])
each = seconds.repeat(callers)
listed = SurvfuncRight(each, numpy.ones(100))
counted = SurvfuncRight(seconds, numpy.ones(6), freq_weights=callers)
ones = SurvfuncRight(each, numpy.ones(100), freq_weights=numpy.ones(100))
for i in range(5):
    share = listed.surv_prob[i]
    print(
        f"still waiting after {seconds[i]} s: {share:.2f}, standard error {listed.surv_prob_se[i]:.3f},",
        f"counted {counted.surv_prob_se[i]:.3f}, weights of 1 {ones.surv_prob_se[i]:.3f},",
        f"by the formula {math.sqrt(share * (1 - share) / 100):.3f}",
    )
(first, last), (first_counted, last_counted) = listed.quantile_ci(0.5), counted.quantile_ci(0.5)
print(f"half have given up after {first} to {last} s, counted {first_counted} to {last_counted} s")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
still waiting after 10 s: 0.80, standard error 0.040, counted 0.045, weights of 1 0.045, by the formula 0.040
still waiting after 20 s: 0.50, standard error 0.050, counted 0.082, weights of 1 0.082, by the formula 0.050
still waiting after 30 s: 0.20, standard error 0.040, counted 0.137, weights of 1 0.137, by the formula 0.040
still waiting after 40 s: 0.05, standard error 0.022, counted 0.237, weights of 1 0.237, by the formula 0.022
still waiting after 60 s: 0.01, standard error 0.010, counted 0.465, weights of 1 0.465, by the formula 0.010
half have given up after 20 to 30 s, counted 20 to 120 s
SEEN
