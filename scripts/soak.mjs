// npm run test:soak: kills the store's process 200 times in each kind of work, flips bytes in 500 databases, lets up to 40
// reads fail in each kind of work, and reads 50,000 mutated CSV files. `-- --only kill|flip|reads|csv --rounds 50 --seed 7`
// for a part of it, and for others.
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildFuzzChild, fuzzRounds, MOST_MEMORY_MB } from './soak/csv-fuzz.mjs';
import { readFaults } from './soak/read-faults.mjs';
import { buildKillChild, KILL_KINDS, killRounds } from './soak/kill-rounds.mjs';

const ROUNDS = { kill: 200, flip: 500, reads: 40, csv: 50_000 };
const SHOWN_PROBLEMS = 50;

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);
const parts = values.only === undefined ? Object.keys(ROUNDS) : [values.only];
const unknown = parts.find((part) => !Object.hasOwn(ROUNDS, part));
if (unknown !== undefined) throw new Error(`--only ${unknown}: it must be kill, flip, reads or csv`);
const roundsOf = (part) => Number(values.rounds ?? ROUNDS[part]);
const root = fileURLToPath(new URL('..', import.meta.url));
let failed = 0;

function tell(line, problems) {
  console.log(line);
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) console.log(`  ${problem}`);
  if (problems.length > SHOWN_PROBLEMS) console.log(`  and ${problems.length - SHOWN_PROBLEMS} more`);
  failed += problems.length;
}

const secondsSince = (startedMs) => ((performance.now() - startedMs) / 1000).toFixed(0);

if (parts.includes('kill')) {
  const program = await buildKillChild(root);
  for (const kind of KILL_KINDS) {
    const startedMs = performance.now();
    const rounds = roundsOf('kill');
    const { kills, inTheMiddle, problems } = await killRounds({ program, kind, rounds, seed });
    tell(
      `${kind.padEnd(10)} ${kills} kills, ${inTheMiddle} in the middle of it, ${problems.length} problems, ${secondsSince(startedMs)} s`,
      problems,
    );
  }
}

if (parts.includes('flip')) {
  const startedMs = performance.now();
  const { status } = spawnSync('npx', ['vitest', 'run', 'src-main/store/flip-bytes.test.ts'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, FLIP_ROUNDS: String(roundsOf('flip')) },
  });
  tell(
    `flip       ${roundsOf('flip')} databases, ${secondsSince(startedMs)} s`,
    status === 0 ? [] : ['see above'],
  );
}

if (parts.includes('reads')) {
  const result = await readFaults(root, roundsOf('reads'));
  if (result === null)
    console.log('reads      skipped: reads can be made to fail on Linux with a C compiler only');
  for (const [work, { fired, problems }] of Object.entries(result ?? {}))
    tell(`reads      ${work}: ${fired} reads failed, ${problems.length} problems`, problems);
}

if (parts.includes('csv')) {
  const program = await buildFuzzChild(root);
  const startedMs = performance.now();
  const onProgress = ({ files, problems }) => console.error(`${files} files, ${problems.length} problems`);
  const result = await fuzzRounds({ program, rounds: roundsOf('csv'), seed, onProgress });
  tell(
    `csv        ${result.files} files, ${result.imports} imports, ${result.refused} refused, slowest ${result.slowestMs} ms (file ${result.slowest}), memory ${result.memoryMb} MB of ${MOST_MEMORY_MB}, ${result.problems.length} problems, ${secondsSince(startedMs)} s`,
    result.problems,
  );
}
process.exitCode = failed > 0 ? 1 : 0;
