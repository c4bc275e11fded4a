import type { AppFailure } from '@shared/errors.ts';
import { badFile } from '../csv/messages.ts';

const NOTHING = 'Nothing was imported.';

/** A workbook that would need more memory or time than any real one, such as a decompression bomb. */
export const tooLarge = (file: string, what: string, limit: string): AppFailure =>
  badFile(file, {
    seen: what,
    expected: limit,
    message: `The workbook was refused before it was read: ${what}; the limit is ${limit}. ${NOTHING} If it is a real export, save its first sheet as CSV and import that.`,
  });

/** A workbook whose inside is not as Excel writes it. */
export const damaged = (file: string, what: string): AppFailure =>
  badFile(file, {
    expected: 'an Excel workbook (.xlsx)',
    message: `The workbook cannot be read: ${what}. ${NOTHING} Open it in Excel, save it again, and import that; or save the sheet as CSV.`,
  });
