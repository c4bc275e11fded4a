import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { AppFailure } from '@shared/errors.ts';
import { succeed } from '@shared/result.ts';
import type { ChosenFiles } from '../chosen-files.ts';
import type { Handlers } from './dispatch.ts';

export interface FileHandlerParts {
  readonly window: () => BrowserWindow;
  readonly chosen: ChosenFiles;
  /** Folder for exports without a dialog, or null to ask. */
  readonly exportFolder: string | null;
}

const FILTERS = [
  { name: 'Tables', extensions: ['csv', 'txt', 'tsv', 'dat', 'asc', 'xlsx', 'xlsm'] },
  { name: 'All files', extensions: ['*'] },
];

/** A folder for an export: the one given at the start, else the one the user picks; null when the dialog is closed. */
export async function askForExportFolder({ window, exportFolder }: FileHandlerParts): Promise<string | null> {
  if (exportFolder !== null) return exportFolder;
  const answer = await dialog.showOpenDialog(window(), {
    title: 'Choose a folder for the export',
    buttonLabel: 'Export here',
    properties: ['openDirectory', 'createDirectory'],
  });
  return answer.filePaths[0] ?? null;
}

/** The backup file that the user picks; null when the dialog is closed. */
export async function askForBackup({ window }: FileHandlerParts): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window(), {
    title: 'Restore a backup',
    buttonLabel: 'Restore',
    filters: [{ name: 'Boilerhouse backups', extensions: ['db'] }],
    properties: ['openFile'],
  });
  return answer.filePaths[0] ?? null;
}

interface SaveQuestion {
  readonly title: string;
  readonly name: string;
  readonly filter: { readonly name: string; readonly extensions: string[] };
}

/** Where a file is to be written: into the folder given at the start, else where the user says; null when the dialog is closed. */
export async function askForFile(
  { window, exportFolder }: FileHandlerParts,
  { title, name, filter }: SaveQuestion,
): Promise<string | null> {
  const safeName = safeFileName(name);
  if (exportFolder !== null) return join(exportFolder, safeName);
  const answer = await dialog.showSaveDialog(window(), { title, defaultPath: safeName, filters: [filter] });
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}

/** Writes a file where the user said. Throws `storage` with the path and the reason. */
export async function writeChosen(path: string, what: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (caught) {
    throw new AppFailure({
      kind: 'storage',
      message: `${what} could not be written to ${path}: ${caught instanceof Error ? caught.message : String(caught)}`,
    });
  }
}

const TITLES = {
  readings: 'Import readings',
  plants: 'Import plants from a registry file',
  labels: 'Import labels',
} as const;

/** Characters that some file system refuses, and path separators, become a hyphen. */
export const safeFileName = (name: string): string =>
  name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '-');

export function createFileHandlers(
  parts: FileHandlerParts,
): Pick<Handlers, 'files.choose' | 'exports.image'> {
  return {
    'files.choose': async ({ purpose }) => {
      const answer = await dialog.showOpenDialog(parts.window(), {
        title: TITLES[purpose],
        filters: FILTERS,
        properties: purpose === 'readings' ? ['openFile', 'multiSelections'] : ['openFile'],
      });
      return succeed(await Promise.all(answer.filePaths.map((path) => parts.chosen.register(path))));
    },

    'exports.image': async ({ suggestedName, png }) => {
      const path = await askForFile(parts, {
        title: 'Save the trend as a picture',
        name: suggestedName,
        filter: { name: 'PNG picture', extensions: ['png'] },
      });
      if (path === null) return succeed(null);
      await writeChosen(path, 'The picture', png);
      return succeed({ files: [basename(path)] });
    },
  };
}
