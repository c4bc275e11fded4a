import type { ImportOverrides } from '@core/csv/import-plan.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import styles from './imports.module.css';
import { delimiters, encodings, layouts, quoteOf, quotes, withQuote } from './imports-model.ts';

const UNKNOWN = { unknown: 'as detected' } as const;

interface BareFieldsProps {
  readonly overrides: ImportOverrides;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** What can be said of a file that cannot be read as a table yet. Lines are chosen in the file itself. */
export function BareFields({ overrides, onChange }: BareFieldsProps) {
  return (
    <section aria-label="How it is read" className={styles['dialog']}>
      <p className={styles['soft']}>
        If the detection is wrong: choose how the text is cut into cells, or choose a line above and say what
        it is.
      </p>
      <div className={styles['plan']}>
        <ChoiceField
          label="Delimiter"
          choices={{ ...UNKNOWN, ...delimiters }}
          value={overrides.delimiter ?? 'unknown'}
          onChange={(delimiter) => {
            if (delimiter !== 'unknown') onChange({ delimiter });
          }}
        />
        <ChoiceField
          label="Encoding"
          choices={{ ...UNKNOWN, ...encodings }}
          value={overrides.encoding ?? 'unknown'}
          onChange={(encoding) => {
            if (encoding !== 'unknown') onChange({ encoding });
          }}
        />
        <ChoiceField
          label="Layout"
          choices={{ ...UNKNOWN, ...layouts }}
          value={overrides.layout ?? 'unknown'}
          onChange={(layout) => {
            if (layout !== 'unknown') onChange({ layout });
          }}
        />
        <ChoiceField
          label="Cells are held together by"
          choices={{ ...UNKNOWN, ...quotes }}
          value={quoteOf(overrides) ?? 'unknown'}
          onChange={(mark) => {
            if (mark !== 'unknown') onChange(withQuote(mark));
          }}
        />
      </div>
    </section>
  );
}
