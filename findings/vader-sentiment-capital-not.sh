#!/usr/bin/env bash
# vader-sentiment 1.1.3 (npm), https://www.npmjs.com/package/vader-sentiment/v/1.1.3
#
# Expected: a port of VADER's Python code; `Not bad` is as positive as `not bad`, 0.431, as vaderSentiment 3.3.2 has it.
# Seen: a negation that has a capital letter negates nothing: `Not bad` is -0.5423, the same as `bad`. Sentences begin with
# a capital, so `Not happy.` is praise there. Words of the lexicon and boosters are put to lower case first, negations
# are looked up as they stand; those that end in n't are found by that.
#
# Output seen (Node 20.20.2, Python 3.11):
#   npm     not bad 0.431, Not bad -0.5423, It is Not bad -0.5423, Isn't bad 0.431, Not happy 0.5719
#   Python  not bad 0.431, Not bad 0.431, It is Not bad 0.431, Isn't bad 0.431, Not happy -0.4585
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error vader-sentiment@1.1.3 > /dev/null
python3 -m venv env && ./env/bin/pip install --quiet vaderSentiment==3.3.2

cat > show.mjs << 'NODE'
import vader from 'vader-sentiment';
const texts = ['not bad', 'Not bad', 'It is Not bad', "Isn't bad", 'Not happy'];
const told = texts.map((text) => `${text} ${vader.SentimentIntensityAnalyzer.polarity_scores(text).compound}`);
console.log(`npm     ${told.join(', ')}`);
NODE
node show.mjs
./env/bin/python - << 'PYTHON'
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

scores = SentimentIntensityAnalyzer().polarity_scores
texts = ["not bad", "Not bad", "It is Not bad", "Isn't bad", "Not happy"]
print("Python ", ", ".join(f"{text} {scores(text)['compound']}" for text in texts))
PYTHON
