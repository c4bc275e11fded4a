import type { CsvTag, SeriesPortion } from '../csv-stream.ts';
import { countOf } from '../messages.ts';
import { cutText } from '../text/text.ts';

/** From here on a number is infinite as float32: half a step above the largest. */
const BEYOND_FLOAT32 = (2 - 2 ** -24) * 2 ** 127;

/** Counts the values that are stored as they stand, and that analyses, which calculate in float32, treat as missing. */
export class LargeValues {
  private count = 0;
  private first: { readonly tagIndex: number; readonly value: number } | null = null;

  see(portions: readonly SeriesPortion[]): void {
    for (const { tagIndex, values } of portions)
      for (let row = 0; row < values.length; row++) {
        const value = values[row];
        if (!(value >= BEYOND_FLOAT32 || value <= -BEYOND_FLOAT32)) continue;
        this.count++;
        this.first ??= { tagIndex, value };
      }
  }

  /** The sentence for the user; null where there is none. */
  describe(tags: readonly CsvTag[]): string | null {
    if (this.first === null) return null;
    const { tagIndex, value } = this.first;
    const [is, stand] =
      this.count === 1 ? ['is', 'It is stored as it stands'] : ['are', 'They are stored as they stand'];
    return `${countOf(this.count, 'value')} ${is} beyond ±3.4e38 (such as ${value} in "${cutText(tags[tagIndex]?.name ?? '')}"). ${stand}; an analysis counts ${this.count === 1 ? 'it' : 'them'} as missing. Check the column.`;
  }
}
