import { describe, expect, it } from 'vitest';
import { describeRead } from './fixtures/describe-read.ts';
import { bytesOf } from './fixtures/variant.ts';
import { VARIANTS } from './fixtures/variants/index.ts';

describe.each(Object.entries(VARIANTS))('variants of files: %s', (_, variants) => {
  it.each(variants.map((variant) => [variant.name, variant] as const))('%s', async (_name, variant) => {
    const hasNotes = /^note /m.test(variant.read);
    expect(await describeRead(bytesOf(variant), variant.overrides ?? {}, hasNotes)).toBe(variant.read);
  });

  it('have names of their own', () => {
    const names = variants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
