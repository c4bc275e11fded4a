import type { Database } from 'better-sqlite3';
import type { ReadingBlock } from '@core/reading-block.ts';
import { qualityWord } from '@core/quality.ts';
import { AppFailure } from '@shared/errors.ts';
import { readBlocks } from '../readings/series-groups.ts';

interface NamedTag {
  readonly id: number;
  readonly plant: string;
  readonly tag: string;
}

const SELECT_TAGS = `
  SELECT tags.id AS id, plants.name AS plant, tags.name AS tag
  FROM tags JOIN plants ON plants.id = tags.plant_id
  WHERE (@plant = '*' OR plants.name = @plant COLLATE NOCASE) AND (@tag = '*' OR tags.name = @tag)
  ORDER BY plants.id, tags.id`;

const CREATE_VIEW = `
  CREATE TEMP VIEW readings AS
  SELECT plants.name AS plant, tags.name AS tag, of_tag.time AS time, of_tag.value AS value, of_tag.quality AS quality
  FROM plants JOIN tags ON tags.plant_id = plants.id JOIN readings_of_tag(tags.id) AS of_tag`;

/**
 * Gives `db` the readings that `source` decodes: the view `readings` of plant, tag, time, value, quality, where SQLite
 * decodes only tags that the query can match, and the table function `readings_between(plant, tag, from, to)`, which
 * decodes only chunks that touch the range; `*` is every plant or tag, what is left out does not limit. `time` is ISO
 * 8601 in UTC with milliseconds, so that it sorts as text; `quality` is good, uncertain or bad; a missing value is null.
 */
export function defineReadings(db: Database, source: Database): void {
  db.table('readings_of_tag', {
    parameters: ['tag_id'],
    columns: ['time', 'value', 'quality'],
    *rows(tagId: unknown) {
      if (typeof tagId !== 'number') return;
      for (const block of readBlocks(source, { kind: 'readings', ownerId: tagId }, -Infinity, Infinity))
        yield* rowsOf(block, []);
    },
  });
  const selectTags = source.prepare<[object], NamedTag>(SELECT_TAGS);
  db.table('readings_between', {
    parameters: ['of_plant', 'of_tag', 'from_time', 'to_time'],
    columns: ['plant', 'tag', 'time', 'value', 'quality'],
    *rows(ofPlant: unknown, ofTag: unknown, fromTime: unknown, toTime: unknown) {
      const fromMs = timeOf(fromTime, -Infinity);
      const toMs = timeOf(toTime, Infinity);
      for (const { id, plant, tag } of selectTags.all({ plant: ofPlant ?? '*', tag: ofTag ?? '*' }))
        for (const block of readBlocks(source, { kind: 'readings', ownerId: id }, fromMs, toMs))
          yield* rowsOf(block, [plant, tag]);
    },
  });
  db.exec(CREATE_VIEW);
}

function* rowsOf(
  { timesMs, values, qualities }: ReadingBlock,
  first: readonly string[],
): Generator<(string | number | null)[]> {
  for (const [row, timeMs] of timesMs.entries()) {
    const value = values[row] ?? NaN;
    yield [
      ...first,
      new Date(timeMs).toISOString(),
      Number.isNaN(value) ? null : value,
      qualityWord(qualities[row] ?? 0),
    ];
  }
}

/** A limit of time: ISO 8601, UTC where it names no offset, or epoch ms. */
function timeOf(given: unknown, otherwise: number): number {
  if (given === undefined || given === null) return otherwise;
  if (typeof given === 'number') return given;
  const text = typeof given === 'string' ? given.trim().replace(' ', 'T') : '';
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const timeMs = Date.parse(text.includes('T') && !hasOffset ? `${text}Z` : text);
  if (!/^\d{4}-\d\d/.test(text) || Number.isNaN(timeMs))
    throw new AppFailure({
      kind: 'invalid-input',
      message: `"${text.slice(0, 40)}" is not a time. Write 2024-04-01, 2024-04-01T06:15:00Z or milliseconds since 1970.`,
    });
  return timeMs;
}
