import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../sample-range.ts';
import { newSharedMatrix, rowRange } from '../matrix.ts';
import { columnOf, columnVaries } from '../samples/columns.ts';
import { findModes, OPERATING_MODES, type OperatingMode, ratedLoadOf } from '../samples/operating-modes.ts';
import { findLoadTag, type TagFacts } from '../samples/tag-roles.ts';

/** How a study takes operating modes into account. */
export interface StudyModes {
  /** That are learnt from and measured on; empty = all. */
  readonly modes: readonly OperatingMode[];
  /** A threshold of its own for each mode that training shows often enough. */
  readonly hasModeThresholds: boolean;
  readonly tags: readonly TagFacts[];
  /** Column that tells the load; null = none, absent = recognised by name and unit. */
  readonly loadColumn?: number | null;
}

export interface RowModes {
  /** Code of `MODE` of each row, for thresholds by mode; null where one threshold is for all. */
  readonly rowModes: Uint8Array | null;
}

/**
 * The rows in the chosen operating modes alone, as if the others had not been recorded: a study learns from them and
 * measures on them. A detector that looks back sees the rows before a left-out stretch as the ones just before.
 * Throws `invalid-input` where modes are chosen and no tag tells the load, and where no training row is in them.
 */
export function keepModes<Range extends SampleRange>(range: Range, study: StudyModes): Range & RowModes {
  if (study.modes.length === 0 && !study.hasModeThresholds) return { ...range, rowModes: null };
  const modes = findRowModes(range, study);
  const rowModes = study.hasModeThresholds ? modes : null;
  return study.modes.length === 0 ? { ...range, rowModes } : pickRows(range, study.modes, modes, rowModes);
}

/** Of all rows, from the load alone; `unknown` throughout where no tag tells it. */
function findRowModes({ timesMs, samples, trainFrom, trainTo }: SampleRange, study: StudyModes): Uint8Array {
  const loadColumn =
    study.loadColumn === undefined
      ? findLoadTag(study.tags, (column) => columnVaries(samples, column))
      : study.loadColumn;
  if (loadColumn === null) {
    if (study.modes.length === 0) return new Uint8Array(samples.rowCount);
    throw invalid(
      'No tag tells the load, so the operating modes are not known. Choose a load tag or all modes.',
    );
  }
  const load = columnOf(samples, loadColumn);
  return findModes(timesMs, load, ratedLoadOf(load.subarray(trainFrom, trainTo)));
}

function pickRows<Range extends SampleRange>(
  range: Range,
  wanted: readonly OperatingMode[],
  modes: Uint8Array,
  rowModes: Uint8Array | null,
): Range & RowModes {
  const { timesMs, samples, trainFrom, trainTo } = range;
  const isWanted = OPERATING_MODES.map((mode) => wanted.includes(mode));
  const countBefore = (end: number): number => {
    let count = 0;
    for (let row = 0; row < end; row++) if (isWanted[modes[row]]) count++;
    return count;
  };
  const [newFrom, newTo, rowCount] = [trainFrom, trainTo, samples.rowCount].map(countBefore);
  if (newFrom >= newTo)
    throw invalid(
      `No sample of the training range is in the chosen modes (${wanted.join(', ')}). Choose other modes, another load tag or another range.`,
    );
  const picked = newSharedMatrix(rowCount, samples.columnCount);
  const pickedMs = new Float64Array(rowCount);
  const pickedModes = new Uint8Array(rowCount);
  for (let row = 0, at = 0; at < rowCount; row++) {
    if (!isWanted[modes[row]]) continue;
    picked.data.set(rowRange(samples, row, row + 1).data, at * samples.columnCount);
    pickedMs[at] = timesMs[row];
    pickedModes[at++] = modes[row];
  }
  return {
    ...range,
    timesMs: pickedMs,
    samples: picked,
    trainFrom: newFrom,
    trainTo: newTo,
    rowModes: rowModes === null ? null : pickedModes,
  };
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
