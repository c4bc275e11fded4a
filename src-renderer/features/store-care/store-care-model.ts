import type { CallOutput } from '@shared/contract/contract.ts';
import type { BackupInfo } from '@shared/contract/store.ts';
import { formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';

export type CheckReport = CallOutput<'store.check'>;

const DAY_MS = 86_400_000;
/** Without a backup for this long, the last one is told as something to attend to. */
const OLD_AFTER_MS = 2 * DAY_MS;

/** What a backup holds, in one line. */
export const describeContent = (backup: BackupInfo): string =>
  [
    formatCounted(backup.plantCount, 'plant', 'plants'),
    formatCounted(backup.importCount, 'import', 'imports'),
    formatCounted(backup.runCount, 'run', 'runs'),
  ].join(', ');

/** The last backup in words; `isOld` when it needs attention. */
export function describeLastBackup(
  lastMs: number | null,
  nowMs: number,
): { readonly text: string; readonly isOld: boolean } {
  if (lastMs === null) return { text: 'none yet', isOld: true };
  const days = Math.floor((nowMs - lastMs) / DAY_MS);
  const age = days < 1 ? '' : `, ${formatCounted(days, 'day', 'days')} ago`;
  return { text: `${formatTime(lastMs)}${age}`, isOld: nowMs - lastMs > OLD_AFTER_MS };
}

/** The outcome of a full check, in one sentence. */
export const describeCheck = ({ isSound, problems, chunkCount, readingCount }: CheckReport): string => {
  const extent = `${formatCounted(readingCount, 'reading', 'readings')} in ${formatCounted(chunkCount, 'chunk', 'chunks')}`;
  return isSound
    ? `Sound: ${extent} agree with their checksums.`
    : `${formatCounted(problems.length, 'problem', 'problems')} in ${extent}.`;
};
