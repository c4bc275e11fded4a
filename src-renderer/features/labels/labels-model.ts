import { isFaultKind, LABEL_KINDS, type Label, type LabelFields } from '@shared/contract/labels.ts';
import type { LabelDraft } from '../../api/workspace.ts';

const sensorKinds: ReadonlySet<string> = new Set([
  'drift',
  'stuck',
  'spike',
  'noise-burst',
  'dropout',
  'sensor-fault',
]);

/** The kinds to choose from, in groups, and the label's own kind where it is none of them. */
export function kindChoices(
  own: string | null,
): { group: string; items: { value: string; label: string }[] }[] {
  const all = Object.entries(LABEL_KINDS).map(([value, label]) => ({ value, label }));
  const isSensor = ({ value }: { value: string }): boolean => sensorKinds.has(value);
  const isProcess = (kind: { value: string }): boolean => !isSensor(kind) && isFaultKind(kind.value);
  const groups = [
    { group: 'No fault', items: all.filter(({ value }) => !isFaultKind(value)) },
    { group: 'Fault of the process', items: all.filter(isProcess) },
    { group: 'Fault of a sensor', items: all.filter(isSensor) },
  ];
  return own === null || own === '' || Object.hasOwn(LABEL_KINDS, own)
    ? groups
    : [...groups, { group: 'As it was imported', items: [{ value: own, label: own }] }];
}

const sources: Record<Label['source'], string> = { user: 'by hand', import: 'file', simulator: 'simulator' };

/** "by hand, asha", "file log.csv, asha", "simulator". */
export const describeSource = ({ source, author, fileName }: Label): string =>
  [fileName === null ? sources[source] : `${sources[source]} ${fileName}`, author]
    .filter((part) => part !== null)
    .join(', ');

/** What can be saved of a draft, or why it cannot. */
export function fieldsOf(
  draft: Omit<LabelDraft, 'startMs' | 'endMs'>,
  startMs: number | null,
  endMs: number | null,
): LabelFields | string {
  if (draft.kind === null) return 'Choose a kind.';
  if (startMs === null || endMs === null) return 'The label needs a start and an end.';
  if (endMs < startMs) return 'The end is before the start.';
  return { kind: draft.kind, tagName: draft.tagName, startMs, endMs, note: draft.note.trim() };
}

export const draftOf = ({ id, kind, tagName, startMs, endMs, note }: Label): LabelDraft => ({
  id,
  kind,
  tagName,
  startMs,
  endMs,
  note,
});

/** Labels that have the text in kind, tag, note or source. */
export function filterLabels(
  labels: readonly Label[],
  nameOf: (kind: string) => string,
  text: string,
): readonly Label[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return labels;
  return labels.filter((label) =>
    [nameOf(label.kind), label.kind, label.tagName ?? '', label.note, describeSource(label)].some((part) =>
      part.toLowerCase().includes(wanted),
    ),
  );
}
