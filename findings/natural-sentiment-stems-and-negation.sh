#!/usr/bin/env bash
# natural 8.1.1 (Node), https://www.npmjs.com/package/natural/v/8.1.1
#
# Expected: a stemmer, which is there "to increase the coverage" of SentimentAnalyzer, finds more forms of the words
# that the vocabulary has, and a word that says nothing stays at 0; a negation turns what it stands before or, as the
# documentation has it, makes the result negative.
# Seen: the vocabulary is stemmed first, and texts are then looked up in it as they are. Porter's stem of "useful" is
# "us": whoever writes "us", "use" or "used" is pleased, by as much as with "useful", and "import" is as good as
# "important". So a customer who asks to be called back is content. And a negation turns all words to the end of the
# text, so what it makes negative is whatever comes later: a complaint that begins with "not" and gets worse is
# praise, and praise after it is a complaint. The same two clauses the other way round have the opposite score.
#
# Output seen (Node 20.20.2), without a stemmer, with PorterStemmer:
#   call us back: 0.00 1.00
#   we used it to import a contact: 0.00 0.57
#   bad and slow service, it does not work: -0.38 -0.38
#   it does not work, bad and slow service: 0.38 0.38
#   I could not log in but Anna was wonderful: -0.44 -0.44
#   Anna was wonderful but I could not log in: 0.44 0.44
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error natural@8.1.1 > /dev/null

cat > show.cjs << 'NODE'
const { PorterStemmer, SentimentAnalyzer, WordTokenizer } = require('natural');

const tokenizer = new WordTokenizer();
const analyzers = [null, PorterStemmer].map((stemmer) => new SentimentAnalyzer('English', stemmer, 'afinn'));
for (const text of [
  'call us back',
  'we used it to import a contact',
  'bad and slow service, it does not work',
  'it does not work, bad and slow service',
  'I could not log in but Anna was wonderful',
  'Anna was wonderful but I could not log in',
]) {
  const scores = analyzers.map((analyzer) => analyzer.getSentiment(tokenizer.tokenize(text)).toFixed(2));
  console.log(`${text}: ${scores.join(' ')}`);
}
NODE
DOTENV_CONFIG_QUIET=true node show.cjs | tee seen
diff seen - << 'SEEN'
call us back: 0.00 1.00
we used it to import a contact: 0.00 0.57
bad and slow service, it does not work: -0.38 -0.38
it does not work, bad and slow service: 0.38 0.38
I could not log in but Anna was wonderful: -0.44 -0.44
Anna was wonderful but I could not log in: 0.44 0.44
SEEN
