import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, relative, isAbsolute } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const signatures = { endOfDirectory: 0x06054b50, directoryEntry: 0x02014b50 };
const methods = { stored: 0, deflated: 8 };

/**
 * Extracts a zip archive (no zip64, no encryption). `rename` gets each entry's name and returns the path below `folder`, or
 * undefined to leave the entry out. Permissions are kept. Throws for a damaged archive and for a path outside `folder`.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4.
 */
export async function extractZip(archive, folder, rename) {
  const file = await open(archive, 'r');
  try {
    for (const entry of await readDirectory(file)) {
      const name = entry.name.endsWith('/') ? undefined : rename(entry.name);
      if (name === undefined) continue;
      const target = join(folder, name);
      if (isAbsolute(name) || relative(folder, target).startsWith('..')) {
        throw new Error(`The archive holds a path outside its folder: ${entry.name}`);
      }
      mkdirSync(dirname(target), { recursive: true });
      await extractEntry(file, archive, entry, target);
    }
  } finally {
    await file.close();
  }
}

async function readDirectory(file) {
  const { size } = await file.stat();
  const tail = await readBytes(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== signatures.endOfDirectory) end -= 1;
  if (end < 0) throw new Error('The archive is damaged: it has no directory.');
  const count = tail.readUInt16LE(end + 10);
  const directory = await readBytes(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== signatures.directoryEntry) {
      throw new Error('The archive is damaged: its directory ends early.');
    }
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      headerAt: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function extractEntry(file, archive, entry, target) {
  const header = await readBytes(file, entry.headerAt, 30);
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const output = createWriteStream(target, { mode: entry.mode || 0o644 });
  if (entry.packedSize === 0) {
    output.end();
    await new Promise((resolve, reject) => output.on('close', resolve).on('error', reject));
    return;
  }
  const input = createReadStream(archive, { start, end: start + entry.packedSize - 1 });
  if (entry.method === methods.stored) await pipeline(input, output);
  else if (entry.method === methods.deflated) await pipeline(input, createInflateRaw(), output);
  else throw new Error(`The archive packs ${entry.name} by method ${entry.method}, which is not supported.`);
  if (output.bytesWritten !== entry.size) throw new Error(`The archive is damaged at ${entry.name}.`);
}

async function readBytes(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('The archive is damaged: it ends early.');
  return buffer;
}
