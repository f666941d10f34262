#!/usr/bin/env bash
# highs 1.15.3 (Node), https://www.npmjs.com/package/highs/v/1.15.3: HiGHS 1.15 in WebAssembly
#
# Expected: a model in CPLEX LP format is solved as it is written, or refused. A variable that stands twice in a sum
# counts twice, in the objective as in a row; a constant on the left of a row moves to the right.
# Seen: of a variable that stands twice in the objective one term is dropped (in a row both count), and a constant in a
# row is dropped too. Both are answered as "Optimal". A model whose text is put together a term at a time, a cost here
# and a cost there for the same variable, is another model and nobody is told.
# And with a time limit that ends before anything is found, `solve` gives every column the value 0 and the status "Time
# limit reached", which is also that of a limit with a solution: only the objective, which is Infinity, tells them apart.
# Sparse arrays (`createModel`) with one entry a variable have none of this, and `primal_solution_status` tells.
#
# Output seen (Node 20.20.2):
#   objective 1 x + 1 x, x <= 9: Optimal, 9 instead of 18
#   row x + x <= 9: Optimal, 4.5
#   row x + 2 <= 9: Optimal, 9 instead of 7
#   time limit 0: Time limit reached, x = 0, y = 0, which breaks x + y >= 1
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --no-audit --no-fund --loglevel error highs@1.15.3 > /dev/null

cat > show.mjs << 'NODE'
import loadHighs from 'highs';

const highs = await loadHighs();
const solve = (objective, row, rest = '', options = {}) =>
  highs.solve(`${objective}\nSubject To\n c: ${row}\n${rest}End`, { output_flag: false, ...options });
const told = ({ Status, ObjectiveValue }) => `${Status}, ${ObjectiveValue}`;

console.log(`objective 1 x + 1 x, x <= 9: ${told(solve('Maximize\n o: 1 x + 1 x', 'x <= 9'))} instead of 18`);
console.log(`row x + x <= 9: ${told(solve('Maximize\n o: x', 'x + x <= 9'))}`);
console.log(`row x + 2 <= 9: ${told(solve('Maximize\n o: x', 'x + 2 <= 9'))} instead of 7`);
const { Status, Columns } = solve('Minimize\n o: x + y', 'x + y >= 1', 'Binary\n x y\n', { time_limit: 0, presolve: 'off' });
const values = Object.values(Columns).map(({ Name, Primal }) => `${Name} = ${Primal}`);
console.log(`time limit 0: ${Status}, ${values.join(', ')}, which breaks x + y >= 1`);
NODE
node show.mjs | tee seen
diff seen - << 'SEEN'
objective 1 x + 1 x, x <= 9: Optimal, 9 instead of 18
row x + x <= 9: Optimal, 4.5
row x + 2 <= 9: Optimal, 9 instead of 7
time limit 0: Time limit reached, x = 0, y = 0, which breaks x + y >= 1
SEEN
