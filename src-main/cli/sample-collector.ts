import type { CsvSink, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { type Matrix, newSharedMatrix } from '@core/matrix.ts';
import { joinColumns, type ReadingBlock } from '@core/reading-block.ts';
import { alignSamples } from '@core/samples/align-samples.ts';
import { pickColumns } from '@core/samples/columns.ts';
import { writeUsableValues } from '@core/samples/write-usable-values.ts';

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

/** What the memory that is made exceeds the rows expected by, so that it need not be made anew for a few more. */
const SPARE = 1.03;
const LEAST_GROWTH = 1.5;
/** The first rows of a file may be shorter than the others, so the rows expected are believed step by step. */
const MOST_GROWTH = 16;

/** Rows in memory that grows with them. What is not written yet takes no memory on most systems. */
interface RowRoom {
  readonly timesMs: Float64Array;
  /** As many rows as there is room for. */
  readonly samples: Matrix;
}

/** Room for more rows or columns with the first `rowCount` rows of another; further columns are missing in them. */
function enlarged({ timesMs, samples }: RowRoom, rowCount: number, most: number, columns: number): RowRoom {
  const larger = { timesMs: new Float64Array(most), samples: newSharedMatrix(most, columns) };
  larger.timesMs.set(timesMs.subarray(0, rowCount));
  const { columnCount, data } = samples;
  if (columns === columnCount) larger.samples.data.set(data.subarray(0, rowCount * columns));
  else {
    larger.samples.data.fill(NaN, 0, rowCount * columns);
    for (let row = 0; row < rowCount; row++) {
      larger.samples.data.set(data.subarray(row * columnCount, (row + 1) * columnCount), row * columns);
    }
  }
  return larger;
}

/**
 * Wide files: every row is a sample, repeated and backward times among them. `shareRead` tells how much of the file is
 * read, 0..1 or more, so that room for all of it is made once.
 */
export function createRowCollector(shareRead: () => number = () => 1): SampleCollector {
  const tags: CsvTag[] = [];
  let room: RowRoom = { timesMs: new Float64Array(0), samples: newSharedMatrix(0, 0) };
  let rowCount = 0;

  const makeRoom = (needed: number): void => {
    const { rowCount: most, columnCount } = room.samples;
    if (needed <= most && tags.length === columnCount) return;
    const share = shareRead();
    const expected = share > 0 ? Math.min(SPARE / share, MOST_GROWTH) * needed : needed;
    const rows = needed <= most ? most : Math.ceil(Math.max(needed, expected, LEAST_GROWTH * most));
    room = enlarged(room, rowCount, rows, tags.length);
  };

  return {
    addTag: (tag) => void tags.push(tag),
    addPortion: (series) => {
      const times = series[0]?.timesMs ?? new Float64Array();
      makeRoom(rowCount + times.length);
      const { data, columnCount } = room.samples;
      room.timesMs.set(times, rowCount);
      const first = rowCount * columnCount;
      if (series.length < columnCount) data.fill(NaN, first, first + times.length * columnCount);
      for (const { tagIndex, values, qualities } of series) {
        writeUsableValues({ values, qualities }, 0, times.length, data, first + tagIndex, columnCount);
      }
      rowCount += times.length;
    },
    collect: (isKept) => {
      const kept = tags.flatMap((tag, index) => (isKept(tag) ? [index] : []));
      const { columnCount, data } = room.samples;
      const samples = { rowCount, columnCount, data: data.subarray(0, rowCount * columnCount) };
      return {
        timesMs: room.timesMs.subarray(0, rowCount),
        samples: kept.length === tags.length ? samples : pickColumns(samples, kept, newSharedMatrix),
        tags: tags.filter(isKept),
        notices: [],
      };
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
