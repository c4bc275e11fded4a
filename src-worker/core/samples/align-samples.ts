import { type Matrix, newSharedMatrix } from '../matrix.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { usualStepMs } from '../stats/usual-step.ts';
import { averageSteps, usableValue } from './average-steps.ts';
import { areEqual, mergeTimes } from './merge-times.ts';

/** Readings of one tag under the name that becomes the column's. */
export interface TagReadings {
  readonly name: string;
  readonly block: ReadingBlock;
}

export interface AlignedSamples {
  /** Strictly rising, one per row. */
  readonly timesMs: Float64Array;
  /** One column per tag, in the order given. */
  readonly samples: Matrix;
  readonly columnNames: readonly string[];
  /** How the times were chosen, see `alignSamples`. */
  readonly rule: 'readings' | 'steps';
  /** Length of a step, ms; null under the rule `readings`. */
  readonly stepMs: number | null;
}

/** Tags share their clock when the times of all are at most this many times as many as those of the longest. */
const SHARED_CLOCK = 1.5;

/**
 * Samples from the readings of several tags.
 *
 * Rule `readings`: a sample at each time at which at least one tag has a reading; the tags without one are missing.
 * Rule `steps`, where tags do not share their clock (all times together are more than 1.5 times as many as those of
 * the longest tag): a regular grid with the longest of the tags' usual steps, beginning at a multiple of it; a sample
 * stands at the start of each step in which any tag has a reading, and holds the mean of each tag's readings in it.
 *
 * Bad readings and values too large for float32 are missing (NaN); uncertain ones are used.
 */
export function alignSamples(tags: readonly TagReadings[]): AlignedSamples {
  const columnNames = tags.map((tag) => tag.name);
  const blocks = tags.map((tag) => tag.block);
  const timesMs = mergeTimes(blocks.map((block) => block.timesMs));
  const longest = Math.max(0, ...blocks.map((block) => block.timesMs.length));
  const stepMs = Math.max(0, ...blocks.map((block) => usualStepMs(block.timesMs)));
  if (timesMs.length <= longest * SHARED_CLOCK || stepMs === 0) {
    return { timesMs, samples: fillSamples(timesMs, blocks), columnNames, rule: 'readings', stepMs: null };
  }
  const originMs = Math.floor(timesMs[0] / stepMs) * stepMs;
  const averaged = blocks.map((block) => averageSteps(block, originMs, stepMs));
  const stepTimes = mergeTimes(averaged.map((block) => block.timesMs));
  return {
    timesMs: stepTimes,
    samples: fillSamples(stepTimes, averaged),
    columnNames,
    rule: 'steps',
    stepMs,
  };
}

function fillSamples(timesMs: Float64Array, blocks: readonly ReadingBlock[]): Matrix {
  const samples = newSharedMatrix(timesMs.length, blocks.length);
  blocks.forEach((block, column) => fillColumn(samples, column, timesMs, block));
  return samples;
}

/** Every time of the block occurs in `timesMs`. */
function fillColumn(samples: Matrix, column: number, timesMs: Float64Array, block: ReadingBlock): void {
  const { data, columnCount } = samples;
  const { values, qualities } = block;
  if (areEqual(block.timesMs, timesMs)) {
    for (let row = 0, at = column; row < timesMs.length; row++, at += columnCount) {
      data[at] = usableValue(values[row], qualities[row]);
    }
    return;
  }
  let next = 0;
  for (let row = 0, at = column; row < timesMs.length; row++, at += columnCount) {
    const isHere = next < values.length && block.timesMs[next] === timesMs[row];
    data[at] = isHere ? usableValue(values[next], qualities[next]) : NaN;
    if (isHere) next++;
  }
}
