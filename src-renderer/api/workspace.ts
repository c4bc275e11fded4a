import { createStore, useStore } from './create-store.ts';

/** UTC epoch ms. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SelectedAnomaly {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
}

export type DialogName =
  | 'plant-add'
  | 'plant-edit'
  | 'generate'
  | 'train'
  | 'labels'
  | 'compare'
  | 'search'
  | 'back-test'
  | 'starts'
  | 'store-care'
  | 'delete-readings'
  | 'retention'
  | 'shortcuts';

/** A label that is being made or changed. */
export interface LabelDraft {
  /** Null = a new one. */
  readonly id: number | null;
  readonly kind: string | null;
  readonly tagName: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly note: string;
}

/** What the panels share: which plant, which stretch of time, which run and anomaly, which dialog. */
interface Workspace {
  readonly plantId: number | null;
  /** Null = everything that is held. */
  readonly range: TimeRange | null;
  /** Null = the plant's latest finished run. */
  readonly runId: number | null;
  readonly anomaly: SelectedAnomaly | null;
  readonly dialog: DialogName | null;
  /** Dragging on the trend marks a stretch for a label instead of zooming. */
  readonly isLabelling: boolean;
  readonly labelDraft: LabelDraft | null;
}

export const workspace = createStore<Workspace>({
  plantId: null,
  range: null,
  runId: null,
  anomaly: null,
  dialog: null,
  isLabelling: false,
  labelDraft: null,
});

export const useWorkspace = <T>(select: (state: Workspace) => T): T => useStore(workspace, select);

export function openPlant(plantId: number): void {
  if (workspace.get().plantId === plantId) return;
  workspace.set({ plantId, range: null, runId: null, anomaly: null, isLabelling: false, labelDraft: null });
}

export const showRange = (range: TimeRange | null): void => workspace.set({ range });

export const openDialog = (dialog: DialogName): void => workspace.set({ dialog });

export const closeDialog = (): void => workspace.set({ dialog: null });

/** Opens the editor for a label on this stretch. */
export const draftLabel = (range: TimeRange, more: Partial<LabelDraft> = {}): void =>
  workspace.set({
    labelDraft: {
      id: null,
      kind: null,
      tagName: null,
      startMs: Math.round(range.fromMs),
      endMs: Math.round(range.toMs),
      note: '',
      ...more,
    },
  });
