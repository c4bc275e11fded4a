import type { AppError } from '@shared/errors.ts';
import { createStore, useStore } from './create-store.ts';
import { describeError } from './describe-error.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'done' | 'attention' | 'failure';
  readonly title: string;
  readonly lines: readonly string[];
  readonly action?: NoticeAction;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

const MOST_NOTICES = 4;
const READING_MS = 12_000;
const store = createStore<{ readonly notices: readonly Notice[] }>({ notices: [] });
let lastId = 0;

/** Tells what was done for a while; attention and failures stay until they are closed. */
export function addNotice(
  tone: Notice['tone'],
  title: string,
  lines: readonly string[],
  action?: NoticeAction,
): void {
  lastId += 1;
  const notice = { id: lastId, tone, title, lines, ...(action === undefined ? {} : { action }) };
  store.set((state) => ({ notices: [...state.notices, notice].slice(-MOST_NOTICES) }));
  if (tone === 'done') setTimeout(() => removeNotice(notice.id), READING_MS);
}

/** Tells a failure. What the user cancelled is no news. */
export function addFailure(error: AppError): void {
  if (error.kind === 'cancelled') return;
  const { title, text } = describeError(error);
  addNotice('failure', title, [text]);
}

export const removeNotice = (id: number): void =>
  store.set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));

export const useNotices = (): readonly Notice[] => useStore(store, (state) => state.notices);
