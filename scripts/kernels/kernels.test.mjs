import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileKernel, toModule } from './compile.mjs';
import { kernelSources } from './sources.mjs';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe.each(kernelSources)('%s', (source) => {
  it('is what the module beside it was made from', async () => {
    const bytes = await compileKernel(read(source));
    expect(read(source.replace(/\.as$/, '.generated.ts'))).toBe(toModule(bytes, basename(source)));
  });
});

it('says what is wrong with a kernel that does not compile', async () => {
  await expect(compileKernel('export function f(): i32 { return missing; }')).rejects.toThrow(/missing/);
});
