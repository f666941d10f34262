#!/usr/bin/env bash
# utilsforecast 0.2.17 with pandas 3.1.1 and polars 2.1.0 (Python; what forecasts of statsforecast and mlforecast are
# evaluated with), https://pypi.org/project/utilsforecast/0.2.17/
#
# Expected: WAPE is "sum(|y - ŷ|) / sum(|y|)", over the same intervals above and below, or not a number where a
# forecast is missing, as rmae refuses a missing baseline; and a loss is the same for one table in pandas and in polars.
# Seen: an interval without a forecast has no error above, and its calls are still counted below. A model that is off by
# 20 % and leaves out half of the calls, as a seasonal one does while its history is short, has 10 %: it beats one that
# is off by 12 % everywhere, and one that forecasts nothing at all has 0, the best there is. MAE and MAPE of the same
# table leave the interval out. nd is the same as wape. (Of rmae it was known and mended: Nixtla/utilsforecast#102.)
# And mape over an interval without calls is that of the others in pandas, and NaN in polars. cfe, of which
# "positive values mean under forecast", is positive where too much was forecast.
#
# Output seen (Python 3.11.7):
#   pandas, wape: all 0.12, half 0.10, none 0.00
#   pandas, mape: all 0.12, half 0.20, none nan
#   pandas, mae: all 12.00, half 20.00, none nan
#   polars, wape: all 0.12, half 0.10
#   polars, mape: all 0.12, half 0.20
#   polars, mae: all 12.00, half 20.00
#   an hour without calls: mape 0.10 in pandas, nan in polars; cfe 15 of 15 calls too many
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check utilsforecast==0.2.17 pandas==3.1.1 polars==2.1.0

cat > "$work/show.py" << 'PYTHON'
import pandas
import polars
from utilsforecast import losses

hours = {
    "unique_id": ["sales"] * 4,
    "y": [100.0] * 4,
    "all": [112.0, 88.0, 112.0, 88.0],
    "half": [120.0, 80.0, None, None],
}
with_none = pandas.DataFrame(hours).assign(none=float("nan"))
for library, table, models in (
    ("pandas", with_none, ["all", "half", "none"]),
    ("polars", polars.DataFrame(hours), ["all", "half"]),
):
    for loss in (losses.wape, losses.mape, losses.mae):
        told = loss(table, models)
        print(f"{library}, {loss.__name__}:", ", ".join(f"{model} {told[model][0]:.2f}" for model in models))

night = {"unique_id": ["sales"] * 3, "y": [100.0, 0.0, 50.0], "model": [110.0, 0.0, 55.0]}
in_pandas, in_polars = (losses.mape(library.DataFrame(night), ["model"])["model"][0] for library in (pandas, polars))
cfe = losses.cfe(pandas.DataFrame(night), ["model"])["model"][0]
print(
    f"an hour without calls: mape {in_pandas:.2f} in pandas, {in_polars:.2f} in polars;",
    f"cfe {cfe:.0f} of 15 calls too many",
)
PYTHON
"$work/venv/bin/python" "$work/show.py" | tee "$work/seen"
diff "$work/seen" - << 'SEEN'
pandas, wape: all 0.12, half 0.10, none 0.00
pandas, mape: all 0.12, half 0.20, none nan
pandas, mae: all 12.00, half 20.00, none nan
polars, wape: all 0.12, half 0.10
polars, mape: all 0.12, half 0.20
polars, mae: all 12.00, half 20.00
an hour without calls: mape 0.10 in pandas, nan in polars; cfe 15 of 15 calls too many
SEEN
