import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { createRandom } from '../random.ts';
import { MODE } from '../samples/operating-modes.ts';
import { learnOperation } from './operation.ts';
import { type PeakContext, processSentence, tellAtLoad } from './process-sentence.ts';

const ROWS = 600;
const COLUMNS = 2;

/** A pressure of 90 +- 0.5 bar and a flow of 32 +- 1 t/h, both recorded with four decimals, of which the last twenty are changed. */
async function sentenceOf(
  change: { readonly pressure?: number; readonly flow?: number },
  shares: readonly [number, number],
  context: Partial<PeakContext> = {},
): Promise<string> {
  const random = createRandom(4);
  const data = new Float32Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++) {
    const isLast = row >= ROWS - 20;
    const read = (value: number | undefined, usual: number): number =>
      Number((isLast && value !== undefined ? value : usual).toFixed(4));
    data[row * 2] = read(change.pressure, 90 + 0.5 * random.normal());
    data[row * 2 + 1] = read(change.flow, 32 + random.normal());
  }
  const samples = { rowCount: ROWS, columnCount: COLUMNS, data };
  const tags = [
    { name: 'drum', description: null, unit: 'bar' },
    { name: 'feed', description: null, unit: 't/h' },
  ];
  const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * 1000);
  const operation = await learnOperation(
    { timesMs, samples, tags, loadColumn: null, trainFrom: 0, trainTo: 500 },
    noCheckpoint,
  );
  const last = samples.data.subarray(-COLUMNS);
  const contributions = shares.map((share, column) => ({
    column,
    share,
    actual: last[column] ?? null,
    usual: [90, 32][column] ?? null,
  }));
  const told = tellAtLoad(contributions, operation, NaN);
  return processSentence(told, operation, {
    samples,
    startIndex: ROWS - 5,
    peakIndex: ROWS - 1,
    load: NaN,
    mode: MODE.unknown,
    tellsRare: true,
    ...context,
  });
}

describe('a sentence about the process', () => {
  it('gives reading and usual value with the digits that tell them apart', async () => {
    expect(await sentenceOf({ pressure: 94.1234 }, [0.9, 0.1])).toBe('drum 94.1 bar where 90.0 is usual');
    expect(await sentenceOf({ pressure: 120.1234 }, [0.9, 0.1])).toBe('drum 120 bar where 90 is usual');
  });

  it('is not led by a tag outside of its range that has next to nothing to do with the score', async () => {
    const sentence = await sentenceOf({ pressure: 92.5, flow: 32.5 }, [0.05, 0.95]);
    expect(sentence).toMatch(
      /^feed 32\.5 t\/h on average over 20 samples where 32\.0 is usual; single readings/,
    );
  });

  it('names the tag that makes up most of the score, though its reading is usual', async () => {
    expect(await sentenceOf({ pressure: 92.5, flow: 32.1 }, [0.45, 0.55])).toBe(
      'drum 92.5 bar where 90.0 is usual; most of the score comes from feed, whose reading is usual',
    );
  });

  it('says that tags are rare together where none of them makes up most of it', async () => {
    expect(await sentenceOf({}, [0.4, 0.4])).toMatch(/each tag is within its range, together they are rare$/);
  });

  it('says in plain words what the unit does', async () => {
    const off = await sentenceOf({ pressure: 20 }, [1, 0], { mode: MODE.off });
    expect(off).toBe('drum 20 bar where 90 is usual; the unit is off');
    const ramp = await sentenceOf({ pressure: 20 }, [1, 0], { mode: MODE.loadChange });
    expect(ramp).toMatch(/; the load is changing$/);
  });
});
