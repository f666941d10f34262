#!/usr/bin/env bash
# statsmodels 0.15.0 with scipy 1.17.1 (Python), https://pypi.org/project/statsmodels/0.15.0/
#
# Expected: an interval of a ratio of two rates has the ratio seen in it, and turned round it is its reciprocal: score
# intervals (Miettinen and Nurminen) are chosen because they hold where all or none of a side succeed. With a p-value of
# the same score above 0.05 the 95 % interval has 1 in it, and two sides that are equal do not differ.
# Seen: where all of one side succeed, the search for a limit stops at a step of the p-value on the wrong side of the
# estimate. A ratio of 0.5 comes with an interval from 0.75 up; 50 of 50 are "more" than 40 of 40; none of 50 against
# all of 40 gives an interval that is a point, at 0.44. Limits may be complex numbers; no warning tells a wrong one from
# a right one, and compare="diff" raises.
#
# Output seen (Python 3.11.7, numpy 2.4.6):
#   5/10 to 10/10: ratio 0.50, score interval 0.750 to 0.803, score p 0.0118
#   10/10 to 5/10: ratio 2.00, score interval 1.333 to 4.316, score p 0.0118
#   50/50 to 39/40: ratio 1.03, score interval 1.011 to 1.149, score p 0.2636
#   50/50 to 40/40: ratio 1.00, score interval 1.000 to 1.097 (above 1: True), score p nan
#   0/50 to 40/40: ratio 0.00, score interval 0.444 to 0.444, score p 0.0000
#   difference of 50/50 and 39/40: ValueError
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 scipy==1.17.1

cat > "$work/show.py" << 'PYTHON'
import warnings

from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

# Of a division by zero in the ratio of the odds, which nobody asked for.
warnings.simplefilter("ignore")

for a, m, b, n in ((5, 10, 10, 10), (10, 10, 5, 10), (50, 50, 39, 40), (50, 50, 40, 40), (0, 50, 40, 40)):
    limits = confint_proportions_2indep(a, m, b, n, method="score", compare="ratio")
    lower, upper = (limit.real for limit in limits)
    p = test_proportions_2indep(a, m, b, n, method="score", compare="ratio").pvalue
    ratio = a / m / (b / n)
    above = f" (above 1: {bool(lower > 1)})" if ratio == 1 else ""
    print(f"{a}/{m} to {b}/{n}: ratio {ratio:.2f}, score interval {lower:.3f} to {upper:.3f}{above}, score p {p:.4f}")
try:
    print(confint_proportions_2indep(50, 50, 39, 40, method="score", compare="diff"))
except ValueError as error:
    print(f"difference of 50/50 and 39/40: {type(error).__name__}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
5/10 to 10/10: ratio 0.50, score interval 0.750 to 0.803, score p 0.0118
10/10 to 5/10: ratio 2.00, score interval 1.333 to 4.316, score p 0.0118
50/50 to 39/40: ratio 1.03, score interval 1.011 to 1.149, score p 0.2636
50/50 to 40/40: ratio 1.00, score interval 1.000 to 1.097 (above 1: True), score p nan
0/50 to 40/40: ratio 0.00, score interval 0.444 to 0.444, score p 0.0000
difference of 50/50 and 39/40: ValueError
SEEN
