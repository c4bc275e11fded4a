import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliFolder, type CliRun, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(async () => {
  folder = createCliFolder();
  const rows = Array.from({ length: 48 }, (_, hour) => {
    const time = new Date(Date.UTC(2024, 3, 1, hour)).toISOString();
    return `${time},${hour},${hour * 2}`;
  });
  const file = folder.put('april.csv', `time,load,flow\n${rows.join('\n')}\n`);
  expect((await inData('import', file, '--plant', 'Kota')).exitCode).toBe(0);
});
afterEach(() => folder.remove());

const inData = (...args: string[]): Promise<CliRun> => run(...args, '--data-dir', folder.place('data'));
const count = async (): Promise<string> =>
  (await inData('query', 'select tag, count(*) from readings group by tag order by tag')).stdout;

describe('boilerhouse delete-range', () => {
  const range = ['--plant', 'kota', '--from', '2024-04-01T06:00Z', '--to', '2024-04-01T11:00Z'];

  it('counts first, then deletes what was asked and says how much', async () => {
    const counted = await inData('delete-range', ...range, '--dry-run');
    expect(counted.stdout).toContain('Would delete 12 readings of 2 tags');
    expect(await count()).toBe('tag,count(*)\r\nflow,48\r\nload,48\r\n');
    const deleted = await inData('delete-range', ...range, '--tags', 'load');
    expect([deleted.exitCode, deleted.stdout]).toEqual([
      0,
      'Deleted 6 readings of 1 tag between 2024-04-01T06:00:00Z and 2024-04-01T11:00:00Z.\n',
    ]);
    expect(await count()).toBe('tag,count(*)\r\nflow,48\r\nload,42\r\n');
    expect((await inData('verify')).exitCode).toBe(0);
  });

  it('refuses a tag that the plant has not, and leaves all as it is', async () => {
    const refused = await inData('delete-range', ...range, '--tags', 'load,lod');
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('"lod"')]);
    expect(await count()).toBe('tag,count(*)\r\nflow,48\r\nload,48\r\n');
  });
});

describe('boilerhouse retention and compact', () => {
  it('set, apply, show and end the age above which readings go', async () => {
    const set = await inData('retention', '--plant', 'Kota', '--tags', 'flow', '--days', '1');
    expect(set.stdout).toBe('1 tag keeps 1 day. Deleted 24 readings that were older.\n');
    expect(await count()).toBe('tag,count(*)\r\nflow,24\r\nload,48\r\n');
    expect((await inData('retention', '--plant', 'Kota')).stdout).toBe('load  all\nflow  1 day\n');
    await inData('retention', '--plant', 'Kota', '--keep-all');
    expect((await inData('retention', '--plant', 'Kota')).stdout).toBe('load  all\nflow  all\n');
    const compacted = await inData('compact');
    expect([compacted.exitCode, compacted.stdout]).toEqual([0, expect.stringContaining('bytes before')]);
    expect(await count()).toBe('tag,count(*)\r\nflow,24\r\nload,48\r\n');
  });
});
