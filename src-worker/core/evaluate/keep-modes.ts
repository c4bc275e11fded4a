import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../analyse-samples.ts';
import { newMatrix } from '../matrix.ts';
import { columnOf, columnVaries } from '../samples/columns.ts';
import { findModes, OPERATING_MODES, type OperatingMode, ratedLoadOf } from '../samples/operating-modes.ts';
import { findLoadTag, type TagFacts } from '../samples/tag-roles.ts';

export interface KeptModes {
  /** Empty = all. */
  readonly modes: readonly OperatingMode[];
  readonly tags: readonly TagFacts[];
  /** Column that tells the load; null = none, absent = recognised by name and unit. */
  readonly loadColumn?: number | null;
}

/**
 * The rows in the chosen operating modes alone, as if the others had not been recorded: a study learns from them and
 * measures on them. A detector that looks back sees the rows before a left-out stretch as the ones just before.
 * Throws `invalid-input` where no tag tells the load and where no training row is in the chosen modes.
 */
export function keepModes<Range extends SampleRange>(range: Range, kept: KeptModes): Range {
  if (kept.modes.length === 0) return range;
  const { timesMs, samples, trainFrom, trainTo } = range;
  const loadColumn =
    kept.loadColumn === undefined
      ? findLoadTag(kept.tags, (column) => columnVaries(samples, column))
      : kept.loadColumn;
  if (loadColumn === null)
    throw invalid(
      'No tag tells the load, so the operating modes are not known. Choose a load tag or all modes.',
    );
  const load = columnOf(samples, loadColumn);
  const modes = findModes(timesMs, load, ratedLoadOf(load.subarray(trainFrom, trainTo)));
  const codes = new Set(kept.modes.map((mode) => OPERATING_MODES.indexOf(mode)));
  const rows: number[] = [];
  modes.forEach((mode, row) => {
    if (codes.has(mode)) rows.push(row);
  });
  const before = (row: number): number => rows.filter((one) => one < row).length;
  const [newFrom, newTo] = [before(trainFrom), before(trainTo)];
  if (newFrom >= newTo)
    throw invalid(
      `No sample of the training range is in the chosen modes (${kept.modes.join(', ')}). Choose other modes, another load tag or another range.`,
    );
  const picked = newMatrix(rows.length, samples.columnCount);
  rows.forEach((row, at) => {
    const start = row * samples.columnCount;
    picked.data.set(samples.data.subarray(start, start + samples.columnCount), at * samples.columnCount);
  });
  return {
    ...range,
    timesMs: Float64Array.from(rows, (row) => timesMs[row]),
    samples: picked,
    trainFrom: newFrom,
    trainTo: newTo,
  };
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
