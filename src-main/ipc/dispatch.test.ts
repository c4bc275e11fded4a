import { describe, expect, it } from 'vitest';
import { contract } from '@shared/contract/contract.ts';
import { AppFailure } from '@shared/errors.ts';
import { succeed } from '@shared/result.ts';
import { dispatch, type Handlers } from './dispatch.ts';

/** Handlers that count their calls; every one answers null. */
function countingHandlers(calls: string[], own: Partial<Handlers> = {}): Handlers {
  const answer = (name: string) => () => {
    calls.push(name);
    return Promise.resolve(succeed(null));
  };
  const all: unknown = {
    ...Object.fromEntries(Object.keys(contract).map((name) => [name, answer(name)])),
    ...own,
  };
  const isHandlers = (value: unknown): value is Handlers => typeof value === 'object' && value !== null;
  if (!isHandlers(all)) throw new Error('no handlers');
  return all;
}

const silent = (): void => undefined;

describe('dispatching a call from the window', () => {
  it.each(['nothing.such', 'constructor', '__proto__', 'toString', 42, null, undefined, ['plants.list']])(
    'refuses the name %s',
    async (name) => {
      const calls: string[] = [];
      expect(await dispatch(countingHandlers(calls), name, {}, silent)).toMatchObject({
        ok: false,
        error: { kind: 'invalid-input' },
      });
      expect(calls).toEqual([]);
    },
  );

  it.each(Object.keys(contract))(
    'runs no handler of %s for an input that breaks its schema',
    async (name) => {
      const calls: string[] = [];
      const handlers = countingHandlers(calls);
      const inputs = [undefined, null, 7, 'x', [], { unknownKey: 1 }, { plantId: 'one' }, { runId: NaN }];
      for (const input of inputs) {
        expect(await dispatch(handlers, name, input, silent)).toMatchObject({
          ok: false,
          error: { kind: 'invalid-input' },
        });
      }
      expect(calls).toEqual([]);
    },
  );

  it('runs the handler for a valid input and says where an invalid one breaks', async () => {
    const calls: string[] = [];
    const handlers = countingHandlers(calls);
    expect(await dispatch(handlers, 'plants.get', { plantId: 1 }, silent)).toEqual(succeed(null));
    expect(calls).toEqual(['plants.get']);
    const refused = JSON.stringify(await dispatch(handlers, 'plants.get', { plantId: -1 }, silent));
    expect(refused).toContain('plants.get: plantId');
  });

  it('gives an expected failure on and logs nothing; logs a defect and calls it internal', async () => {
    const logged: string[] = [];
    const handlers = countingHandlers([], {
      'plants.get': () =>
        Promise.reject(new AppFailure({ kind: 'not-found', message: 'Plant 1 is not there.' })),
      'plants.list': () => Promise.reject(new TypeError('x is undefined')),
    });
    const log = (name: string): void => void logged.push(name);
    expect(await dispatch(handlers, 'plants.get', { plantId: 1 }, log)).toMatchObject({
      error: { kind: 'not-found' },
    });
    expect(await dispatch(handlers, 'plants.list', {}, log)).toMatchObject({ error: { kind: 'internal' } });
    expect(logged).toEqual(['plants.list']);
  });
});
