import type { CallInput } from '@shared/contract/contract.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { formatBytes, formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { describeExtent } from './deletion-model.ts';

/** Deletes, after a backup where that is wanted; without the backup nothing is deleted. True when it was done. */
export async function deleteReadings(
  range: CallInput<'readings.deleteRange'>,
  backsUp: boolean,
): Promise<boolean> {
  try {
    const backup = backsUp ? await call('backups.create', {}) : null;
    const deleted = await call('readings.deleteRange', range);
    addNotice('done', 'Readings deleted', [
      `${describeExtent(deleted)} from ${formatTime(range.fromMs)} to ${formatTime(range.toMs)}.`,
      ...(backup === null ? [] : [`The backup before it: ${backup.name}, ${formatBytes(backup.bytes)}.`]),
    ]);
    return true;
  } catch (caught) {
    addFailure(failureOf(caught));
    return false;
  }
}

/** Sets the retention of tags, one after the other; null keeps all. */
export async function setRetention(tagIds: readonly number[], days: number | null): Promise<void> {
  let readingCount = 0;
  try {
    for (const tagId of tagIds)
      readingCount += (await call('tags.setRetention', { tagId, days })).readingCount;
    const tags = formatCounted(tagIds.length, 'tag', 'tags');
    addNotice('done', days === null ? `All readings of ${tags} are kept` : 'Retention set', [
      days === null
        ? 'From now on no reading of them goes for its age.'
        : `${tags}: ${formatCounted(days, 'day', 'days')} are kept. ${formatCounted(readingCount, 'older reading was', 'older readings were')} deleted.`,
    ]);
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

export async function compactStore(): Promise<void> {
  try {
    const { bytesBefore, bytesAfter, isComplete } = await call('store.compact', {});
    addNotice('done', isComplete ? 'Database compacted' : 'Compaction cancelled', [
      `${formatBytes(bytesBefore)} before, ${formatBytes(bytesAfter)} now.${isComplete ? '' : ' What was done stays; go on at any time.'}`,
    ]);
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

export async function cancelCompaction(): Promise<void> {
  try {
    await call('store.cancelCompact', {});
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
