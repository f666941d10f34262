/**
 * An interval of a channel whose contacts need no answer at once: e-mail, web, social. Work is measured in ms of an
 * agent's time.
 */
export interface DeferredInterval {
  /** Work that comes in it. */
  readonly work: number;
  /** What one agent gets done in it; 0 where nobody works. */
  readonly perAgent: number;
  /** Place of the last interval by whose end this work is to be done; never less than that of an earlier interval. */
  readonly dueBy: number;
}

export interface DeferredPlan {
  /** Agents needed in each interval. */
  readonly agents: readonly number[];
  /** What they get done of what was there. */
  readonly done: readonly number[];
  /** Share of the work that came in an interval and is done in time; null where none came, or the end is not seen. */
  readonly inTime: readonly (number | null)[];
}

/**
 * The fewest agents at once that have all work done by its due time, spread as evenly as that allows. Work can be done
 * from the interval in which it comes, and first come is first done, which is also earliest due first.
 *
 * What is done in all must stay between what has come and what is due. Of all such ways the tightest string between the
 * two has the lowest peak, and is the most even in every other sense too (Yao, Demers, Shenker: "A scheduling model for
 * reduced CPU energy", 1995, whose windows in order of arrival make it a string). Whole agents follow it: what it asks
 * for is rounded down while the rest can still be done in time by as many as it asks for rounded up. So the peak is the
 * string's, rounded up, and a fraction of an agent does not become a whole one in every interval.
 *
 * Where nobody works until its due time, work is done as soon as somebody does.
 */
export function deferredAgents(intervals: readonly DeferredInterval[]): DeferredPlan {
  const { arrived, due, able } = curvesOf(intervals);
  const string = tightString(able, due, arrived);
  /** How many agents the string asks for, as a fraction. */
  const slopes = intervals.map(({ perAgent }, i) =>
    perAgent > 0 ? (string[i + 1]! - string[i]!) / perAgent : 0,
  );
  const most = slopes.map((slope) => Math.max(0, Math.ceil(slope - HAIR)));
  const least = leastDone(intervals, due, most);
  const agents: number[] = [];
  const done: number[] = [];
  let sum = 0;
  intervals.forEach(({ perAgent }, i) => {
    const needed = perAgent > 0 ? Math.ceil((least[i + 1]! - sum) / perAgent - HAIR) : 0;
    const here = Math.min(most[i]!, Math.max(needed, Math.floor(slopes[i]! + HAIR)));
    const now = Math.min(here * perAgent, arrived[i + 1]! - sum);
    agents.push(here);
    done.push(now);
    sum += now;
  });
  return { agents, done, inTime: shareInTime(intervals, done) };
}

/** Of an agent: the last digits of sums are not rounded up. */
const HAIR = 1e-9;

/** What must be done up to each border, so that `most` agents can do the rest in time. */
function leastDone(
  intervals: readonly DeferredInterval[],
  due: readonly number[],
  most: readonly number[],
): number[] {
  const least = [...due];
  for (let i = intervals.length - 1; i >= 0; i--)
    least[i] = Math.max(least[i]!, least[i + 1]! - most[i]! * intervals[i]!.perAgent);
  return least;
}

/** What becomes of the work with given agents, first come first done. */
export function deferredWith(
  intervals: readonly DeferredInterval[],
  agents: readonly number[],
): DeferredPlan {
  const done: number[] = [];
  let open = 0;
  intervals.forEach(({ work, perAgent }, i) => {
    open += work;
    const now = Math.min(agents[i]! * perAgent, open);
    done.push(now);
    open -= now;
  });
  return { agents, done, inTime: shareInTime(intervals, done) };
}

interface Curves {
  /** Sums up to the begin of each interval and the end of the last: of what came, of what is due, of what one could do. */
  readonly arrived: readonly number[];
  readonly due: readonly number[];
  readonly able: readonly number[];
}

function curvesOf(intervals: readonly DeferredInterval[]): Curves {
  const arrived = [0];
  const able = [0];
  const dueIn = intervals.map(() => 0);
  intervals.forEach(({ work, perAgent }, i) => {
    arrived.push(arrived[i]! + work);
    able.push(able[i]! + perAgent);
  });
  intervals.forEach(({ work, dueBy }, i) => {
    let by = dueBy;
    // Nobody can do it by then: it is due when somebody can. What nobody can do here at all is left to whoever comes later.
    while (by < intervals.length && able[by + 1]! === able[i]!) by++;
    if (by < intervals.length) dueIn[by]! += work;
  });
  const due = [0];
  dueIn.forEach((work, i) => {
    due.push(due[i]! + work);
  });
  return { arrived, due, able };
}

/**
 * The shortest way from (0, 0) to the last of `lower` that stays between `lower` and `upper`, as heights over `x`. Both
 * rise, and at equal `x` the way does not: where nobody works nothing is done. From each corner it is drawn straight to
 * where the view between the two closes.
 */
function tightString(x: readonly number[], lower: readonly number[], upper: readonly number[]): number[] {
  const last = x.length - 1;
  const heights = new Array<number>(x.length).fill(0);
  let corner = 0;
  while (corner < last) {
    const [next, height] = nextCorner(corner, heights[corner]!, x, lower, upper);
    for (let i = corner + 1; i <= next; i++) {
      const span = x[next]! - x[corner]!;
      const share = span === 0 ? 0 : (x[i]! - x[corner]!) / span;
      heights[i] = heights[corner]! + share * (height - heights[corner]!);
    }
    corner = next;
  }
  return heights;
}

function nextCorner(
  corner: number,
  height: number,
  x: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): [number, number] {
  const last = x.length - 1;
  let steepest = Number.POSITIVE_INFINITY;
  let flattest = 0;
  let upperAt = corner;
  let lowerAt = corner;
  for (let i = corner + 1; i <= last; i++) {
    const span = x[i]! - x[corner]!;
    if (span === 0) continue;
    // Never down: the last digits of sums may ask for it.
    const least = Math.max(0, lower[i]! - height) / span;
    const most = Math.max(0, (i === last ? lower[i]! : upper[i]!) - height) / span;
    if (least > steepest) return [upperAt, Math.max(height, upper[upperAt]!)];
    if (most < flattest) return [lowerAt, Math.max(height, lower[lowerAt]!)];
    if (least >= flattest) {
      flattest = least;
      lowerAt = i;
    }
    if (most <= steepest) {
      steepest = most;
      upperAt = i;
    }
  }
  return [last, lowerAt === corner ? height : Math.max(height, lower[last]!)];
}

/** Work of an interval is done after all that came before it. Null too where it is due after the last interval. */
function shareInTime(intervals: readonly DeferredInterval[], done: readonly number[]): (number | null)[] {
  const sums = [0];
  for (const each of done) sums.push(sums.at(-1)! + each);
  let before = 0;
  return intervals.map(({ work, dueBy }) => {
    const share = ((sums[dueBy + 1] ?? 0) - before) / work;
    before += work;
    if (work === 0 || dueBy >= intervals.length) return null;
    return share > 1 - 1e-9 ? 1 : Math.max(0, share);
  });
}
