/** What a workbook may ask of this computer. A real export stays far below each of them. */
export const LIMITS = {
  /** The file, which is held in memory. */
  fileBytes: 128 << 20,
  entries: 10_000,
  /** The sheet, which is inflated as it is read. */
  sheetBytes: 4_000_000_000,
  /** The table of texts, which is held in memory. */
  textsBytes: 96 << 20,
  texts: 2_000_000,
  /** Lists of sheets, formats and relations. */
  partBytes: 16 << 20,
  /** Inflated bytes for one of the file; XML of real sheets has 5 to 40. */
  ratio: 200,
  /** Below this much inflated the ratio says nothing. */
  ratioFromBytes: 4 << 20,
  /** Inflated bytes between two tags. */
  tagBytes: 4 << 20,
  /** Excel's own. */
  rows: 1_048_576,
  columns: 16_384,
  /** What is kept of a cell's text. */
  cellText: 1000,
} as const;
