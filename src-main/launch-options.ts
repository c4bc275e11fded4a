import { parseArgs } from 'node:util';

/** What the program was started with. Chromium's own switches are not ours and pass unseen. */
export interface LaunchOptions {
  /** Folder of the database, logs and settings; null = the user's default. */
  readonly dataFolder: string | null;
  /** Exports are written here without a dialog: for scripted use. */
  readonly exportFolder: string | null;
  readonly wantsVersion: boolean;
  /** Arguments of `boilerhouse cli ...`, or null when the window is wanted. */
  readonly cli: readonly string[] | null;
}

/** Reads the arguments after the program (and, in development, after the application's folder). */
export function readLaunchOptions(args: readonly string[]): LaunchOptions {
  // As root on Linux, Chromium starts only with this switch, and it must come before the command.
  const first = args.findIndex((arg) => arg !== '--no-sandbox');
  if (args[first] === 'cli') {
    return { dataFolder: null, exportFolder: null, wantsVersion: false, cli: args.slice(first + 1) };
  }
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      'data-dir': { type: 'string' },
      'export-dir': { type: 'string' },
      version: { type: 'boolean' },
    },
  });
  const folder = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? value : null;
  return {
    dataFolder: folder(values['data-dir']),
    exportFolder: folder(values['export-dir']),
    wantsVersion: values.version === true,
    cli: null,
  };
}
