import { describe, expect, it } from 'vitest';
import { cancelled, noCheckpoint } from '../checkpoint.ts';
import { createLater, type Patience } from './later.ts';
import { createScoringPool, type StartThread } from './scoring-pool.ts';
import { BEGUN, FREE, type SideReply } from './side-work.ts';

const work = {
  name: 'encode-scores',
  input: { timesMs: new Float64Array(0), scores: new Float64Array(0) },
} as const;

/** Lets everything that is due be done. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Work that counts how often it is done here. */
function countedWork() {
  const counter = { runs: 0 };
  const run = (): Promise<string> => Promise.resolve(`here ${++counter.runs}`);
  return { counter, run };
}

describe('work that another thread has begun', () => {
  it('is not done here when it fails there after nobody wants it any more', async () => {
    const { counter, run } = countedWork();
    const later = createLater(Int32Array.of(BEGUN), run);
    later.stop();
    later.hear({ id: 1, kind: 'failed' });
    later.lose();
    await expect(later.take(noCheckpoint)).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(counter.runs).toBe(0);
  });

  it('is done here with the checkpoint of whoever waits, where the thread fails', async () => {
    const later = createLater(Int32Array.of(BEGUN), async (checkpoint) => {
      await checkpoint(0.5, 'here');
      return 'done';
    });
    const giveUp = later.take(() => Promise.reject(cancelled()));
    later.hear({ id: 1, kind: 'failed' });
    await expect(giveUp).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });

  it('is left until somebody asks for it, where the thread is lost before', async () => {
    const { counter, run } = countedWork();
    const later = createLater(Int32Array.of(BEGUN), run);
    later.lose();
    await turn();
    expect([counter.runs, later.state()]).toEqual([0, 'free']);
    expect(await later.take(noCheckpoint)).toBe('here 1');
    expect(later.state()).toBe('settled');
  });
});

/** Threads that take every piece of work and do with it what the test says. */
function pretendThreads(onPost: (state: Int32Array, reply: (reply: SideReply) => void, id: number) => void) {
  const posts: number[] = [];
  const ended: number[] = [];
  let count = 0;
  const start: StartThread = (_, onReply) => {
    const number = count++;
    return {
      post: (job) => {
        if (!('work' in job)) return;
        posts.push(number);
        onPost(job.state, onReply, job.id);
      },
      terminate: () => void ended.push(number),
    };
  };
  return { start, posts, ended };
}

describe('a pool of threads', () => {
  const atOnce: Patience = (onEnd) => {
    onEnd();
    return () => undefined;
  };

  it('does itself what a thread has begun and says nothing of, and ends that thread', async () => {
    const { counter, run } = countedWork();
    const threads = pretendThreads((state) => void Atomics.store(state, 0, BEGUN));
    const told: string[] = [];
    const pool = createScoringPool(threads.start, 1, (message) => void told.push(message), atOnce);
    pool.prepare();
    expect(await pool.begin(work, run).take(noCheckpoint)).toBe('here 1');
    expect([counter.runs, threads.ended, pool.countThreads()]).toEqual([1, [0], 0]);
    expect(told).toEqual(['A scoring thread has failed: it says nothing']);
  });

  it('gives work to the thread with the least to do, and counts no work that is done or given up', async () => {
    const { run } = countedWork();
    const replies: ((reply: SideReply) => void)[] = [];
    const threads = pretendThreads((state, reply, id) => {
      Atomics.store(state, 0, id === 1 ? BEGUN : FREE);
      replies.push(reply);
    });
    const pool = createScoringPool(threads.start, 2);
    pool.prepare();
    const begun = Array.from({ length: 4 }, () => pool.begin(work, run));
    expect(threads.posts).toEqual([0, 1, 0, 1]);
    replies[0]?.({ id: 1, kind: 'output', output: 'there' });
    expect(await begun[0]?.take(noCheckpoint)).toBe('there');
    await begun[2]?.take(noCheckpoint);
    begun[1]?.stop();
    await turn();
    // The second thread has one piece left, the first none.
    pool.begin(work, run);
    pool.begin(work, run);
    pool.begin(work, run);
    expect(threads.posts.slice(4)).toEqual([0, 0, 1]);
  });
});
