// npm test: sets up, then runs every check and test. `npm test -- unit e2e` runs only the stages named.
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs';
import { setUp } from './setup/index.mjs';
import { formatSeconds, runProgram, SetUpFailure } from './setup/log.mjs';
import { formatCounts, sumCounts } from './test/counts.mjs';
import { stages } from './test/stages.mjs';

await runProgram(async () => {
  const chosen = chooseStages(process.argv.slice(2));
  const needsDisplay = !hasDisplay() && chosen.some((stage) => stage.needsDisplay);
  const project = await setUpOrCount({ needs: { build: false, display: needsDisplay } });
  const display = needsDisplay ? await startVirtualDisplay() : undefined;
  if (display) project.env.DISPLAY = display.name;
  const results = [];
  try {
    for (const stage of chosen) results.push(await runStage(stage, project));
  } finally {
    await display?.stop();
  }
  const total = sumCounts(results);
  console.log(`\n${formatCounts(total)}`);
  return total.failed > 0 ? 1 : 0;
});

/** Without a set-up nothing can be tested: that is one failure, and the last line says so like any other. */
async function setUpOrCount(options) {
  try {
    return await setUp(options);
  } catch (error) {
    process.once('exit', () => console.log(`\n${formatCounts({ passed: 0, failed: 1, skipped: 0 })}`));
    throw error;
  }
}

/** Runs one stage and prints its line. A stage that cannot run has failed, with its reason. */
async function runStage(stage, project) {
  const startedMs = performance.now();
  const result = await stage.work(project).catch((error) => ({
    counts: { passed: 0, failed: 1, skipped: 0 },
    output: error instanceof SetUpFailure ? error.message : String(error?.stack ?? error),
  }));
  if (result.output) console.log(`\n${result.output}\n`);
  const seconds = formatSeconds(performance.now() - startedMs);
  console.log(`${stage.label.padEnd(22)}${formatCounts(result.counts).padEnd(36)}${seconds}`);
  return result.counts;
}

function chooseStages(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new SetUpFailure({
      what: `There is no stage "${unknown.join('", "')}".`,
      why: `The stages are ${stages.map((stage) => stage.name).join(', ')}.`,
      todo: 'Name some of them, or none to run all.',
    });
  }
  // End-to-end tests run the built application, so they are never run without building it.
  return stages.filter(
    ({ name }) => names.length === 0 || names.includes(name) || (name === 'build' && names.includes('e2e')),
  );
}
