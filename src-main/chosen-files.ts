import { randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileToken } from '@shared/contract/application.ts';

/** Files that the user chose in the native dialog. The window holds a token for each; the path stays here. */
export interface ChosenFiles {
  register(path: string): Promise<FileToken>;
  /** A new pass over the file, or null for a token that was never given. */
  open(token: string): ReadStream | null;
}

export function createChosenFiles(): ChosenFiles {
  const pathByToken = new Map<string, string>();
  return {
    async register(path) {
      const { size } = await stat(path);
      const token = randomBytes(16).toString('hex');
      pathByToken.set(token, path);
      return { token, name: basename(path), sizeBytes: size };
    },
    open(token) {
      const path = pathByToken.get(token);
      return path === undefined ? null : createReadStream(path, { highWaterMark: 1 << 20 });
    },
  };
}
