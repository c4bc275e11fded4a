import type { CsvSink, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { type Matrix, newSharedMatrix } from '@core/matrix.ts';
import { joinColumns, type ReadingBlock } from '@core/reading-block.ts';
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

/** Rows of a wide file as they will be samples: float32, bad readings missing. */
interface RowPortion {
  readonly timesMs: Float64Array;
  /** By place of the tag. */
  readonly columns: readonly Float32Array[];
}

function usableValues(values: Float64Array, qualities: Uint8Array): Float32Array {
  const usable = new Float32Array(values.length);
  for (let row = 0; row < values.length; row++)
    usable[row] = usableValue(values[row] ?? NaN, qualities[row] ?? 0);
  return usable;
}

/** Wide files: every row is a sample, repeated and backward times among them. */
export function createRowCollector(): SampleCollector {
  const tags: CsvTag[] = [];
  const portions: RowPortion[] = [];

  return {
    addTag: (tag) => void tags.push(tag),
    addPortion: (series) => {
      const columns: Float32Array[] = [];
      for (const { tagIndex, values, qualities } of series)
        columns[tagIndex] = usableValues(values, qualities);
      portions.push({ timesMs: series[0]?.timesMs ?? new Float64Array(), columns });
    },
    collect: (isKept) => {
      const places = tags.flatMap((tag, index) => (isKept(tag) ? [index] : []));
      const rowCount = portions.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
      const timesMs = new Float64Array(rowCount);
      const samples = newSharedMatrix(rowCount, places.length);
      const { data } = samples;
      let firstRow = 0;
      // What is copied is let go, so that the file does not lie in memory twice.
      for (let portion = portions.shift(); portion !== undefined; portion = portions.shift()) {
        timesMs.set(portion.timesMs, firstRow);
        for (const [column, place] of places.entries()) {
          const values = portion.columns[place];
          let at = firstRow * places.length + column;
          for (let row = 0; row < portion.timesMs.length; row++, at += places.length)
            data[at] = values?.[row] ?? NaN;
        }
        firstRow += portion.timesMs.length;
      }
      return { timesMs, samples, tags: tags.filter(isKept), notices: [] };
    },
  };
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
        isKept(tag) ? [{ name: tag.name, block: sortReadings(joinColumns(portionsOfTag[index] ?? [])) }] : [],
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
