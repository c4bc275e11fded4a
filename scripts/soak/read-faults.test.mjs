import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readFaults } from './read-faults.mjs';

const PLACES = 2;

it('a read that fails, whatever the work, ends in a message, and nothing is half done or taken for damage', async ({
  skip,
}) => {
  const result = await readFaults(fileURLToPath(new URL('../..', import.meta.url)), PLACES);
  skip(result === null, 'reads can be made to fail on Linux with a C compiler only');
  for (const [work, { fired, problems }] of Object.entries(result)) {
    expect(problems).toEqual([]);
    expect(fired, work).toBeGreaterThan(0);
  }
  expect(result['reading a backup back, rotten'].refused).toBeGreaterThan(0);
}, 120_000);
