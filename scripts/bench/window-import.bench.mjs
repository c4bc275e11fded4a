/* global window, requestAnimationFrame -- of the page, where some functions run */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { _electron } from '@playwright/test';
import { sandboxSwitches } from '../setup/sandbox.mjs';
import { memoryOf } from './process-memory.mjs';

export const title = 'A file of 2 GB through the window';
export const needsDisplay = true;
/** Takes minutes and 2.4 GB of disk: only when it is named. */
export const isLong = true;

const FILE_BYTES = Number(process.env.BENCH_BYTES ?? 2e9);
const TAGS = 20;
/** After so many seconds the first import is cancelled. */
const CANCEL_AFTER_S = Number(process.env.BENCH_CANCEL_S ?? 30);
const MOST_BYTES = 600e6;

/** One reading a second of each tag; values with one decimal that come again after some hours. */
async function writeLargeCsv(path) {
  const ends = Array.from({ length: 9973 }, (_, row) =>
    Array.from({ length: TAGS }, (_, tag) =>
      (50 * tag + 20 * Math.sin(row / (40 + 9 * tag))).toFixed(1),
    ).join(),
  );
  const file = createWriteStream(path);
  const names = Array.from({ length: TAGS }, (_, tag) => `U1.T${tag}`);
  file.write(`time,${names.join()}\n`);
  let bytes = 0;
  let row = 0;
  for (let timeMs = Date.UTC(2020, 0, 1); bytes < FILE_BYTES;) {
    let text = '';
    for (let line = 0; line < 10_000; line++, timeMs += 1000)
      text += `${new Date(timeMs).toISOString().slice(0, 19)}Z,${ends[row++ % ends.length]}\n`;
    bytes += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  // A user's file has long been on the disk; what is still being written would hold up what the store forces to it.
  const written = await open(path, 'r+');
  await written.sync();
  await written.close();
  return row;
}

/** In the page: the longest times between frames and of questions to the store, until `stop`. */
function watchWindow() {
  const seen = { frames: [], answers: [], isOver: false };
  window.watched = seen;
  let before = performance.now();
  const frame = () => {
    const now = performance.now();
    seen.frames.push(now - before);
    before = now;
    if (!seen.isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const ask = async () => {
    while (!seen.isOver) {
      const from = performance.now();
      await window.boilerhouse.call('plants.list', {});
      seen.answers.push(performance.now() - from);
      await new Promise((resolve) => window.setTimeout(resolve, 250));
    }
  };
  void ask();
}

function stopWatching() {
  const seen = window.watched;
  seen.isOver = true;
  const summary = (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    return { p95: sorted[Math.floor(0.95 * sorted.length)], most: sorted.at(-1), count: sorted.length };
  };
  return { frames: summary(seen.frames), answers: summary(seen.answers) };
}

async function beginImport(application, page, path) {
  await application.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [path],
  );
  await page.getByRole('button', { name: 'Import CSV…' }).first().click();
  const button = page
    .getByRole('dialog', { name: /^Import / })
    .getByRole('button', { name: 'Import', exact: true });
  await button.click({ timeout: 60_000 });
}

/** Memory twice a second, and what the progress says, until `work` is done. */
async function sampled(application, page, work) {
  const memory = { pss: 0, rss: 0 };
  const said = [];
  const job = page.locator('footer [role=group]').first();
  let isOver = false;
  const watch = async () => {
    for (let round = 0; !isOver; round++) {
      const { pss, rss } = memoryOf(application.process().pid);
      memory.pss = Math.max(memory.pss, pss);
      memory.rss = Math.max(memory.rss, rss);
      if (round % 20 === 19) said.push(await job.textContent({ timeout: 2000 }).catch(() => null));
      await setTimeout(500);
    }
  };
  const watching = watch();
  try {
    await work();
  } finally {
    isOver = true;
    await watching;
  }
  return { memory, said };
}

export async function run({ root, env, report }) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = env.ELECTRON_OVERRIDE_DIST_PATH;
  const environment = { ...process.env, ...env };
  delete environment.ELECTRON_RUN_AS_NODE;
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  const path = join(folder, 'large.csv');
  const rowCount = await writeLargeCsv(path);
  const data = join(folder, 'data');
  const application = await _electron.launch({
    args: [...sandboxSwitches(), root, `--data-dir=${data}`],
    cwd: root,
    env: environment,
  });
  try {
    const page = await application.firstWindow();
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached', timeout: 60_000 });
    await setTimeout(2000);
    const idle = memoryOf(application.process().pid);

    await beginImport(application, page, path);
    await setTimeout(CANCEL_AFTER_S * 1000);
    const cancel = page.getByRole('contentinfo').getByRole('button', { name: /Cancel/ });
    const cancelledMs = performance.now();
    await cancel.click();
    await cancel.waitFor({ state: 'hidden', timeout: 30_000 });
    const cancelSeconds = (performance.now() - cancelledMs) / 1000;
    await page.keyboard.press('Escape');

    await page.evaluate(watchWindow);
    const startedMs = performance.now();
    const { memory, said } = await sampled(application, page, async () => {
      await beginImport(application, page, path);
      await page.getByText('as import #').first().waitFor({ timeout: 900_000 });
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const { frames, answers } = await page.evaluate(stopWatching);
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
    report({
      what: `import of ${megabytes(statSync(path).size)}, ${rowCount.toLocaleString('en')} rows x ${TAGS}`,
      seconds,
      note: `all processes ${megabytes(memory.pss)} at most (idle ${megabytes(idle.pss)}; bar ${megabytes(MOST_BYTES)}), shared pages counted often ${megabytes(memory.rss)}; store ${megabytes(statSync(join(data, 'boilerhouse.db')).size)}`,
    });
    report({
      what: `cancelled after ${CANCEL_AFTER_S} s: until it is gone`,
      seconds: cancelSeconds,
      limit: 1,
    });
    report({
      what: 'meanwhile: time between two frames, 95th percentile',
      seconds: frames.p95 / 1000,
      note: `longest ${frames.most.toFixed(0)} ms of ${frames.count}`,
    });
    report({
      what: 'meanwhile: an answer of the store, 95th percentile',
      seconds: answers.p95 / 1000,
      note: `longest ${answers.most.toFixed(0)} ms of ${answers.count}`,
    });
    return `Progress, every ten seconds: ${said.filter((text) => text !== null).join('; ')}`;
  } finally {
    await application.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
