import type { ReadingBlock } from '@core/reading-block.ts';
import { qualityWord, statusIndexOf } from '@core/quality.ts';

export interface TaggedReadings {
  readonly name: string;
  readonly unit: string | null;
  blocks(): Iterable<ReadingBlock>;
}

export type Cell = string | number | null;

/** A table with rows in order: `time` is UTC epoch ms and never null. */
export interface ReadingTable {
  readonly columns: readonly { readonly name: string; readonly kind: 'time' | 'number' | 'text' }[];
  rows(): Iterable<readonly Cell[]>;
}

/** One reading a row, tag after tag: nothing is lost. */
export const createLongTable = (tags: readonly TaggedReadings[]): ReadingTable => ({
  columns: [
    { name: 'time', kind: 'time' },
    { name: 'tag', kind: 'text' },
    { name: 'value', kind: 'number' },
    { name: 'unit', kind: 'text' },
    { name: 'quality', kind: 'text' },
    { name: 'status', kind: 'text' },
  ],
  *rows() {
    for (const tag of tags) {
      for (const { timesMs, values, qualities, statuses } of tag.blocks()) {
        for (const [row, timeMs] of timesMs.entries()) {
          const quality = qualities[row] ?? 0;
          const status = statuses[statusIndexOf(quality)] ?? null;
          yield [timeMs, tag.name, valueAt(values, row), tag.unit, qualityWord(quality), status];
        }
      }
    }
  },
});

/** One row for each time at which any tag has a reading, one column a tag. Qualities are left out. */
export const createWideTable = (tags: readonly TaggedReadings[]): ReadingTable => ({
  columns: [
    { name: timeName(tags), kind: 'time' },
    ...tags.map((tag) => ({ name: headingOf(tag), kind: 'number' as const })),
  ],
  *rows() {
    const cursors = tags.map((tag) => createCursor(tag.blocks()));
    for (;;) {
      const timeMs = cursors.reduce((least, cursor) => Math.min(least, cursor.timeMs), Infinity);
      if (timeMs === Infinity) return;
      yield [timeMs, ...cursors.map((cursor) => (cursor.timeMs === timeMs ? cursor.take() : null))];
    }
  },
});

const headingOf = ({ name, unit }: TaggedReadings): string => (unit === null ? name : `${name} [${unit}]`);

/** A heading for the times that no tag has. */
function timeName(tags: readonly TaggedReadings[]): string {
  let name = 'time';
  while (tags.some((tag) => headingOf(tag) === name)) name += '_utc';
  return name;
}

const valueAt = (values: Float64Array, row: number): number | null => {
  const value = values[row] ?? NaN;
  return Number.isNaN(value) ? null : value;
};

interface Cursor {
  /** Of the next reading; Infinity after the last. */
  readonly timeMs: number;
  /** The value of the next reading; moves on. */
  take(): number | null;
}

function createCursor(blocks: Iterable<ReadingBlock>): Cursor {
  const iterator = blocks[Symbol.iterator]();
  let block: ReadingBlock | null = null;
  let row = 0;
  const moveOn = (): void => {
    row++;
    while (block === null || row >= block.timesMs.length) {
      const next = iterator.next();
      row = 0;
      block = next.done === true ? null : next.value;
      if (block === null) return;
    }
  };
  moveOn();
  return {
    get timeMs() {
      return block?.timesMs[row] ?? Infinity;
    },
    take() {
      const value = block === null ? null : valueAt(block.values, row);
      moveOn();
      return value;
    },
  };
}
