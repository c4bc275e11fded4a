import type { Matrix } from '../matrix.ts';
import { decimalsOfColumn, loadAt } from './describe.ts';
import { durationText, figureText, readingText } from './figures.ts';
import type { Interval } from './merge.ts';
import type { Operation } from './operation.ts';

/** Share of the rated load that a grid or a boiler cannot give or take between two samples. */
const SUDDEN_LOAD = 0.25;
const MOST_BACK = 200;
/** Rows over which detectors average; what they remember beyond that only ends an event. */
const MOST_AVERAGED = 20;

interface SamplesInOperation {
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  readonly operation: Operation;
}

/** "load_factor falls from 0.98 to 0.07 within 1 min" where the load moves as no ramp does; else null. */
export function suddenLoad(
  { startIndex, endIndex }: Interval,
  { timesMs, samples, operation }: SamplesInOperation,
  contextRows = 0,
): string | null {
  const { loadColumn, ratedLoad, tags, findings } = operation;
  if (loadColumn === null || !(ratedLoad > 0)) return null;
  let before = NaN;
  let beforeRow = -1;
  // A score that looks back rises after the fall: the search begins before it, and where operation became unknown.
  let first = Math.max(0, startIndex - Math.min(contextRows, MOST_AVERAGED));
  while (first > 0 && startIndex - first < MOST_BACK && operation.unknown[first - 1] === 1) first--;
  for (let row = Math.max(0, first - 2); row <= endIndex; row++) {
    const load = loadAt(operation, samples, row);
    if (Number.isNaN(load)) continue;
    if (Math.abs(load - before) >= SUDDEN_LOAD * ratedLoad) {
      const isFaulty = findings.some(
        (one) => one.column === loadColumn && one.from <= endIndex + 1 && one.to >= first - 1,
      );
      if (isFaulty) return null;
      const decimals = decimalsOfColumn(operation, loadColumn);
      const { name, unit } = tags[loadColumn];
      return `${name} ${load < before ? 'falls' : 'rises'} from ${figureText(before, decimals)} to ${readingText(load, decimals, unit)} within ${durationText(timesMs[row] - timesMs[beforeRow])}`;
    }
    before = load;
    beforeRow = row;
  }
  return null;
}
