import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CliFolder, createCliFolder, run } from './testing/cli-folder.ts';

const reportSchema = z.object({
  starts: z.array(
    z.object({
      number: z.number(),
      mark: z.string().nullable(),
      comparison: z
        .object({ goldenNumber: z.number(), deviations: z.array(z.object({ tagName: z.string() })) })
        .nullable(),
    }),
  ),
});

describe('boilerhouse starts', () => {
  let folder: CliFolder = createCliFolder();
  const starts = (...options: readonly string[]) =>
    run('starts', '--plant', 'Kota', '--data-dir', folder.place('data'), ...options);

  beforeAll(async () => {
    folder = createCliFolder();
    const csv = folder.place('starts.csv');
    // Five weeks at five minutes: hot, warm, hot, cold, and a slow hot start.
    await run('generate', '--rows', '10080', '--step', '300', '--outages', 'weekly', '--out', csv);
    const { exitCode, stderr } = await run(
      'import',
      csv,
      '--plant',
      'Kota',
      '--data-dir',
      folder.place('data'),
    );
    expect(exitCode, stderr).toBe(0);
  });
  afterAll(() => folder.remove());

  it('lists every start-up with its class, and says how it differs from the golden one', async () => {
    const { exitCode, stdout } = await starts('--golden', '1');
    expect(exitCode).toBe(0);
    const lines = stdout.split('\n').filter((line) => /^\d+ {2}/.test(line));
    expect(lines.map((line) => /hot|warm|cold/.exec(line)?.[0])).toEqual([
      'hot',
      'warm',
      'hot',
      'cold',
      'hot',
    ]);
    expect(lines[0]).toContain('golden');
    const slow = stdout.slice(stdout.indexOf('\n5  '));
    expect(slow).toMatch(/temperature \d+\.\d K below the golden start/);
    expect(slow).toMatch(/40 % load reached \d+ min later/);
  });

  it('gives JSON with every tag', async () => {
    const { stdout } = await starts('--golden', '1', '--golden', '2', '--json');
    const { starts: found } = reportSchema.parse(JSON.parse(stdout));
    expect(found.map(({ mark }) => mark)).toEqual(['golden', 'golden', null, null, null]);
    expect(found[4]?.comparison?.goldenNumber).toBe(1);
    expect(found[4]?.comparison?.deviations.map(({ tagName }) => tagName)).toContain('temperature');
  });

  it('refuses a number that is not there, and a plant that is not there', async () => {
    expect((await starts('--golden', '9')).stderr).toMatch(/no start-up 9; the last is 5/);
    const other = await run('starts', '--plant', 'Nowhere', '--data-dir', folder.place('data'));
    expect([other.exitCode, other.stderr]).toEqual([expect.any(Number), expect.stringContaining('Nowhere')]);
    expect(other.exitCode).not.toBe(0);
  });
});
