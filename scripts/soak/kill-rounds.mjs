// Kills a process that works on a store, again and again, at random moments, and has the next one look at what is left.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleForNode } from '../bundle-node.mjs';

/** What is killed, the line after which it may be, and how long after at the latest. */
const KINDS = {
  import: { after: /^begin /, withinMs: 120 },
  cancel: { after: /^cancelling /, withinMs: 150 },
  undo: { after: /^undoing /, withinMs: 12 },
  deletion: { after: /^deleting /, withinMs: 25 },
  compaction: { after: /^compacting/, withinMs: 60 },
  backup: { after: /^backing up/, withinMs: 60 },
  training: { after: /^training/, withinMs: 400 },
  migration: { after: /^opening/, withinMs: 120 },
};
export const KILL_KINDS = Object.keys(KINDS);

/** After so many rounds a new folder: more imports would only make the look at them slow. */
const ROUNDS_A_FOLDER = 10;

/** As the child makes them. */
const IMPORTS_OF_FIRST = 6;

/** Bundles the process that is killed; the path of its program. */
export const buildKillChild = (root) =>
  bundleForNode({
    root,
    entry: 'src-main/store/testing/kill-child.ts',
    folder: join(root, '.cache', 'soak'),
    name: 'kill-child',
  });

/** mulberry32: the same seed gives the same moments. */
export function createChance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Kills `rounds` times. Answers with what was wrong afterwards, in sentences, and with how many of the kills met the
 * step itself: it was begun and not told to be done.
 */
