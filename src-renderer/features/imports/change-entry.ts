import type { ImportOverrides, Question } from '@core/csv/import-plan.ts';
import type { ImportProfile } from '@shared/contract/import-profiles.ts';
import { type Answer, haveSameShape, type ImportEntry } from './import-entry.ts';
import { correct, withoutKeys } from './imports-model.ts';
import { findEntry, patchEntry, queue } from './import-queue.ts';
import { previewEntry } from './read-entry.ts';

/** Takes a correction and reads the file again with it. */
export function changeEntry(id: string, change: ImportOverrides): void {
  const entry = findEntry(id);
  if (entry === undefined) return;
  patchEntry(id, { isTouched: true, lateQuestions: [] });
  void previewEntry(id, correct(entry.overrides, change));
}

/** Decides what the file leaves open. */
export function answerQuestion(
  id: string,
  question: Question,
  label: string,
  overrides: ImportOverrides,
): void {
  const entry = findEntry(id);
  if (entry === undefined) return;
  const answer: Answer = { about: question.about, label, overrides };
  patchEntry(id, {
    isTouched: true,
    answers: [...entry.answers, answer],
    lateQuestions: entry.lateQuestions.filter((late) => late !== question),
  });
  void previewEntry(id, correct(entry.overrides, overrides));
}

/** Takes an answer back: the question is asked again. */
export function reopenAnswer(id: string, answer: Answer): void {
  const entry = findEntry(id);
  if (entry === undefined) return;
  patchEntry(id, { answers: entry.answers.filter((other) => other !== answer) });
  void previewEntry(id, withoutKeys(entry.overrides, answer.overrides));
}

/** Everything as detected, without a profile. */
export function readAsDetected(id: string): void {
  patchEntry(id, { answers: [], profile: null, refused: null, isTouched: false, lateQuestions: [] });
  void previewEntry(id, {});
}

export function applyProfile(id: string, profile: ImportProfile): void {
  patchEntry(id, { answers: [], profile: profile.name, refused: null, lateQuestions: [] });
  void previewEntry(id, profile.choices, true);
}

/** Other open files that look like this one. */
export const filesOfSameShape = (
  entry: ImportEntry,
  entries: readonly ImportEntry[],
): readonly ImportEntry[] =>
  entries.filter(
    (other) => other.id !== entry.id && other.stage.at === 'open' && haveSameShape(entry, other),
  );

/** The choices made for one file, for all files that look like it. */
export function shareChoices(id: string): void {
  const entry = findEntry(id);
  if (entry === undefined) return;
  for (const other of filesOfSameShape(entry, queue.get().entries)) {
    patchEntry(other.id, { answers: entry.answers, profile: entry.profile, isTouched: true });
    void previewEntry(other.id, entry.overrides, true);
  }
}

export const leaveOut = (id: string): void => patchEntry(id, { stage: { at: 'left-out' } });

/** Back among those that can be imported. */
export const takeIn = (id: string): void => patchEntry(id, { stage: { at: 'open' } });
