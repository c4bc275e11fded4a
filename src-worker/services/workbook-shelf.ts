import type { ByteSource } from '@core/csv/csv-stream.ts';

/** A larger workbook is opened anew each time, so that the previews take little of the memory. */
const MOST_BYTES = 64 << 20;

/** What tells one file from another, and a file from itself after it was changed. */
export interface FileMark {
  /** Null: it is not the file that it was, or is gone. */
  readonly key: string | null;
  readonly sizeBytes: number;
}

/**
 * Keeps the workbook that was looked at last, so that the next preview of it need not read and unpack it again. Only previews
 * may use it: an import reads the file as it is then.
 */
export interface WorkbookShelf {
  /** The opened file: the kept one, or what `open` gives. What fails to open, or is no workbook, is not kept. */
  readonly open: (mark: FileMark, open: () => Promise<ByteSource>) => Promise<ByteSource>;
  /** Gives the memory back. */
  readonly clear: () => void;
}

export function createWorkbookShelf(): WorkbookShelf {
  let kept: { readonly key: string; readonly source: ByteSource } | null = null;
  return {
    open: async ({ key, sizeBytes }, open) => {
      if (kept !== null && kept.key === key) return kept.source;
      kept = null;
      const source = await open();
      if (key !== null && source.workbook !== undefined && sizeBytes <= MOST_BYTES) kept = { key, source };
      return source;
    },
    clear: () => {
      kept = null;
    },
  };
}