export async function killRounds({ program, kind, rounds, seed }) {
  const chance = createChance(seed);
  const folder = mkdtempSync(join(tmpdir(), `boilerhouse-kill-${kind}-`));
  const result = { kills: 0, inTheMiddle: 0, problems: [] };
  const { kill, lookAtLast } =
    kind === 'migration' ? await migrationRounds(program, folder) : storeRounds(program, kind, folder);
  const note = (n, problems) => result.problems.push(...problems.map((problem) => `round ${n}: ${problem}`));
  try {
    for (let n = 0; n < rounds; n++) {
      if (n > 0 && n % ROUNDS_A_FOLDER === 0) note(n - 1, await lookAtLast());
      const { isInTheMiddle, before, problems = [] } = await kill(n, chance() * KINDS[kind].withinMs);
      result.kills++;
      if (isInTheMiddle) result.inTheMiddle++;
      note(n - 1, before);
      note(n, problems);
    }
    note(rounds - 1, await lookAtLast());
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Rounds over one folder: each process first looks at what the one before has left, and prints it, then works until it is
 * killed. `before`: what was wrong with what the kill before had left.
 */
function storeRounds(program, kind, folder) {
  let data = '';
  let next = 1;
  /** Imports that are there, as far as it was told. */
  const known = new Set();
  const trained = new Set();
  let last = null;

  const judge = ({ imports, problems, ...state }) => {
    if (last === null) return problems;
    const { committed, undone, cancelled, deleted, backups } = last;
    for (const number of committed) known.add(number);
    for (const number of undone) known.delete(number);
    const open = [...last.begun].filter((number) => !committed.has(number));
    const undoing = [...last.undoing].filter((number) => !undone.has(number));
    for (const number of deleted)
      if (!state.deleted?.includes(number)) problems.push(`the deletion after import ${number} is lost`);
    for (const number of cancelled)
      if (state.interrupted?.some((told) => told.includes(`cancelled-${number}.csv`)))
        problems.push(`the import that was cancelled before ${number} is told to be cut off`);
    for (const id of last.trained) trained.add(id);
    for (const id of trained) if (!state.trained?.includes(id)) problems.push(`run ${id} is lost`);
    if (kind === 'training') for (const number of imports) known.add(number);
    const found = new Set(imports);
    for (const number of known)
      if (!found.has(number) && !undoing.includes(number)) problems.push(`import ${number} is lost`);
    for (const number of found)
      if (!known.has(number) && !open.includes(number))
        problems.push(`import ${number} is there and should not be`);
    if (backups.size > 0 && !hasBackup(data)) problems.push('a backup that was told is gone');
    known.clear();
    for (const number of found) known.add(number);
    return problems;
  };

  return {
    async kill(n, delayMs) {
      if (n % ROUNDS_A_FOLDER === 0) {
        data = join(folder, String(n));
        last = null;
        known.clear();
        trained.clear();
      }
      const lines = await runUntilKilled(program, [kind, data, String(next)], KINDS[kind].after, delayMs);
      const before = judge(stateOf(lines));
      last = readSteps(lines);
      next = Math.max(next, ...last.begun) + 1;
      const isUndoing = [...last.undoing].some((number) => !last.undone.has(number));
      const isClearing = [...last.cancelling].some((number) => !last.cleared.has(number));
      const isInTheMiddle =
        kind === 'undo'
          ? isUndoing
          : kind === 'cancel'
            ? isClearing
            : KINDS[kind].after.test(lines.at(-1) ?? '');
      return { isInTheMiddle, before };
    },
    lookAtLast: async () => judge(await look(program, data)),
  };
}

/** Every round begins with a copy of one file of layout 1. */
async function migrationRounds(program, folder) {
  const made = join(folder, 'made');
  await runUntilKilled(program, ['make-first-layout', made, '1'], null, 0);
  const first = join(folder, 'first-layout.db');
  renameSync(join(made, 'boilerhouse.db.1'), first);
  const kill = async (n, delayMs) => {
    const data = join(folder, String(n));
    mkdirSync(join(data, 'rejects'), { recursive: true });
    for (const name of readdirSync(join(made, 'rejects')))
      copyFileSync(join(made, 'rejects', name), join(data, 'rejects', name));
    copyFileSync(first, join(data, 'boilerhouse.db'));
    const lines = await runUntilKilled(program, ['migrate', data, '1'], KINDS.migration.after, delayMs);
    const { imports, problems } = await look(program, data);
    if (imports.length !== IMPORTS_OF_FIRST)
      problems.push(`${imports.length} imports of ${IMPORTS_OF_FIRST}`);
    if (!existsSync(join(data, 'boilerhouse.db.v1.backup'))) problems.push('there is no backup of layout 1');
    rmSync(data, { recursive: true });
    return { isInTheMiddle: !lines.includes('opened'), before: [], problems };
  };
  return { kill, lookAtLast: () => [] };
}

/** What a process finds that only looks. */
const look = async (program, data) => stateOf(await runUntilKilled(program, ['look', data, '0'], null, 0));

/** What a process found as it began. */
function stateOf(lines) {
  const state = lines.find((line) => line.startsWith('state '));
  if (state === undefined) return { imports: [], problems: [`the store did not open: ${lines.join(' | ')}`] };
  return JSON.parse(state.slice('state '.length));
}

function hasBackup(data) {
  const folder = join(data, 'backups');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.db'));
}

function readSteps(lines) {
  const of = (word) =>
    new Set(lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(' ')[1])));
  return {
    begun: of('begin'),
    committed: of('committed'),
    cancelling: of('cancelling'),
    cancelled: of('cancelled'),
    cleared: of('cleared'),
    undoing: of('undoing'),
    undone: of('undone'),
    deleted: of('deleted'),
    trained: of('trained'),
    backups: new Set(lines.filter((line) => line.startsWith('backup '))),
  };
}

/**
 * Starts the process and kills it with SIGKILL, `delayMs` after the first line that matches; with null it may end by
 * itself. All lines that it printed; what it wrote to standard error comes last.
 */
async function runUntilKilled(program, args, after, delayMs) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  let isAimed = false;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (after === null || isAimed || !after.test(line)) continue;
    isAimed = true;
    void sleep(delayMs).then(() => child.kill('SIGKILL'));
  }
  await closed;
  if (complaint !== '') lines.push(complaint.trim().slice(0, 500));
  return lines;
}
