import { describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { noCheckpoint } from '../checkpoint.ts';
import { qualityWord } from '../quality.ts';
import { sourceOf } from './fixtures/read-bytes.ts';
import { type Variant, bytesOf } from './fixtures/variant.ts';
import { HISTORIAN_VARIANTS } from './fixtures/variants-historians.ts';
import { SHAPE_VARIANTS } from './fixtures/variants-shapes.ts';
import { TABLE_VARIANTS } from './fixtures/variants-tables.ts';
import { TIME_VARIANTS } from './fixtures/variants-times.ts';
import type { Question } from './import-plan.ts';
import { type CsvTag, previewCsv, readCsv } from './read-csv.ts';

const MARKS = { good: '', uncertain: ' U', bad: ' B' };

/** `2024-04-01 06:15`, with seconds and milliseconds where they are not zero. */
const shownTime = (timeMs: number): string =>
  new Date(timeMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?::00)?\.000Z$|Z$/, '');

/** What is read in a file when nothing is answered but what the variant says. */
async function readVariant(variant: Variant): Promise<Partial<Variant>> {
  const source = sourceOf(bytesOf(variant));
  const tags: CsvTag[] = [];
  const readings: string[] = [];
  const asks: Question['about'][] = [];
  const told = (): Partial<Variant> => (asks.length > 0 ? { asks } : {});
  try {
    const { plan, questions } = await previewCsv(source, variant.overrides ?? {});
    asks.push(...questions.map(({ about }) => about));
    const { rejects, questions: later } = await readCsv(
      source,
      plan,
      {
        addTag: (tag) => void tags.push(tag),
        addPortion(series) {
          const rows = series[0]?.timesMs.length ?? 0;
          for (let row = 0; row < rows; row++)
            for (const { tagIndex, timesMs, values, qualities } of series) {
              const value = values[row] ?? NaN;
              const mark = MARKS[qualityWord(qualities[row] ?? 0)];
              const shown = `${Number.isNaN(value) ? 'null' : String(value)}${mark}`;
              readings.push(`${tags[tagIndex]?.name ?? '?'} @ ${shownTime(timesMs[row] ?? NaN)} = ${shown}`);
            }
        },
      },
      { checkpoint: noCheckpoint, isRowByRow: () => true },
    );
    asks.push(...later.map(({ about }) => about).filter((about) => !asks.includes(about)));
    return {
      layout: plan.layout,
      delimiter: plan.delimiter,
      tags: tags.map(({ name, unit }) => (unit === null ? name : `${name}|${unit}`)),
      readings,
      ...(rejects.length > 0 ? { rejected: rejects.map(({ line }) => line) } : {}),
      ...told(),
    };
  } catch (caught) {
    if (!(caught instanceof AppFailure) || caught.error.kind !== 'bad-file') throw caught;
    const { line, message } = caught.error;
    return { fault: { line, message }, ...told() };
  }
}

describe.each([
  ['historians', HISTORIAN_VARIANTS],
  ['tables', TABLE_VARIANTS],
  ['times', TIME_VARIANTS],
  ['shapes', SHAPE_VARIANTS],
])('variants of files: %s', (_, variants) => {
  it.each(variants.map((variant) => [variant.name, variant] as const))('%s', async (_name, variant) => {
    const { layout, delimiter, tags, readings, rejected, asks, fault } = variant;
    const expected = { layout, delimiter, tags, readings, rejected, asks, fault };
    expect(await readVariant(variant)).toEqual(expected);
  });
});
