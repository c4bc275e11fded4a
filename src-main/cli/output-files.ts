import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppFailure } from '@shared/errors.ts';

export interface OutputFile {
  readonly write: (text: string) => Promise<void>;
}

export interface OutputFiles {
  /** A new file that takes its place with `commit`. Its folder is made. */
  readonly create: (path: string) => Promise<OutputFile>;
  /** As `create`, for a file that `write` writes by itself under the path it is given. */
  readonly createWith: <T>(path: string, write: (temporary: string) => Promise<T>) => Promise<T>;
  /** Puts every file in its place; what was there is replaced. */
  readonly commit: () => Promise<void>;
  /** Removes what was written; does nothing after `commit`. */
  readonly discard: () => Promise<void>;
}

const FLUSH_CHARACTERS = 1 << 18;

function asStorageFailure(caught: unknown, path: string): AppFailure {
  if (caught instanceof AppFailure) return caught;
  const reason = caught instanceof Error ? caught.message : String(caught);
  return new AppFailure({ kind: 'storage', message: `Cannot write "${path}": ${reason}` });
}

async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    throw asStorageFailure(caught, path);
  }
}

interface Pending {
  readonly path: string;
  readonly temporary: string;
  readonly handle: FileHandle;
  readonly flush: () => Promise<void>;
}

/** Output files that appear complete and together, or not at all: each is written under a temporary name beside its place. */
export function createOutputFiles(): OutputFiles {
  const pending: Pending[] = [];

  const begin = async (path: string, flush: (handle: FileHandle) => Promise<void>): Promise<Pending> => {
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
    const handle = await open(temporary, 'wx');
    const begun = { path, temporary, handle, flush: () => flush(handle) };
    pending.push(begun);
    return begun;
  };

  return {
    create: (path) =>
      writing(path, async () => {
        let buffered = '';
        const { flush } = await begin(path, async (handle) => {
          const text = buffered;
          buffered = '';
          if (text !== '') await handle.writeFile(text);
        });
        return {
          write: (text) =>
            writing(path, async () => {
              buffered += text;
              if (buffered.length >= FLUSH_CHARACTERS) await flush();
            }),
        };
      }),

    createWith: (path, write) =>
      writing(path, async () => {
        const { temporary } = await begin(path, () => Promise.resolve());
        return write(temporary);
      }),

    commit: async () => {
      for (const { path, handle, flush } of pending) {
        await writing(path, async () => {
          await flush();
          await handle.sync();
          await handle.close();
        });
      }
      for (const { path, temporary } of pending.splice(0)) {
        await writing(path, () => rename(temporary, path));
      }
    },

    discard: async () => {
      for (const { temporary, handle } of pending.splice(0)) {
        await handle.close().catch(() => undefined);
        await rm(temporary, { force: true });
      }
    },
  };
}
