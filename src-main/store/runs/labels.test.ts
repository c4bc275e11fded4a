import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelFields } from '@shared/contract/labels.ts';
import { createStoreCalls } from '../store-calls.ts';
import {
  createPlantStore,
  everySecond,
  importColumns,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const calls = () => createStoreCalls(temporary.store);
const fields = (more: Partial<LabelFields> = {}): LabelFields => ({
  kind: 'tube-leak',
  tagName: null,
  startMs: START_MS,
  endMs: START_MS + 60_000,
  note: 'seen at the economiser',
  ...more,
});
const list = () => calls()['labels.list']({ plantId });

describe('labels', () => {
  it('say what, when, by whom and since when, in order of start, also after a restart', async () => {
    await calls()['labels.add']({ plantId, fields: fields({ startMs: START_MS + 5, kind: 'normal' }) });
    await calls()['labels.add']({ plantId, fields: fields() });
    temporary = temporary.reopen();
    expect(await list()).toMatchObject([
      {
        kind: 'tube-leak',
        note: 'seen at the economiser',
        source: 'user',
        createdMs: START_MS,
        changedMs: null,
      },
      { kind: 'normal', startMs: START_MS + 5 },
    ]);
    expect((await list())[0]?.author).not.toBe('');
  });

  it('are changed in place, and the change is dated', async () => {
    const { id } = await calls()['labels.add']({ plantId, fields: fields() });
    await calls()['labels.update']({ id, fields: fields({ kind: 'fouling', note: '' }) });
    expect(await list()).toMatchObject([{ id, kind: 'fouling', note: '', changedMs: START_MS }]);
  });

  it('are taken away and brought back as they were', async () => {
    const { id } = await calls()['labels.add']({ plantId, fields: fields() });
    const before = await list();
    await calls()['labels.remove']({ labelIds: [id] });
    expect(await list()).toEqual([]);
    expect(await calls()['labels.restore']({ labelIds: [id, 99] })).toEqual({ restored: 1 });
    expect(await list()).toEqual(before);
  });

  it('of a file are added once, whatever their notes', async () => {
    const labels = [fields(), fields({ kind: 'stuck', tagName: 'steam' })];
    const add = () => calls()['labels.addMany']({ plantId, fileName: 'log.csv', labels });
    expect((await add()).addedIds).toHaveLength(2);
    expect(await add()).toEqual({ addedIds: [], alreadyKnown: 2 });
    expect(await list()).toMatchObject([
      { source: 'import', fileName: 'log.csv', tagName: null },
      { source: 'import', fileName: 'log.csv', tagName: 'steam' },
    ]);
  });

  it('of the simulator stay as they are', async () => {
    await importColumns(
      temporary.readings,
      plantId,
      { steam: [everySecond(0, [1])] },
      { events: [fields()] },
    );
    const [label] = await list();
    const id = label?.id ?? 0;
    expect(() => calls()['labels.update']({ id, fields: fields({ kind: 'normal' }) })).toThrow(/truth/);
    const { id: own } = await calls()['labels.add']({ plantId, fields: fields() });
    expect(() => calls()['labels.remove']({ labelIds: [own, id] })).toThrow(/truth/);
    expect(await list()).toHaveLength(2);
  });

  it('of a plant or a number that is not there are refused', () => {
    expect(() => calls()['labels.add']({ plantId: 99, fields: fields() })).toThrow(/not in the store/);
    expect(() => calls()['labels.update']({ id: 99, fields: fields() })).toThrow(/not in the store/);
  });

  it('are announced', async () => {
    await calls()['labels.add']({ plantId, fields: fields() });
    expect(temporary.changes.at(-1)).toEqual({ plantId, what: 'labels' });
  });
});
