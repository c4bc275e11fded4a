import type { CsvSink, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { type Matrix, newMatrix } from '@core/matrix.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import { alignSamples } from '@core/samples/align-samples.ts';
import { usableValue } from '@core/samples/average-steps.ts';

export interface CollectedSamples {
  /** In the order of the file for wide files, else rising. */
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  readonly tags: readonly CsvTag[];
  /** How rows became samples, where it needs saying. */
  readonly notices: readonly string[];
}

/** A place for the readings of a file until all are there. */
export interface SampleCollector extends CsvSink {
  /** The samples over the tags that `isKept`. */
  collect(isKept: (tag: CsvTag) => boolean): CollectedSamples;
}

/** Wide files: every row is a sample, repeated and backward times among them. */
export function createRowCollector(): SampleCollector {
  const tags: CsvTag[] = [];
  const portions: (readonly SeriesPortion[])[] = [];

  return {
    addTag: (tag) => void tags.push(tag),
    addPortion: (series) => void portions.push(series),
    collect: (isKept) => {
      const columns = tags.flatMap((tag, index) => (isKept(tag) ? [index] : []));
      const rowCount = portions.reduce((sum, [first]) => sum + (first?.timesMs.length ?? 0), 0);
      const timesMs = new Float64Array(rowCount);
      const samples = newMatrix(rowCount, columns.length).data.fill(NaN);
      let firstRow = 0;
      for (const series of portions) {
        const times = series[0]?.timesMs ?? new Float64Array();
        timesMs.set(times, firstRow);
        for (const { tagIndex, values, qualities } of series) {
          const column = columns.indexOf(tagIndex);
          if (column < 0) continue;
          let at = firstRow * columns.length + column;
          for (let row = 0; row < times.length; row++, at += columns.length) {
            samples[at] = usableValue(values[row] ?? NaN, qualities[row] ?? 0);
          }
        }
        firstRow += times.length;
      }
      return {
        timesMs,
        samples: { rowCount, columnCount: columns.length, data: samples },
        tags: tags.filter(isKept),
        notices: [],
      };
    },
  };
}

function joinPortions(portions: readonly SeriesPortion[]): ReadingBlock {
  const count = portions.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const timesMs = new Float64Array(count);
  const values = new Float64Array(count);
  const qualities = new Uint8Array(count);
  let at = 0;
  for (const portion of portions) {
    timesMs.set(portion.timesMs, at);
    values.set(portion.values, at);
    qualities.set(portion.qualities, at);
    at += portion.timesMs.length;
  }
  return { timesMs, values, qualities, statuses: [] };
}

/** Readings in the order of time; of several at the same time the last one in the file stays. */
function sortReadings(readings: ReadingBlock): ReadingBlock {
  const { timesMs, values, qualities } = readings;
  const isRising = timesMs.every((timeMs, at) => at === 0 || timeMs > (timesMs[at - 1] ?? Infinity));
  if (isRising) return readings;
  const timeOf = (place: number | undefined): number => timesMs[place ?? -1] ?? NaN;
  const order = Uint32Array.from(timesMs.keys()).sort(
    (one, other) => timeOf(one) - timeOf(other) || one - other,
  );
  const kept = order.filter((place, at) => timeOf(order[at + 1]) !== timeOf(place));
  return {
    timesMs: Float64Array.from(kept, timeOf),
    values: Float64Array.from(kept, (place) => values[place] ?? NaN),
    qualities: Uint8Array.from(kept, (place) => qualities[place] ?? 0),
    statuses: [],
  };
}

/** Files in which tags have their own times: joined to samples as the application does. */
export function createReadingCollector(): SampleCollector {
  const tags: CsvTag[] = [];
  const portionsOfTag: SeriesPortion[][] = [];

  return {
    addTag: (tag) => {
      tags.push(tag);
      portionsOfTag.push([]);
    },
    addPortion: (series) => {
      for (const portion of series) portionsOfTag[portion.tagIndex]?.push(portion);
    },
    collect: (isKept) => {
      const readings = tags.flatMap((tag, index) =>
        isKept(tag)
          ? [{ name: tag.name, block: sortReadings(joinPortions(portionsOfTag[index] ?? [])) }]
          : [],
      );
      const { timesMs, samples, rule, stepMs } = alignSamples(readings);
      const notices =
        rule === 'steps' && stepMs !== null
          ? [`The tags have different times; their readings were averaged over steps of ${stepMs / 1000} s.`]
          : [];
      return { timesMs, samples, tags: tags.filter(isKept), notices };
    },
  };
}
