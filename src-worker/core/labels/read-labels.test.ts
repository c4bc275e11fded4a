import { describe, expect, it } from 'vitest';
import { toAppError } from '@shared/errors.ts';
import { readLabels } from './read-labels.ts';

const read = (text: string, zone = 'UTC') => {
  const bytes = new TextEncoder().encode(text);
  return readLabels(
    {
      name: 'log.csv',
      sizeBytes: bytes.length,
      open: async function* () {
        await Promise.resolve();
        yield bytes;
      },
    },
    zone,
  );
};
const failure = async (text: string): Promise<string> => {
  const caught: unknown = await read(text).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const error = toAppError(caught);
  return error.kind === 'bad-file' ? error.message : `not a bad file: ${error.kind}`;
};

const APRIL_12 = Date.UTC(2024, 3, 12);

describe('labels of a file', () => {
  it('are read by the names of the columns, in any order, with kinds by id or name', async () => {
    const { labels } = await read(
      'Comment;End time;Fault type;Start time (UTC);Sensor\r\n' +
        '"slow; at first";2024-04-12T02:00:00Z;Tube leak;2024-04-12T01:00:00Z;\r\n' +
        ';2024-04-12T04:00:00Z;stuck;2024-04-12T03:00:00Z;TE-1\r\n' +
        ';2024-04-12T06:00:00Z;Mill fire;2024-04-12T05:00:00Z;\r\n',
    );
    expect(labels).toEqual([
      {
        kind: 'tube-leak',
        tagName: null,
        startMs: APRIL_12 + 3_600_000,
        endMs: APRIL_12 + 7_200_000,
        note: 'slow; at first',
      },
      {
        kind: 'stuck',
        tagName: 'TE-1',
        startMs: APRIL_12 + 10_800_000,
        endMs: APRIL_12 + 14_400_000,
        note: '',
      },
      {
        kind: 'Mill fire',
        tagName: null,
        startMs: APRIL_12 + 18_000_000,
        endMs: APRIL_12 + 21_600_000,
        note: '',
      },
    ]);
  });

  it('without offset are times of the given zone, and that is said', async () => {
    const { labels, notices } = await read(
      'start,end,kind\n2024-04-12 05:30,2024-04-12 06:30,fouling\n',
      'Asia/Kolkata',
    );
    expect(labels).toMatchObject([{ startMs: APRIL_12, endMs: APRIL_12 + 3_600_000 }]);
    expect(notices.join(' ')).toContain('Asia/Kolkata');
  });

  it('without an end are points in time', async () => {
    expect((await read('start,kind\n2024-04-12,spike\n')).labels).toMatchObject([
      { startMs: APRIL_12, endMs: APRIL_12 },
    ]);
  });

  it('may have the day first where a row shows it, and epoch numbers', async () => {
    const days = await read('from,to,type\n01.04.2024 00:00,13.04.2024 00:00,drift\n');
    expect(days.labels).toMatchObject([{ startMs: Date.UTC(2024, 3, 1), endMs: Date.UTC(2024, 3, 13) }]);
    const numbers = await read(`from,to,type\n${APRIL_12 / 1000},${APRIL_12 / 1000 + 60},drift\n`);
    expect(numbers.labels).toMatchObject([{ startMs: APRIL_12, endMs: APRIL_12 + 60_000 }]);
  });

  it('that cannot be read are left out, each with its line and the text seen', async () => {
    const { labels, notices } = await read(
      'start,end,kind\n2024-04-12,2024-04-13,drift\nsoon,2024-04-13,drift\n2024-04-14,2024-04-13,drift\n2024-04-12,,\n',
    );
    expect(labels).toHaveLength(1);
    expect(notices.join('\n')).toContain('1 label read, 3 rows left out.');
    expect(notices.join('\n')).toMatch(
      /Line 3: the start "soon"[^]*Line 4: the end is before[^]*Line 5: the kind is empty/,
    );
  });

  it('refuses dates that can be read in two ways rather than guessing', async () => {
    expect(await failure('start,end,kind\n03/04/2024,05/04/2024,drift\n')).toContain(
      'day first or month first',
    );
  });

  it('refuses a file without the columns, naming what it has and what it needs', async () => {
    expect(await failure('a,b\n1,2\n')).toContain('no column for the start and the kind');
    expect(await failure('')).toContain('empty');
    expect(await failure('start,kind\n')).toContain('no rows below the header');
  });
});
