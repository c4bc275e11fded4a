import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildApplication } from '../setup/build.mjs';
import { lastLines, run, runNpm } from '../setup/run.mjs';
import { countFailedProgram, countPlaywright, countVitest } from './counts.mjs';

/**
 * The stages of a test run in their order. `work` gets the project and answers with counts and, if something failed, the
 * output that explains it.
 */
export const stages = [
  { name: 'types', label: 'Types', work: check('check:types') },
  { name: 'lint', label: 'Lint', work: check('check:lint') },
  { name: 'format', label: 'Format', work: check('check:format') },
  { name: 'layers', label: 'Layer rules', work: check('check:layers') },
  { name: 'notices', label: 'Third-party notices', work: check('check:notices') },
  { name: 'unit', label: 'Unit and store tests', work: runVitest },
  { name: 'build', label: 'Build', work: build },
  { name: 'e2e', label: 'End-to-end tests', work: runPlaywright, needsDisplay: true },
];

/** One of the scripts in package.json, counted as one test. */
function check(script) {
  return async ({ root }) => {
    const result = await runNpm(['run', '--silent', script], { cwd: root });
    const hasPassed = result.code === 0;
    return {
      counts: { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: 0 },
      output: hasPassed ? '' : lastLines(result, 200),
    };
  };
}

async function build({ root, log, env }) {
  await buildApplication({ root, log, env });
  return { counts: { passed: 1, failed: 0, skipped: 0 }, output: '' };
}

async function runVitest({ root, env }) {
  const report = reportPath(root, 'unit');
  const result = await runModule(root, 'vitest', 'vitest.mjs', {
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    env,
  });
  return summarise(result, readReport(report), countVitest);
}

async function runPlaywright({ root, env }) {
  const report = reportPath(root, 'e2e');
  const result = await runModule(root, '@playwright/test', 'cli.js', {
    args: ['test', '--reporter=list,json'],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return summarise(result, readReport(report), countPlaywright);
}

function summarise(result, report, count) {
  if (!report) return { counts: { passed: 0, failed: 1, skipped: 0 }, output: lastLines(result, 200) };
  const counts = countFailedProgram(count(report), result.code);
  return { counts, output: counts.failed > 0 ? lastLines(result, 400) : '' };
}

/** Runs the program of an installed package with colours off, so that what it says reads the same everywhere. */
function runModule(root, name, program, { args, env }) {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
  return run(process.execPath, [join(dirname(manifest), program), ...args], {
    cwd: root,
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
}

function reportPath(root, name) {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
