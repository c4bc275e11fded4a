import { countText } from '../messages.ts';
import type { ColumnPlan } from '../import-plan.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { cutText, decodeText } from '../text/text.ts';

/** What stands in constant columns, by the index of the column. */
export type ConstantTexts = ReadonlyMap<number, Uint8Array>;

interface Watched {
  readonly column: ColumnPlan;
  first: Uint8Array | null;
}

/**
 * Watches the columns that were left out because all rows of the sample name the same unit or plant there: where another
 * follows far behind the head of the file, its readings would mix with those of the first. It is asked once.
 */
export class ConstantColumns {
  readonly exist: boolean;
  private readonly context: ReadContext;
  private readonly watched: readonly Watched[];
  private hasAsked = false;

  constructor(context: ReadContext) {
    this.context = context;
    this.watched = context.plan.columns
      .filter(({ isConstant }) => isConstant === true)
      .map((column) => ({ column, first: null }));
    this.exist = this.watched.length > 0;
  }

  check(row: Row): void {
    if (this.hasAsked) return;
    const { bytes, cells, line } = row;
    for (const watched of this.watched) {
      const { index } = watched.column;
      if (index >= cells.count) continue;
      const [start, end] = [cells.starts[index], cells.ends[index]];
      if (start === end) continue;
      watched.first ??= bytes.slice(start, end);
      if (isSame(watched.first, bytes, start, end)) continue;
      this.ask(watched, decodeText(bytes, start, end), line);
      this.hasAsked = true;
      return;
    }
  }

  /** Null while the text of one of the columns has not been seen. */
  texts(): ConstantTexts | null {
    const texts = new Map<number, Uint8Array>();
    for (const { column, first } of this.watched) {
      if (first === null) return null;
      texts.set(column.index, first);
    }
    return texts;
  }

  private ask({ column, first }: Watched, text: string, line: number): void {
    const { plan, questions } = this.context;
    const before = first === null ? '' : decodeText(first, 0, first.length);
    const decided = (role: ColumnPlan['role']): readonly ColumnPlan[] =>
      plan.columns.map((other) => {
        if (other.index !== column.index) return other;
        const { index, name, tagName, unit, qualityScale, qualityOf } = other;
        return { index, name, role, tagName, unit, qualityScale, qualityOf };
      });
    questions.push({
      about: 'layout',
      line,
      message: `Line ${countText(line)}: column "${column.name}" changes from "${cutText(before)}" to "${cutText(text)}" behind the part of the file that was looked at. Tags of the same name would become one. Choose how they are read.`,
      choices: [
        ...(plan.layout === 'long'
          ? [
              {
                label: `"${column.name}" stands in front of the tag names`,
                overrides: { columns: decided('tag-group') },
              },
            ]
          : []),
        { label: 'Tags of the same name are one', overrides: { columns: decided('skip') } },
      ],
    });
  }
}

function isSame(first: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (first.length !== end - start) return false;
  for (let at = 0; at < first.length; at++) if (first[at] !== bytes[start + at]) return false;
  return true;
}
