import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectors } from '@core/detectors/registry.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { createCliFolder, run } from './testing/cli-folder.ts';

const folder = createCliFolder();
afterAll(() => folder.remove());

describe('boilerhouse detectors', () => {
  it('lists every detector by its id', async () => {
    const { exitCode, stdout } = await run('detectors');
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(detectors.map(({ id }) => id));
  });

  it('tells name, bounds, unit, usual value and meaning of an option', async () => {
    const { stdout } = await run('detectors', 'isolation-forest');
    expect(stdout).toContain('sees:     rare values and rare combinations');
    expect(stdout).toContain(
      '  trees=100\n    Number of trees: a whole number from 1 to 1000 trees\n    More trees give steadier scores',
    );
  });

  it('refuses an unknown detector', async () => {
    const { exitCode, stderr } = await run('detectors', 'oracle');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"oracle"');
  });
});

describe('boilerhouse analyse --set', () => {
  const analyse = async (...settings: string[]) => {
    const plant = folder.place('plant.csv');
    await run('generate', '--rows', '200', '--seed', '42', '--out', plant);
    return run('analyse', plant, '--out', folder.place('out'), ...settings.flatMap((one) => ['--set', one]));
  };

  it('takes options of the detector and records them', async () => {
    expect((await analyse('trees=20', 'subsample=64')).exitCode).toBe(0);
    const record: unknown = JSON.parse(readFileSync(join(folder.place('out'), 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      detector: { id: 'isolation-forest', options: { trees: 20, subsample: 64 } },
    });
  });

  it.each([
    ['trees=0', /"trees" must be a whole number from 1 to 1000; it is 0/],
    ['trees=', /"trees" must be/],
    ['leaves=3', /no option "leaves"\. Its options: trees, subsample/],
    ['trees', /a name and a value such as trees=200/],
  ])('refuses %s', async (setting, message) => {
    const { exitCode, stderr } = await analyse(setting);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

it('docs/detectors.md says of every detector what the program says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/detectors.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1, -1),
    );
  const told = detectors.map(({ id, guide }) => [id, guide.sees, guide.misses, guide.useWhen]);
  expect([...rows].sort()).toEqual([...told].sort());
});
