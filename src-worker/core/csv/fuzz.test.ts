import { describe, expect, it } from 'vitest';
import { mutate } from './fixtures/mutate.ts';
import { tryFile } from './fixtures/try-file.ts';

const MUTATIONS = 1000;

describe('mutated files', () => {
  it(`end in an import or a typed failure (${MUTATIONS} files)`, async () => {
    let imports = 0;
    for (let number = 1; number <= MUTATIONS; number++)
      try {
        if ((await tryFile(mutate(number), number)) === 'import') imports++;
      } catch (caught) {
        throw new Error(`file ${number}: ${String(caught)}`, { cause: caught });
      }
    expect(imports).toBeGreaterThan(MUTATIONS / 4);
  });
});
