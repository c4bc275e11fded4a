import type { DateOrder } from '../import-plan.ts';

/** How every time of a column is written when all of them have the same form. Places are bytes from the cell's begin. */
export interface TimeTemplate {
  /** The cell that it was made from. */
  readonly text: string;
  /** Of year, month, day, hour, minute, second, fraction. */
  readonly places: readonly number[];
  readonly hasSeconds: boolean;
  /** 0 to 3. */
  readonly fractionDigits: number;
  /** Where the text has to stand as it is: signs between the numbers, and an offset from UTC. */
  readonly isSign: readonly boolean[];
}

/** Longest time that the kernel compares. */
export const TEMPLATE_BYTES = 32;

const CLOCK = '([ T])(\\d{2})(:)(\\d{2})(?:(:)(\\d{2})(?:([.,])(\\d{1,3}))?)?(Z|[+-]\\d{2}:?\\d{2})?$';
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{2})(\\2)(\\d{2})${CLOCK}`);
const YEAR_LAST = new RegExp(`^(\\d{2})([-/.])(\\d{2})(\\2)(\\d{4})${CLOCK}`);
const [FIRST, SECOND, THIRD, HOUR, MINUTE, SECONDS, FRACTION] = [1, 3, 5, 7, 9, 11, 13];
const LAST_GROUP = 14;

/**
 * The template of a time such as `2024-04-01 06:15:00.5` or `01.04.2024 06:15`, whose parts all have their full width;
 * null for any other. `order`: of the plan, for the two numbers beside the year.
 */
export function templateOf(text: string, order: DateOrder): TimeTemplate | null {
  const first = YEAR_FIRST.exec(text);
  const found = first ?? YEAR_LAST.exec(text);
  if (found === null || text.length > TEMPLATE_BYTES) return null;
  const starts = [0];
  const isSign: boolean[] = [];
  for (let group = 1; group <= LAST_GROUP; group++) {
    const part = found.at(group) ?? '';
    starts[group] = isSign.length;
    const isNumber = group % 2 === 1;
    for (let at = 0; at < part.length; at++) isSign.push(!isNumber);
  }
  const yearAt = first === null ? THIRD : FIRST;
  const [early, late] = first === null ? [FIRST, SECOND] : [SECOND, THIRD];
  const isMonthEarly = first === null ? order === 'mdy' : order !== 'ydm';
  const [monthAt, dayAt] = isMonthEarly ? [early, late] : [late, early];
  return {
    text,
    places: [yearAt, monthAt, dayAt, HOUR, MINUTE, SECONDS, FRACTION].map((group) => starts[group]),
    hasSeconds: found.at(SECONDS) !== undefined,
    fractionDigits: found.at(FRACTION)?.length ?? 0,
    isSign,
  };
}
