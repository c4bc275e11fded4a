import { roleOf, type TagFacts } from '../samples/tag-roles.ts';

/**
 * Values that a working instrument cannot show: outside its measuring range where that is known, else what nature
 * rules out for the unit (absolute zero; an RMS value or an absolute pressure below zero; more than 100 % relative humidity is left to
 * the range). Null on a side without such a bound.
 */
export function possibleRange(tag: TagFacts): readonly [number | null, number | null] {
  if (tag.range !== undefined && tag.range !== null) return tag.range;
  const unit = (tag.unit ?? '').trim().toLowerCase();
  if (/^(°|deg)?\s?c$|^degc$|^°c$/.test(unit)) return [-273.15, null];
  if (unit === 'k') return [0, null];
  if (roleOf(tag) === 'vibration') return [0, null];
  if (unit === 'bara' || unit === 'bar(a)' || unit === 'psia') return [0, null];
  return [null, null];
}
