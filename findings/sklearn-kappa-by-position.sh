#!/usr/bin/env bash
# scikit-learn 1.9.1 with irrCAC 0.4.4 (Python), https://pypi.org/project/scikit-learn/1.9.1/
#
# Expected: cohen_kappa_score with weights="quadratic" weighs a disagreement by the square of the distance of the two
# scores, as weighted kappa is there for and as irrCAC has it: of 0 and 9 points 81 times as much as of 9 and 10.
# Seen: the distance is that of the positions in the sorted list of the scores that happen to be given. Reviews of calls
# that nobody gave 1 to 8 points have three scores, and a call that one reviewer fails with 0 and the other gives 9 is
# as near as 9 is to 10: agreement is "almost perfect" where the two do not agree on the one call that mattered. The
# other way round, differences by a point look large. With labels=range(11) it is right; labels are there "to select a
# subset" by the documentation, which does not say what the weights are of. One more call, that both give 5, lowers the
# agreement, as all other scores move apart. And scores in words are in the order of the alphabet, which is right for
# its example's "negative, neutral, positive" and for hardly anything else.
#
# Output seen (Python 3.11.7), agreement of two reviewers:
#   0 against 9 once, else the same: 0.83, with labels 0.14, irrCAC 0.14
#   the same and a call that both give 5: 0.70, with labels 0.33, irrCAC 0.33
#   never more than one point apart: 0.76, with labels 0.98, irrCAC 0.98
#   poor, fair, good, excellent: 0.44, with labels 0.79
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check scikit-learn==1.9.1 irrCAC==0.4.4

cat > "$work/show.py" << 'PYTHON'
import warnings

import pandas
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

warnings.simplefilter("ignore")

failed = [0, 9, 10, 9, 10, 9, 10, 10], [9, 9, 10, 9, 10, 9, 10, 10]
for name, (one, other) in (
    ("0 against 9 once, else the same", failed),
    ("the same and a call that both give 5", tuple([*scores, 5] for scores in failed)),
    ("never more than one point apart", ([0, 0, 8, 8, 9, 9, 10, 10, 9, 8], [0, 0, 9, 8, 10, 9, 9, 10, 8, 9])),
):
    plain = cohen_kappa_score(one, other, weights="quadratic")
    labels = cohen_kappa_score(one, other, weights="quadratic", labels=range(11))
    reviews = pandas.DataFrame({"one": one, "other": other})
    # Of two raters, Conger's kappa is Cohen's.
    conger = CAC(reviews, weights="quadratic").conger()["est"]["coefficient_value"]
    print(f"{name}: {plain:.2f}, with labels {labels:.2f}, irrCAC {conger:.2f}")

one = ["poor", "fair", "good", "excellent", "good", "fair", "excellent", "good"]
other = ["poor", "fair", "excellent", "good", "good", "good", "excellent", "good"]
order = ["poor", "fair", "good", "excellent"]
plain = cohen_kappa_score(one, other, weights="quadratic")
labels = cohen_kappa_score(one, other, weights="quadratic", labels=order)
print(f"{', '.join(order)}: {plain:.2f}, with labels {labels:.2f}")
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
0 against 9 once, else the same: 0.83, with labels 0.14, irrCAC 0.14
the same and a call that both give 5: 0.70, with labels 0.33, irrCAC 0.33
never more than one point apart: 0.76, with labels 0.98, irrCAC 0.98
poor, fair, good, excellent: 0.44, with labels 0.79
SEEN
