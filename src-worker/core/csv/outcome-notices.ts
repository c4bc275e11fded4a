import { provenSign } from './numbers/decimal-sign.ts';
import type { Question } from './import-plan.ts';
import { clockText, countOf, countText, dayText } from './messages.ts';
import type { ReadContext } from './read-context.ts';
import { cutText } from './text/text.ts';
import { describeGaps } from './times/time-gaps.ts';
import { undecidedRows } from './times/pass-state.ts';

const SHOWN_STATUSES = 5;
const MOSTLY = 0.9;
const ENOUGH = 10;

/** What the user should know of a file that was read: sentences with counts. */
export function describeOutcome(context: ReadContext): string[] {
  const notices: string[] = [];
  const { series, rejects } = context;
  const readings = series.reduce((sum, { readingCount }) => sum + readingCount, 0);
  const texts = series.reduce((sum, { textCount }) => sum + textCount, 0);
  const missing = series.reduce((sum, { missingCount }) => sum + missingCount, 0);
  if (texts > 0)
    notices.push(
      `${countText(texts)} of ${countOf(readings, 'sample')} ${texts === 1 ? 'has' : 'have'} a status instead of a value (${statusList(context)}). They are stored as gaps, never as numbers.`,
    );
  const empty = missing - texts - context.badQualityCount;
  if (empty > 0)
    notices.push(
      `${countOf(empty, 'cell is', 'cells are')} empty, stored as ${empty === 1 ? 'a gap, never as a number' : 'gaps, never as numbers'}.`,
    );
  notices.push(
    ...describeMostlyText(context),
    ...describeOtherSign(context),
    ...describeForeignText(context),
  );
  const large = context.largeValues.describe(series.map(({ tag }) => tag));
  if (large !== null) notices.push(large);
  if (context.badQualityCount > 0)
    notices.push(
      `${countOf(context.badQualityCount, 'value was', 'values were')} not used because the file marks ${context.badQualityCount === 1 ? 'it' : 'them'} as bad.`,
    );
  if (context.unknownQualities.size > 0)
    notices.push(
      `The quality column has texts that are not known (${[...context.unknownQualities].slice(0, SHOWN_STATUSES).join(', ')}). Their values are kept as uncertain.`,
    );
  if (context.repeatedCount > 0)
    notices.push(
      `${countOf(context.repeatedCount, 'row has', 'rows have')} the same time as an earlier one of the same tag.`,
    );
  if (context.disorderedCount > 0)
    notices.push(
      `${countOf(context.disorderedCount, 'row goes', 'rows go')} back in time. All of them were read; none was dropped.`,
    );
  const { ownCount, zoneCount } = context.time;
  if (ownCount > 0 && zoneCount > 0)
    notices.push(
      `${countOf(zoneCount, 'time has', 'times have')} no offset from UTC, while ${countText(ownCount)} carry theirs: ${zoneCount === 1 ? 'it is' : 'they are'} read in ${context.plan.zone}.`,
    );
  const gaps = describeGaps(context.gaps, context.lastMs - context.firstMs);
  if (gaps !== null) notices.push(gaps);
  if (rejects.count > 0) {
    const reasons = [...rejects.counts].map(([kind, count]) => `${kind} ${countText(count)}`).join(', ');
    notices.push(`${countOf(rejects.count, 'row was', 'rows were')} rejected (${reasons}).`);
  }
  if (context.commentCount > 0)
    notices.push(
      `${countOf(context.commentCount, 'line of comment was', 'lines of comments were')} passed over between the rows.`,
    );
  if (context.futureCount > 0)
    notices.push(
      `${countOf(context.futureCount, 'row is', 'rows are')} later than this computer's clock (last: ${new Date(context.lastMs).toISOString().slice(0, 10)}). Check date order or clock.`,
    );
  return notices;
}

function statusList(context: ReadContext): string {
  const total = new Map<string, number>();
  for (const { textCounts } of context.series)
    for (const [text, count] of textCounts) total.set(text, (total.get(text) ?? 0) + count);
  const sorted = [...total].sort((a, b) => b[1] - a[1]);
  const shown = sorted
    .slice(0, SHOWN_STATUSES)
    .map(([text, count]) => `${text.slice(0, 40)} ${countText(count)}`);
  if (sorted.length > shown.length) shown.push(`${countText(sorted.length - shown.length)} others`);
  return shown.join(', ');
}

/** Numbers with the other decimal sign, which only rows far behind the head of the file had. */
function describeOtherSign({ series, plan }: ReadContext): string[] {
  const [own, other] = plan.decimal === ',' ? ['comma', 'point'] : ['point', 'comma'];
  return series.flatMap(({ tag, textCounts }) => {
    const texts = [...textCounts].filter(([text]) => (provenSign(text) ?? plan.decimal) !== plan.decimal);
    const count = texts.reduce((sum, [, times]) => sum + times, 0);
    return count === 0
      ? []
      : [
          `Column "${cutText(tag.name)}": ${countOf(count, 'value')} such as "${cutText(texts[0]?.[0] ?? '')}" ${count === 1 ? 'has' : 'have'} a decimal ${other} while the file is read with a decimal ${own}. ${count === 1 ? 'It is stored as a gap' : 'They are stored as gaps'}; correct the file or choose the other decimal sign.`,
        ];
  });
}

/** Bytes behind the head of the file that are not UTF-8 although its head is. */
function describeForeignText({ series }: ReadContext): string[] {
  const found = series.find(({ foreignText }) => foreignText !== null);
  return found === undefined
    ? []
    : [
        `Column "${cutText(found.tag.name)}" has texts that are not valid UTF-8 (such as "${cutText(found.foreignText ?? '')}"). They are read as Windows-1252; check the encoding.`,
      ];
}

function describeMostlyText({ series }: ReadContext): string[] {
  return series.flatMap(({ tag, textCount, textCounts, readingCount }) => {
    if (readingCount < ENOUGH || textCount < MOSTLY * readingCount) return [];
    const top = [...textCounts].sort((a, b) => b[1] - a[1]).at(0);
    const percent = Math.floor((100 * textCount) / readingCount);
    const shown = top === undefined ? '' : ` (top: "${top[0].slice(0, 40)}" ${countText(top[1])})`;
    return [
      `Column "${tag.name}": ${percent} % of values are not numbers${shown}. Import as gaps / skip column / choose another decimal sign.`,
    ];
  });
}

/** The question about rows inside a repeated hour whose pass the order of the rows does not show; null when there are none. */
export function askAboutRepeated({ passes, plan }: ReadContext): Question | null {
  const open = passes.filter((pass) => undecidedRows(pass) > 0).sort((a, b) => a.openLine - b.openLine);
  const first = open.at(0);
  if (first === undefined) return null;
  const count = open.reduce((sum, pass) => sum + undecidedRows(pass), 0);
  return {
    about: 'zone',
    line: first.openLine,
    message: `Line ${countText(first.openLine)}: ${clockText(first.openLocalMs)} on ${dayText(first.openLocalMs)} happened twice in ${plan.zone} (clocks went back), and the order of the rows does not show which of the two is meant (${countOf(count, 'row')}). Choose: source is UTC / first pass / second pass.`,
    choices: [
      { label: 'The times are UTC', overrides: { zone: 'UTC' } },
      { label: 'First pass (summer time)', overrides: { repeatedTimes: 'first' } },
      { label: 'Second pass (standard time)', overrides: { repeatedTimes: 'second' } },
    ],
  };
}
