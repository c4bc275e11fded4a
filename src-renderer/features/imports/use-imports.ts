import type { ImportOverrides, ImportPlan } from '@core/csv/import-plan.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { importReadings } from '../../api/analysis-actions.ts';
import { askWorker } from '../../api/analysis-client.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf, unwrap } from '../../api/plant-client.ts';
import { nextImport, queueImports, workspace } from '../../api/workspace.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';
import { describeImport, sourceKey, sourceName } from './imports-model.ts';

/** The native dialog; what is chosen waits to be looked at. */
export async function chooseFiles(): Promise<void> {
  try {
    const files = await call('files.choose', { purpose: 'readings' });
    queueImports(files.map((file) => ({ kind: 'token', ...file })));
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

/** How a file would be read with the corrections made so far. */
export const usePreview = (source: FileSource, overrides: ImportOverrides) =>
  useQuery({
    queryKey: ['preview', sourceKey(source), overrides],
    queryFn: async () => unwrap(await askWorker((api) => api.previewImport(source, overrides))),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

async function importOne(plantId: number, source: FileSource, plan: ImportPlan): Promise<void> {
  const name = sourceName(source);
  const summary = await importReadings({ plantId, source, plan }, name);
  if (summary === null) return;
  const tone = summary.rejectedCount > 0 || summary.notices.length > 0 ? 'attention' : 'done';
  addNotice(tone, `Imported ${name} as import #${summary.id}`, [describeImport(summary), ...summary.notices]);
}

export interface ImportRunner {
  /** An import runs; the dialog steps aside for it. */
  readonly isRunning: boolean;
  readonly runOne: (plan: ImportPlan) => Promise<void>;
  /** This one, then the others as they are detected, until one asks a question or cannot be read. */
  readonly runAll: (plan: ImportPlan) => Promise<void>;
}

/** Imports the waiting files one after the other. */
export function useImportRunner(plantId: number): ImportRunner {
  const [isRunning, setIsRunning] = useState(false);
  const runFirst = async (plan: ImportPlan): Promise<void> => {
    const [source] = workspace.get().importQueue;
    if (source === undefined) return;
    await importOne(plantId, source, plan);
    nextImport();
  };
  const runOthers = async (): Promise<void> => {
    for (;;) {
      const [source] = workspace.get().importQueue;
      if (source === undefined) return;
      const preview = await askWorker((api) => api.previewImport(source, {}));
      if (!preview.ok || preview.value.questions.length > 0) return;
      await importOne(plantId, source, preview.value.plan);
      nextImport();
    }
  };
  return {
    isRunning,
    runOne: async (plan) => {
      setIsRunning(true);
      await runFirst(plan);
      setIsRunning(false);
    },
    runAll: async (plan) => {
      setIsRunning(true);
      await runFirst(plan);
      await runOthers();
      setIsRunning(false);
    },
  };
}
