import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { readWhole, sourceOf } from './fixtures/read-bytes.ts';
import { previewCsv } from './preview-csv.ts';
import { readCsv } from './read-csv.ts';
import { encodeText } from './text/text.ts';

/** More rows than the head of a file that is looked at holds. */
const ROWS = 60_000;
const clock = (second: number): string =>
  [3600, 60, 1]
    .map((unit) => String(Math.floor(second / unit) % (unit === 3600 ? 24 : 60)).padStart(2, '0'))
    .join(':');
const fileOf = (header: string, row: (index: number) => string): Uint8Array =>
  encodeText(`${header}\n${Array.from({ length: ROWS }, (_, index) => row(index)).join('\n')}\n`);
const isFar = (index: number): boolean => index >= ROWS - 1000;

/** The orders between which a file of such dates leaves the choice, and the one it is read in. */
async function ordersOf(dateOf: (index: number) => string): Promise<[string, (string | undefined)[]]> {
  const file = fileOf('Time,A', (index) => `${dateOf(index)} ${clock(index)},${index}`);
  const { plan, questions } = await previewCsv(sourceOf(file), {});
  const open = questions.find(({ about }) => about === 'date-order')?.choices ?? [];
  return [plan.dateOrder, open.map(({ overrides }) => overrides.dateOrder)];
}

describe('dates of six digits that can begin with the year', () => {
  it('are asked in three ways where nothing settles them', async () => {
    expect(await ordersOf(() => '05/04/06')).toEqual(['dmy', ['dmy', 'mdy', 'ymd']]);
  });

  it('end with the year where the first number changes alone, far behind the head', async () => {
    expect(await ordersOf((index) => (isFar(index) ? '06/04/06' : '05/04/06'))).toEqual([
      'dmy',
      ['dmy', 'mdy'],
    ]);
    expect(await ordersOf((index) => (isFar(index) ? '13/04/06' : '05/04/06'))).toEqual(['dmy', []]);
  });

  it('begin with the year where the last number changes alone', async () => {
    expect(await ordersOf((index) => (isFar(index) ? '05/04/07' : '05/04/06'))).toEqual(['ymd', []]);
  });
});

describe('a unit that changes far behind the head', () => {
  const unitOf = (index: number): string => (isFar(index) ? 'U2' : 'U1');
  const long = fileOf(
    'Unit,Tag,Time,Value',
    (index) => `${unitOf(index)},LOAD,2024-04-13 ${clock(index)},${index}`,
  );

  it('is asked about, since tags of the same name would mix', async () => {
    const { outcome } = await readWhole(sourceOf(long));
    expect(outcome.questions).toMatchObject([
      {
        about: 'layout',
        line: ROWS - 1000 + 2,
        choices: [{ label: '"Unit" stands in front of the tag names' }, {}],
      },
    ]);
    const wide = fileOf('Unit,Time,LOAD', (index) => `${unitOf(index)},2024-04-13 ${clock(index)},${index}`);
    expect((await readWhole(sourceOf(wide))).outcome.questions).toMatchObject([{ about: 'layout' }]);
  });

  it('parts the tags, or does not, as is answered', async () => {
    const { outcome, preview } = await readWhole(sourceOf(long));
    const tagsWith = async (answer: number): Promise<string[]> => {
      const overrides = outcome.questions[0]?.choices[answer]?.overrides;
      const names: string[] = [];
      const sink = {
        addTag: ({ name }: { readonly name: string }) => void names.push(name),
        addPortion: () => undefined,
      };
      const read = await readCsv(sourceOf(long), { ...preview.plan, ...overrides }, sink, {
        checkpoint: noCheckpoint,
      });
      expect(read.questions).toEqual([]);
      return names;
    };
    expect(await tagsWith(0)).toEqual(['U1.LOAD', 'U2.LOAD']);
    expect(await tagsWith(1)).toEqual(['LOAD']);
  });
});

it('tells of times without an offset that only rows far behind the head have', async () => {
  const file = fileOf('Time,A', (index) => `2024-04-13T${clock(index)}${isFar(index) ? '' : 'Z'},${index}`);
  const { outcome } = await readWhole(sourceOf(file));
  expect(outcome.notices).toContain(
    '1,000 times have no offset from UTC, while 59,000 carry theirs: they are read in UTC.',
  );
});
