import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractZip } from './zip.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asIs = (name) => name;

/** A zip archive with these entries, laid out by hand after APPNOTE 4.3. */
function writeZip(path, entries) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { name, text, mode = 0o644, isStored = false } of entries) {
    const packed = isStored ? Buffer.from(text) : deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(isStored ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(Buffer.byteLength(text), 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((0o100000 | mode) * 0x10000, 38);
    central.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  writeFileSync(path, Buffer.concat([...parts, ...directory, end]));
  return path;
}

describe('extracting a zip archive', () => {
  it('gives back deflated, stored and empty files with their permissions', async () => {
    const archive = writeZip(join(folder, 'a.zip'), [
      { name: 'bin/run', text: 'x'.repeat(10_000), mode: 0o755 },
      { name: 'plain.txt', text: 'stored', isStored: true },
      { name: 'empty', text: '', isStored: true },
    ]);
    await extractZip(archive, join(folder, 'out'), asIs);
    expect(readFileSync(join(folder, 'out/bin/run'), 'utf8')).toBe('x'.repeat(10_000));
    expect(statSync(join(folder, 'out/bin/run')).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(folder, 'out/plain.txt'), 'utf8')).toBe('stored');
    expect(statSync(join(folder, 'out/plain.txt')).mode & 0o111).toBe(0);
    expect(readFileSync(join(folder, 'out/empty'), 'utf8')).toBe('');
  });

  it('leaves out what has no name in the result', async () => {
    const archive = writeZip(join(folder, 'a.zip'), [
      { name: 'keep', text: '1' },
      { name: 'drop', text: '2' },
    ]);
    await extractZip(archive, join(folder, 'out'), (name) => (name === 'keep' ? 'kept' : undefined));
    expect(existsSync(join(folder, 'out/kept'))).toBe(true);
    expect(existsSync(join(folder, 'out/drop'))).toBe(false);
  });

  it('refuses a path that leaves the folder', async () => {
    const archive = writeZip(join(folder, 'a.zip'), [{ name: '../escaped', text: '1' }]);
    await expect(extractZip(archive, join(folder, 'out'), asIs)).rejects.toThrow(
      'outside its folder: ../escaped',
    );
    expect(existsSync(join(folder, 'escaped'))).toBe(false);
  });

  it('refuses an archive that was cut short', async () => {
    const whole = writeZip(join(folder, 'a.zip'), [{ name: 'file', text: 'text' }]);
    const cut = join(folder, 'cut.zip');
    writeFileSync(cut, readFileSync(whole).subarray(0, -10));
    await expect(extractZip(cut, join(folder, 'out'), asIs)).rejects.toThrow('damaged');
  });
});
