// Plain JavaScript: tsx does not reach into threads on Node 20.
import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';

/**
 * One solve, in a thread that ends with it: a model that runs blocks its thread, and memory of WebAssembly grows and is
 * never given back but by ending it.
 *
 * @typedef {import('./highs-task.ts').SolveTask} SolveTask
 * @typedef {import('./highs-task.ts').SolveNews} SolveNews
 */

/** @param {SolveNews} news */
const tell = (news) => parentPort.postMessage(news);

tell(solve(await loadHighs(), workerData));

/**
 * @param {import('highs').Highs} highs
 * @param {SolveTask} task
 * @returns {SolveNews}
 */
function solve(highs, { programme, start, limitMs, gap, target }) {
  const { modelStatus, solutionStatus, callbackType } = highs.constants;
  const isWhole = programme.integer.some((integer) => integer === 1);
  const model = highs.createModel(modelOf(programme, isWhole));
  model.options.set({ output_flag: false, time_limit: limitMs / 1_000, mip_rel_gap: gap });
  if (target !== undefined) model.options.set('objective_target', target);
  // The simplex method begins better by itself.
  if (isWhole) model.setSolution({ colValue: start });
  model.run({
    [callbackType.mipImprovingSolution]({ data }) {
      tell({ kind: 'better', values: data.mip_solution });
    },
    [callbackType.mipLogging]({ data }) {
      tell({ kind: 'bound', bound: data.mip_dual_bound });
    },
  });
  const found = model.info.get('primal_solution_status') === solutionStatus.feasible;
  const optimum = model.getModelStatus() === modelStatus.optimal ? model.getObjectiveValue() : -Infinity;
  return {
    kind: 'done',
    values: found ? Float64Array.from(model.getSolution().colValue) : null,
    bound: isWhole ? model.info.get('mip_dual_bound') : optimum,
  };
}

/**
 * @param {SolveTask['programme']} programme
 * @param {boolean} isWhole whether any column must be a whole number
 * @returns {import('highs').ModelData}
 */
function modelOf(programme, isWhole) {
  const numCols = programme.cost.length;
  const numRows = programme.rowLower.length;
  const { rowStarts: starts, columns: indices, values } = programme;
  return {
    numCols,
    numRows,
    colCost: programme.cost,
    colLower: programme.lower,
    colUpper: programme.upper,
    rowLower: programme.rowLower,
    rowUpper: programme.rowUpper,
    matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    ...(isWhole && { integrality: programme.integer }),
  };
}
