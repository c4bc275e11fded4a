import { expect, it } from 'vitest';
import type { CallName } from '@shared/contract/contract.ts';
import { turnOf } from './asking-order.ts';

async function orderOf(names: readonly CallName[]): Promise<CallName[]> {
  const order: CallName[] = [];
  await Promise.all(names.map((name) => turnOf(name).then(() => order.push(name))));
  return order;
}

it('asks for the rows of the table first, then for the chart, of calls that are made at once', async () => {
  const order = await orderOf([
    'runs.modes',
    'trends.scores',
    'anomalies.bands',
    'runs.list',
    'anomalies.list',
  ]);
  expect(order).toEqual(['anomalies.list', 'trends.scores', 'anomalies.bands', 'runs.modes', 'runs.list']);
});

it('holds back no call that was made before', async () => {
  const first = orderOf(['runs.modes']);
  expect(await first).toEqual(['runs.modes']);
  expect(await orderOf(['anomalies.list'])).toEqual(['anomalies.list']);
});
