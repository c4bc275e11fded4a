import { randomBytes } from 'node:crypto';
import type { ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileToken } from '@shared/contract/application.ts';
import { describeUnreadable } from '@shared/unreadable-file.ts';

export interface OpenedFile {
  readonly stream: ReadStream;
  /** As the pass begins. */
  readonly sizeBytes: number;
}

/** Files that the user chose in the native dialog. The window holds a token for each; the path stays here. */
export interface ChosenFiles {
  register(path: string): Promise<FileToken>;
  /** A new pass over the file, or null for a token that was never given. Rejects when the file cannot be opened. */
  open(token: string): Promise<OpenedFile | null>;
  /** Tells the file from itself after it was changed; null for a token that was never given. Rejects when it is gone. */
  mark(token: string): Promise<string | null>;
  /** Why the last pass over the file failed, in a sentence; null when it did not. */
  failure(token: string): string | null;
}

export function createChosenFiles(): ChosenFiles {
  const pathByToken = new Map<string, string>();
  const failureByToken = new Map<string, string>();
  return {
    async register(path) {
      const { size } = await stat(path);
      const token = randomBytes(16).toString('hex');
      pathByToken.set(token, path);
      return { token, name: basename(path), sizeBytes: size };
    },
    async open(token) {
      const path = pathByToken.get(token);
      if (path === undefined) return null;
      failureByToken.delete(token);
      const noteFailure = (caught: unknown): void => {
        const isWindows = process.platform === 'win32';
        failureByToken.set(token, describeUnreadable(basename(path), caught, isWindows, 'press Retry'));
      };
      try {
        const file = await open(path);
        try {
          // Of what was opened: another file may have the name by now.
          const { size } = await file.stat();
          const stream = file.createReadStream({ highWaterMark: 1 << 20 });
          stream.on('error', noteFailure);
          return { stream, sizeBytes: size };
        } catch (caught) {
          await file.close();
          throw caught;
        }
      } catch (caught) {
        noteFailure(caught);
        throw caught;
      }
    },
    async mark(token) {
      const path = pathByToken.get(token);
      if (path === undefined) return null;
      const { size, mtimeMs } = await stat(path);
      return `${size} ${mtimeMs}`;
    },
    failure: (token) => failureByToken.get(token) ?? null,
  };
}
