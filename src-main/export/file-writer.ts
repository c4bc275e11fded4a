import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppFailure } from '@shared/errors.ts';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface OpenFile {
  /** Adds text; goes to the disk in portions. */
  add(text: string): Promise<void>;
  finish(): Promise<WrittenFile>;
}

const PORTION = 1 << 16;

/**
 * A set of files that appears in the folder as a whole: written under `<name>.unfinished`, forced to the disk, and
 * renamed when `work` is done with all of them. On a failure nothing is left. Throws `storage` with the reason.
 */
export async function writeFiles(
  folder: string,
  work: (openFile: (name: string) => Promise<OpenFile>) => Promise<readonly WrittenFile[]>,
): Promise<readonly WrittenFile[]> {
  const begun: string[] = [];
  const handles: FileHandle[] = [];
  const unfinished = (name: string): string => join(folder, `${name}.unfinished`);
  const openFile = async (name: string): Promise<OpenFile> => {
    const handle = await open(unfinished(name), 'w');
    begun.push(name);
    handles.push(handle);
    return writeTo(handle, name);
  };
  try {
    const files = await work(openFile);
    for (const { name } of files) await rename(unfinished(name), join(folder, name));
    return files;
  } catch (caught) {
    for (const handle of handles) await handle.close();
    for (const name of begun) await rm(unfinished(name), { force: true });
    throw caught instanceof AppFailure ? caught : describeFailure(folder, caught);
  }
}

function writeTo(handle: FileHandle, name: string): OpenFile {
  const hash = createHash('sha256');
  let text = '';
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const portion = Buffer.from(text, 'utf8');
    text = '';
    hash.update(portion);
    bytes += portion.byteLength;
    await handle.writeFile(portion);
  };
  return {
    async add(more) {
      text += more;
      if (text.length >= PORTION) await flush();
    },
    async finish() {
      await flush();
      await handle.sync();
      await handle.close();
      return { name, bytes, sha256: hash.digest('hex') };
    },
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'it cannot be written to',
  EPERM: 'it cannot be written to',
  EROFS: 'it is read-only',
  ENOENT: 'it does not exist',
  EBUSY: 'a file of this name is open in another program',
};

function describeFailure(folder: string, caught: unknown): unknown {
  if (!(caught instanceof Error) || !('code' in caught) || typeof caught.code !== 'string') return caught;
  const reason = REASONS[caught.code] ?? caught.message;
  return new AppFailure({
    kind: 'storage',
    message: `Nothing was exported to ${folder}: ${reason}. Choose another folder or free it, and export again.`,
  });
}
