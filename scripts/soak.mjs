// npm run test:soak: kills the store's process 200 times in each kind of work. `-- --rounds 50 --seed 7` for others.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildKillChild, KILL_KINDS, killRounds } from './soak/kill-rounds.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const program = await buildKillChild(fileURLToPath(new URL('..', import.meta.url)));
let failed = 0;
for (const kind of KILL_KINDS) {
  const startedMs = performance.now();
  const { kills, inTheMiddle, problems } = await killRounds({
    program,
    kind,
    rounds: Number(values.rounds),
    seed: Number(values.seed),
  });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(
    `${kind.padEnd(10)} ${kills} kills, ${inTheMiddle} in the middle of it, ${problems.length} problems, ${seconds} s`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  failed += problems.length;
}
process.exitCode = failed > 0 ? 1 : 0;
