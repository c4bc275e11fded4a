import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutputFiles } from './output-files.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'boilerhouse-output-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('output files', () => {
  it('hold what was written, in its order, however much it is', async () => {
    const files = createOutputFiles();
    const output = await files.create(join(folder, 'new', 'long.txt'));
    const lines = Array.from({ length: 60_000 }, (_, line) => `line ${line}\n`);
    for (const line of lines) await output.write(line);
    await files.commit();
    expect(readFileSync(join(folder, 'new', 'long.txt'), 'utf8')).toBe(lines.join(''));
  });

  it('appear together with commit and replace what was there', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    const files = createOutputFiles();
    await (await files.create(join(folder, 'a'))).write('new');
    await (await files.create(join(folder, 'b'))).write('b');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).not.toContain('b');
    await files.commit();
    await files.discard();
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
  });

  it('leave no trace when they are discarded', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    const files = createOutputFiles();
    await (await files.create(join(folder, 'a'))).write('x'.repeat(1_000_000));
    await files.discard();
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });

  it('say which path cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(createOutputFiles().create(join(folder, 'file', 'x'))).rejects.toThrow(
      /^Cannot write ".*x": /,
    );
  });
});
