import { LABEL_KINDS } from '@shared/contract/labels.ts';

const names: Readonly<Record<string, string>> = LABEL_KINDS;

/** Name on screen of a label's kind; a kind that the window does not know is shown as it is written. */
export const kindName = (kind: string): string => names[kind] ?? kind;
