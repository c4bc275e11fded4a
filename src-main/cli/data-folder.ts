import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { productName } from '../../package.json';

export interface DataFolderOption {
  readonly dataDir?: string;
}

function settingsFolder(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}

/** Where the window keeps its data when it is started without --data-dir: Electron's `userData`. */
export const defaultDataFolder = (): string => join(settingsFolder(), productName);

export const addDataFolderOption = (command: Command): Command =>
  command.option('--data-dir <dir>', "data folder (default: the application's own)");

export const dataFolderOf = ({ dataDir }: DataFolderOption): string => dataDir ?? defaultDataFolder();
