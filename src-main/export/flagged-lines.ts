import { csvLine } from '@core/csv/write-csv.ts';
import { BAD, groupOf } from '@core/quality.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import type { Anomaly, RunSummary } from '@shared/contract/runs.ts';
import type { RunExportSource } from './run-export-source.ts';
import { isoTime } from './iso-time.ts';

export const flaggedHeader = (tags: RunSummary['tags']): string =>
  csvLine([
    'time',
    'score',
    'threshold',
    'anomaly',
    ...tags.map(({ name, unit }) => (unit === null ? name : `${name} [${unit}]`)),
  ]);

/**
 * One line per anomalous sample: its score, the number of its anomaly, and what each tag read. A sample stands for the
 * readings from its time to the next sample's; several of one tag are averaged as they were for the detector. A bad or
 * missing reading is an empty cell.
 */
export function* flaggedLines(source: RunExportSource, threshold: number): Generator<string> {
  const { run } = source;
  const numberOf = createNumbering(source.anomalies());
  const cursors = run.tags.map((tag) => createCursor(source.readings(tag.id, run.fromMs, run.toMs)));
  const line = (timeMs: number, score: number, nextMs: number): string =>
    csvLine([
      isoTime(timeMs),
      score,
      threshold,
      numberOf(timeMs),
      ...cursors.map((meanBetween) => meanBetween(timeMs, nextMs)),
    ]);

  let flagged: { timeMs: number; score: number } | null = null;
  for (const { timesMs, values } of source.scores())
    for (const [at, timeMs] of timesMs.entries()) {
      if (flagged !== null) yield line(flagged.timeMs, flagged.score, timeMs);
      const score = values[at] ?? NaN;
      flagged = score > threshold ? { timeMs, score } : null;
    }
  if (flagged !== null) yield line(flagged.timeMs, flagged.score, Infinity);
}

/** The number of the anomaly that holds a time, of several the one that began last; asked with rising times. Null for none. */
function createNumbering(anomalies: Iterable<Anomaly>): (timeMs: number) => number | null {
  const rest = anomalies[Symbol.iterator]();
  let current = rest.next();
  let number = 0;
  let open: { readonly number: number; readonly endMs: number }[] = [];
  return (timeMs) => {
    while (current.done !== true && current.value.startMs <= timeMs) {
      open.push({ number: ++number, endMs: current.value.endMs });
      current = rest.next();
    }
    open = open.filter(({ endMs }) => endMs >= timeMs);
    return open.at(-1)?.number ?? null;
  };
}

/** Mean of the usable readings from a time (included) to another (excluded); asked with rising times. Null for none. */
function createCursor(blocks: Iterable<ReadingBlock>): (fromMs: number, toMs: number) => number | null {
  const rest = blocks[Symbol.iterator]();
  let current = rest.next();
  let at = 0;
  const timeHere = (): number => {
    while (current.done !== true) {
      const timeMs = current.value.timesMs[at];
      if (timeMs !== undefined) return timeMs;
      current = rest.next();
      at = 0;
    }
    return Infinity;
  };
  return (fromMs, toMs) => {
    let sum = 0;
    let count = 0;
    for (let timeMs = timeHere(); timeMs < toMs; at++, timeMs = timeHere()) {
      if (timeMs < fromMs || current.done === true) continue;
      const value = current.value.values[at] ?? NaN;
      if (Number.isNaN(value) || groupOf(current.value.qualities[at] ?? BAD) === BAD) continue;
      sum += value;
      count++;
    }
    return count === 0 ? null : sum / count;
  };
}
