/** What a number format makes of a number: a point in time, a day, a time of day, or the number itself. */
export type FormatKind = 'date-time' | 'date' | 'time' | 'number';

const BUILT_IN: readonly (readonly [from: number, to: number, FormatKind])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date-time'],
  [27, 31, 'date'],
  [32, 33, 'time'],
  [34, 36, 'date'],
  [45, 45, 'time'],
  [47, 47, 'time'],
  [50, 58, 'date'],
];

/** Kind of a format that every workbook knows by its number. Source: ECMA-376 part 1, 18.8.30. */
export const builtInKind = (id: number): FormatKind =>
  BUILT_IN.find(([from, to]) => id >= from && id <= to)?.[2] ?? 'number';

/** Kind of a format code such as `dd-mmm-yy hh:mm:ss`. Text in it, colours and elapsed hours such as [h] are no dates. */
export function kindOfFormat(code: string): FormatKind {
  const [first = ''] = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .split(';');
  const isElapsed = /\[(?:h+|m+|s+)\]/i.test(first);
  const letters = first
    .replace(/\[[^\]]*\]/g, '')
    .replace(/am\/pm|a\/p/gi, 'h')
    .toLowerCase();
  if (isElapsed || /general/.test(letters)) return 'number';
  const hasTime = /[hs]/.test(letters);
  const hasDate = /[yd]/.test(letters) || (/m/.test(letters) && !hasTime);
  return hasDate ? (hasTime ? 'date-time' : 'date') : hasTime ? 'time' : 'number';
}
