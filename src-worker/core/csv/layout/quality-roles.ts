import { isQualityName, isQualityOfName, plainName } from './column-names.ts';
import type { ImportPlan, QualityScale } from '../import-plan.ts';
import { type ColumnFacts, holdsQualities } from './layout.ts';
import { detectQualityScale } from './quality-scale.ts';
import { splitHeader } from './unit-names.ts';

export interface QualityRole {
  readonly role: 'quality';
  readonly scale: QualityScale;
  /** The column of its value; absent = every value of the row. */
  readonly of?: number;
}

interface Owner {
  readonly column: ColumnFacts;
  /** What the name of its quality begins with. */
  readonly stem: string;
}

const isQuality = (name: string): boolean => isQualityName(plainName(name)) || isQualityOfName(name);

/** Which columns say of others how good their values are. */
export class QualityRoles {
  private readonly layout: ImportPlan['layout'];
  /** The columns of values, and how many columns are called a quality. */
  private readonly owners: readonly Owner[];
  private readonly alikeCount: number;

  constructor(facts: readonly ColumnFacts[], layout: ImportPlan['layout']) {
    this.layout = layout;
    const alike = new Set(facts.filter(({ name }) => isQuality(name)));
    this.alikeCount = alike.size;
    // Without a quality nobody asks for them.
    const values = alike.size === 0 ? [] : facts;
    this.owners = values
      .filter((column) => !alike.has(column) && column.stats.numbers + column.stats.statuses > 0)
      .map((column) => ({
        column,
        stem: plainName(splitHeader(column.name).name.replace(/[\s._:/-](?:value|val|pv|wert)$/i, '')),
      }));
  }

  /** The role of a quality column; null for any other. */
  roleOf({ name, index, stats }: ColumnFacts): QualityRole | null {
    const plain = plainName(name);
    const isPlain =
      isQualityName(plain) || ((name === '' || this.layout === 'long') && holdsQualities(stats));
    if (!isPlain && !isQualityOfName(name)) return null;
    const scale = detectQualityScale(name, stats);
    if (scale === null) return null;
    if (this.layout === 'long') return { role: 'quality', scale };
    if (!isPlain) {
      const owner = this.ownerOf(plain);
      return owner === undefined ? null : { role: 'quality', scale, of: owner.column.index };
    }
    // "Status" alone, holding 0 and 1, may as well be the state of a pump.
    if (plain === 'status' && scale !== 'words' && scale !== 'opc') return null;
    if (plain === 'good' && scale !== 'words' && stats.highest > 1) return null;
    const left = this.owners.findLast((other) => other.column.index < index);
    return (this.layout === 'pairs' || this.alikeCount > 1) && left !== undefined
      ? { role: 'quality', scale, of: left.column.index }
      : { role: 'quality', scale };
  }

  /** The value whose name a quality column such as `TI101 Confidence` begins with: the longest one. */
  private ownerOf(plain: string): Owner | undefined {
    return this.owners
      .filter(({ stem }) => stem !== '' && plain.startsWith(stem))
      .toSorted((a, b) => b.column.name.length - a.column.name.length)
      .at(0);
  }
}
