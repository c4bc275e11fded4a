import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { countOf } from '@core/csv/messages.ts';
import type { DuplicatePolicy } from '@core/series/merge-layers.ts';

const settings = z.looseObject({
  duplicates: z.enum(['keep-last', 'keep-first', 'keep-good', 'reject']).optional(),
});

/** What an import's settings say about readings of one tag at one time. */
export function policyOfImport(db: Database, importId: number): DuplicatePolicy {
  const json = db
    .prepare<[number], string>('SELECT settings FROM imports WHERE id = ?')
    .pluck()
    .get(importId);
  const parsed = settings.safeParse(JSON.parse(json ?? '{}'));
  return (parsed.success ? parsed.data.duplicates : undefined) ?? 'keep-last';
}

const OUTCOME: Readonly<Record<DuplicatePolicy, string>> = {
  'keep-last': 'the last one in the file was kept',
  'keep-first': 'the first one in the file was kept',
  'keep-good': 'the one of the best quality was kept',
  reject: 'none of them was kept',
};

/** The sentence for the user; null when no reading gave way. */
export const describeDuplicates = (policy: DuplicatePolicy, count: number): string | null =>
  count === 0
    ? null
    : `${countOf(count, 'reading was', 'readings were')} left out because the file has several for one tag at one time: ${OUTCOME[policy]}.`;
