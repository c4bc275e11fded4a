import { AppFailure } from '@shared/errors.ts';
import type { Question } from '../csv/import-plan.ts';

/** A `bad-file` failure: the file leaves readings open that somebody has to decide. Its message is the first question. */
export class OpenQuestions extends AppFailure {
  readonly questions: readonly Question[];

  constructor(file: string, questions: readonly Question[]) {
    const where = { line: null, column: null, seen: null, expected: null };
    super({ kind: 'bad-file', file, ...where, message: questions.at(0)?.message ?? '' });
    this.questions = questions;
  }
}
