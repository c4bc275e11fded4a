import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createThreadHash, type FromHashThread, MOST_UNDERWAY, serveHash } from './hash-thread.ts';

/** A thread that is handed each message, as real ones are, and takes them one after the other once it is let go. */
function pretendThread() {
  let go: () => void = () => undefined;
  let last = new Promise<void>((resolve) => (go = resolve));
  let isEnded = false;
  const hash = createThreadHash((onMessage) => {
    const serve = serveHash(onMessage);
    return {
      post: (message) => {
        const copy = structuredClone(message, { transfer: message === 'digest' ? [] : [message.buffer] });
        last = last.then(() => serve(copy));
      },
      terminate: () => {
        isEnded = true;
      },
    };
  });
  return { hash, go, isEnded: () => isEnded };
}

const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false;
  const note = (): void => void (settled = true);
  promise.then(note, note);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return settled;
};

describe('a hash that another thread takes', () => {
  it('is that of the bytes in their order, though the reader writes over them afterwards', async () => {
    const { hash, go } = pretendThread();
    const memory = new Uint8Array(3000);
    const expected = createHash('sha256');
    for (let portion = 0; portion < 5; portion++) {
      memory.fill(portion + 65);
      const part = memory.subarray(portion, 2000 + portion);
      expected.update(part);
      hash.update(part);
    }
    memory.fill(0);
    go();
    expect(await hash.digest()).toBe(expected.digest('hex'));
  });

  it('writes over memory that has come back, and over none that has not', async () => {
    const { hash, go } = pretendThread();
    const portions = Array.from({ length: 6 }, (_, portion) =>
      new Uint8Array(500 + 100 * portion).fill(portion),
    );
    const expected = createHash('sha256');
    for (const bytes of [...portions, ...portions.toReversed()]) expected.update(bytes);
    for (const bytes of portions) hash.update(bytes);
    go();
    await isSettled(Promise.resolve());
    for (const bytes of portions.toReversed()) hash.update(bytes);
    expect(await hash.digest()).toBe(expected.digest('hex'));
  });

  it('has no room while much is on its way, and has when it was taken', async () => {
    const { hash, go } = pretendThread();
    await hash.room();
    hash.update(new Uint8Array(MOST_UNDERWAY + 1));
    const room = hash.room();
    expect(await isSettled(room)).toBe(false);
    go();
    await room;
    await hash.room();
  });

  it('fails, and lets nobody wait, when the thread fails', async () => {
    let failThread: (message: FromHashThread) => void = () => undefined;
    const hash = createThreadHash((onMessage) => {
      failThread = onMessage;
      return { post: () => undefined, terminate: () => undefined };
    });
    hash.update(new Uint8Array(MOST_UNDERWAY + 1));
    const waiting = [hash.room(), hash.digest()];
    failThread({ kind: 'failed', reason: 'no memory' });
    for (const one of [...waiting, hash.room(), hash.digest()])
      await expect(one).rejects.toThrow('The thread that takes the hash has failed: no memory');
  });

  it('tells why it cannot take a message', async () => {
    const told: FromHashThread[] = [];
    const serve = serveHash((message) => void told.push(message));
    await serve('digest');
    await serve('digest');
    expect(told.map(({ kind }) => kind)).toEqual(['digest', 'failed']);
  });

  it('ends its thread when it is closed', () => {
    const { hash, isEnded } = pretendThread();
    hash.close();
    expect(isEnded()).toBe(true);
  });
});
