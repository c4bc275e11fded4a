import type { Label } from '@shared/contract/labels.ts';
import type { Trial } from '@shared/contract/searches.ts';
import type { StudyKind, StudyStatus } from '@shared/contract/studies.ts';

/** A comparison, a search or a back-test as it begins. `request` is that of its kind, see the contract. */
export interface StudyStart {
  readonly plantId: number;
  readonly kind: StudyKind;
  readonly title: string;
  readonly request: unknown;
  readonly startedMs: number;
}

/** What studies keep in the store, as analysis code sees it. Every method rejects with an AppFailure. */
export interface StudyStore {
  /** Labels of a plant in order of start. */
  listLabels(plantId: number): Promise<readonly Label[]>;
  /** Tags of a plant with their numbers. */
  listTags(plantId: number): Promise<
    readonly {
      readonly id: number;
      readonly name: string;
      readonly unit: string | null;
      readonly description: string | null;
    }[]
  >;
  /** Returns the number of the study. */
  beginStudy(start: StudyStart): Promise<number>;
  /** A study that was stopped or cut off goes on. */
  resumeStudy(studyId: number): Promise<void>;
  /** `result` is that of its kind, see the contract. */
  finishStudy(studyId: number, result: unknown, finishedMs: number): Promise<void>;
  endStudy(
    studyId: number,
    status: Extract<StudyStatus, 'failed' | 'cancelled'>,
    message: string | null,
  ): Promise<void>;
  loadStudy(
    studyId: number,
  ): Promise<{ readonly kind: StudyKind; readonly status: StudyStatus; readonly request: unknown }>;
  /** Replaces one of the same rung and number. */
  saveTrial(studyId: number, trial: Trial): Promise<void>;
  /**
   * Says what the trials of a search are measured on; `basis` names readings and labels. `same` = as those before, if
   * there are any; `changed` = otherwise, or where it was not kept: the trials before are removed and the study says so.
   */
  beginTrials(studyId: number, basis: string): Promise<'same' | 'changed'>;
  /** In order of rung and number. */
  listTrials(studyId: number): Promise<readonly Trial[]>;
}
