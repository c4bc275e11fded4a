import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli.ts';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder to run command lines in. */
export interface CliFolder {
  readonly place: (name: string) => string;
  /** Writes a file; its path. */
  readonly put: (name: string, content: Uint8Array | string) => string;
  readonly remove: () => void;
}

export function createCliFolder(): CliFolder {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-cli-'));
  const place = (name: string): string => join(folder, name);
  return {
    place,
    put(name, content) {
      writeFileSync(place(name), content);
      return place(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a command line and collects what it prints. */
export async function run(...args: readonly string[]): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(args, {
    write: (text) => {
      stdout += text;
      return Promise.resolve();
    },
    tell: (text) => void (stderr += text),
    isTerminal: false,
  });
  return { exitCode, stdout, stderr };
}
