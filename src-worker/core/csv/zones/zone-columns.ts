import { BIAS_NAMES, ZONE_NAMES, plainName } from '../layout/column-names.ts';
import type { ColumnFacts } from '../layout/layout.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import { offsetOfText } from './zone-words.ts';
import { offsetText } from './zones.ts';

/** What a column says of the zone of the times beside it. */
export type ZoneColumn =
  | { readonly kind: 'offsets'; readonly index: number; readonly name: string }
  /** Every row has the same text, which is no offset. */
  | { readonly kind: 'text'; readonly index: number; readonly name: string; readonly text: string }
  /** Minutes between local time and UTC: the zones that they can mean, one where the other sign is no zone's. */
  | {
      readonly kind: 'bias';
      readonly index: number;
      readonly name: string;
      readonly minutes: string;
      readonly zones: readonly string[];
    };

/** Offsets in minutes that a zone of the world has had since 1970 while none had the opposite. */
const ONE_WAY = new Set([330, 345, 390, 525, 630, 765, 780, 840]);

/** The column of a zone or an offset among the columns; null when there is none. */
export function findZoneColumn(
  facts: readonly ColumnFacts[],
  data: readonly SampleRecord[],
): ZoneColumn | null {
  for (const { index, name } of facts) {
    const plain = plainName(name);
    const isBias = BIAS_NAMES.has(plain);
    if (!isBias && !ZONE_NAMES.has(plain)) continue;
    const texts = new Set(data.map((record) => cellAt(record, index).text).filter((text) => text !== ''));
    const first = [...texts].at(0);
    if (first === undefined) continue;
    if (isBias) {
      const minutes = numberOf(first);
      if (texts.size === 1 && minutes !== 0 && Math.abs(minutes) <= 840)
        return { kind: 'bias', index, name, minutes: first, zones: zonesOfBias(minutes) };
    } else if ([...texts].every((text) => /[a-z+:-]/i.test(text) && offsetOfText(text) !== null)) {
      return { kind: 'offsets', index, name };
    } else if (texts.size === 1) {
      return { kind: 'text', index, name, text: first };
    }
  }
  return null;
}

function zonesOfBias(minutes: number): readonly string[] {
  const both = [minutes, -minutes];
  const sure = both.filter((offset) => ONE_WAY.has(offset));
  return (sure.length === 1 ? sure : both).map((offset) => offsetText(offset * 60_000));
}
