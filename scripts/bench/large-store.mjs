// The program behind `npm run bench -- store-100m`: each phase in a process of its own, so that its memory can be told.
// Arguments: phase, bundle with the sources, folder, number of readings. Prints one line of JSON.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchPlant } from './bench-plant.mjs';
import { describeTags, readingsOf, START_MS } from './historian-data.mjs';

const TAGS = 100;
const STEPS_MS = [1000, 2000, 5000, 10_000, 10_000];
/** Imports one after the other, as if of weekly files; a last one corrects a day of ten tags. */
const IMPORTS = 4;
const PIXELS = 2000;
const PORTION = 8192;

const [phase = '', bundle = '', folder = '', count = ''] = process.argv.slice(2);
const sources = await import(pathToFileURL(bundle).href);

const open = () =>
  sources.openStore({ folder, programVersion: '0.0.0', now: () => Date.now(), onChanged: () => undefined });

const rate = (tag) => 1 / (tag.times === 'irregular' ? tag.stepMs * 2 + 450 : tag.stepMs);

/** How many readings each tag has over the same period. */
function countsOf(tags, total) {
  const sum = tags.reduce((all, tag) => all + rate(tag), 0);
  const counts = tags.map((tag) => Math.floor((total * rate(tag)) / sum));
  counts[0] += total - counts.reduce((all, one) => all + one, 0);
  return counts;
}

const peakBytes = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;

async function build() {
  const tags = describeTags(TAGS, STEPS_MS);
  const counts = countsOf(tags, Number(count));
  const store = open();
  const readings = sources.createReadingStore(store);
  const plant = sources.addPlant(store.writer, benchPlant());
  const series = tags.map((tag, at) => ({ left: counts[at], blocks: readingsOf(tag, counts[at], PORTION) }));
  let generatedMs = 0;
  const startedMs = performance.now();
  let lastMs = 0;
  const begin = (name) =>
    readings.beginImport({
      plantId: plant.id,
      source: 'csv',
      fileName: name,
      settings: {},
      startedMs: Date.now(),
    });
  const finish = (at) => ({
    fileBytes: 1,
    fileSha256: String(at).padStart(64, '0'),
    rowCount: 1,
    rejectedCount: 0,
    duplicateCount: 0,
    notices: [],
    events: [],
    finishedMs: Date.now(),
  });
  const commits = [];
  let tagIds = [];
  for (let part = 1; part <= IMPORTS; part++) {
    const importId = await begin(`week-${part}.csv`);
    tagIds = await readings.resolveTags(
      plant.id,
      tags.map(({ name }) => ({ ...NO_TAG, name })),
    );
    let isMore = true;
    let pending = [];
    const builders = tagIds.map((tagId) =>
      sources.createChunkBuilder((chunk) => pending.push({ tagId, chunk })),
    );
    const until = counts.map((total) => Math.floor(total * (1 - part / IMPORTS)));
    while (isMore) {
      isMore = false;
      for (const [at, one] of series.entries()) {
        if (one.left <= until[at]) continue;
        const from = performance.now();
        const block = one.blocks.next().value;
        generatedMs += performance.now() - from;
        one.left -= block.timesMs.length;
        builders[at].add(block);
        lastMs = Math.max(lastMs, block.timesMs.at(-1));
        isMore ||= one.left > until[at];
        if (pending.length >= 64) {
          await readings.appendChunks(importId, pending);
          pending = [];
        }
      }
    }
    for (const builder of builders) builder.finish();
    await readings.appendChunks(importId, pending);
    const from = performance.now();
    await readings.commitImport(importId, finish(part));
    commits.push(performance.now() - from);
  }
  const importId = await begin('correction.csv');
  const pending = [];
  for (const tagId of tagIds.slice(0, 10)) {
    const builder = sources.createChunkBuilder((chunk) => pending.push({ tagId, chunk }));
    const timesMs = Float64Array.from({ length: 8640 }, (_, i) => START_MS + 5 * 86_400_000 + i * 10_000);
    builder.add({
      timesMs,
      values: timesMs.map((_, i) => i % 50),
      qualities: new Uint8Array(8640),
      statuses: [],
    });
    builder.finish();
  }
  await readings.appendChunks(importId, pending);
  await readings.commitImport(importId, finish(9));
  const seconds = (performance.now() - startedMs - generatedMs) / 1000;
  const readingCount = store.reader.prepare('SELECT sum(reading_count) AS n FROM tags').get().n;
  const parts = store.reader
    .prepare(
      `SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY bytes DESC LIMIT 6`,
    )
    .all();
  store.close();
  const bytes = statSync(join(folder, sources.DATABASE_FILE)).size;
  return {
    seconds,
    generatedSeconds: generatedMs / 1000,
    commits,
    readingCount,
    bytes,
    parts,
    peakBytes: peakBytes(),
    lastMs,
  };
}

const NO_TAG = { unit: null, description: null, lowLimit: null, highLimit: null };

/** Windows of every length from five minutes to all, log-uniform, over 1 to 8 tags; repeatable. */
function makeQueries(tags, { lastMs }, howMany, seed) {
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const wholeMs = lastMs - START_MS;
  return Array.from({ length: howMany }, () => {
    const spanMs = Math.min(wholeMs, Math.round(300_000 * (wholeMs / 300_000) ** (random() * 1.15)));
    const fromMs = Math.round(START_MS + random() * (wholeMs - spanMs));
    const tagIds = Array.from(
      { length: 1 + Math.floor(random() * 8) },
      () => tags[Math.floor(random() * tags.length)].id,
    );
    return { tagIds: [...new Set(tagIds)], fromMs, toMs: fromMs + spanMs, pixels: PIXELS };
  });
}

const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const summary = (values) => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  most: quantile(values, 1),
});

/** Lets the system forget the file, as far as it obeys. */
const forget = (path) =>
  spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']).status === 0;

async function query() {
  const openedMs = performance.now();
  const store = open();
  const openSeconds = (performance.now() - openedMs) / 1000;
  const tags = store.reader
    .prepare('SELECT id, reading_count AS readings, first_ms AS firstMs, last_ms AS lastMs FROM tags')
    .all();
  const data = { lastMs: Math.max(...tags.map((tag) => tag.lastMs)) };
  const calls = sources.createStoreCalls(store);
  const timed = (input) => {
    const from = performance.now();
    calls['trends.query'](input);
    return performance.now() - from;
  };
  for (const input of makeQueries(tags, data, 60, 5)) timed(input);
  const warm = makeQueries(tags, data, 400, 11).map(timed);
  // The worst that one can ask: eight of the tags with the most readings, at every width.
  const densest = tags
    .toSorted((a, b) => b.readings - a.readings)
    .slice(0, 8)
    .map(({ id }) => id);
  const worst = [];
  for (let share = 1; share > 1e-4; share /= 1.3) {
    const fromMs = Math.round(START_MS + (1 - share) * 0.37 * (data.lastMs - START_MS));
    const toMs = Math.round(fromMs + share * (data.lastMs - START_MS));
    const input = { tagIds: densest, fromMs, toMs, pixels: PIXELS };
    const times = [timed(input), timed(input), timed(input)].toSorted((a, b) => a - b);
    worst.push({ share, milliseconds: times[1] });
  }
  const memory = { resident: process.memoryUsage().rss, peak: peakBytes() };
  store.close();
  return { openSeconds, warm: summary(warm), worst, memory };
}

/** Each query with a store that was just opened over a file that the system has forgotten. */
async function cold() {
  const path = join(folder, sources.DATABASE_FILE);
  const first = open();
  const tags = first.reader.prepare('SELECT id, last_ms AS lastMs FROM tags').all();
  const calls = sources.createStoreCalls(first);
  for (const input of makeQueries(tags, { lastMs: Math.max(...tags.map((tag) => tag.lastMs)) }, 60, 5))
    calls['trends.query'](input);
  first.close();
  const opens = [];
  const queries = [];
  const aheads = [];
  const after = [];
  let isForgotten = true;
  const timedQuery = (store, input) => {
    const from = performance.now();
    sources.createStoreCalls(store)['trends.query'](input);
    return performance.now() - from;
  };
  for (const input of makeQueries(tags, { lastMs: Math.max(...tags.map((tag) => tag.lastMs)) }, 60, 23)) {
    isForgotten &&= forget(path);
    const from = performance.now();
    const store = open();
    opens.push(performance.now() - from);
    queries.push(timedQuery(store, input));
    store.close();
  }
  // As the program does it: the file is read ahead while the window comes up.
  for (const input of makeQueries(tags, { lastMs: Math.max(...tags.map((tag) => tag.lastMs)) }, 20, 23)) {
    isForgotten &&= forget(path);
    const store = open();
    const from = performance.now();
    await sources.readAhead(path);
    aheads.push(performance.now() - from);
    after.push(timedQuery(store, input));
    store.close();
  }
  return {
    isForgotten,
    opens: summary(opens),
    queries: summary(queries),
    aheads: summary(aheads),
    after: summary(after),
  };
}

/** Runs the work and tells how long it took, and for how long at most nothing else got its turn. */
async function watched(work) {
  let longestMs = 0;
  let isDone = false;
  let lastMs = performance.now();
  const turn = () => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - lastMs);
    lastMs = now;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const startedMs = performance.now();
  const answer = await work();
  isDone = true;
  turn();
  return { answer, seconds: (performance.now() - startedMs) / 1000, longestMs, peakBytes: peakBytes() };
}

/** Ten days of thirty go from all tags, then all but five days from a fifth of them, then the file is compacted. */
async function remove() {
  const DAY_MS = 86_400_000;
  const store = open();
  const calls = sources.createStoreCalls(store);
  const [{ id: plantId }] = store.reader.prepare('SELECT id FROM plants').all();
  const tagIds = store.reader.prepare('SELECT id FROM tags ORDER BY id LIMIT 20').pluck().all();
  const range = { plantId, tagIds: null, fromMs: START_MS + 10.5 * DAY_MS, toMs: START_MS + 20.5 * DAY_MS };
  const deletion = await watched(() => calls['readings.deleteRange'](range));
  const retention = await watched(async () => {
    let readingCount = 0;
    for (const tagId of tagIds)
      readingCount += (await calls['tags.setRetention']({ tagId, days: 5 })).readingCount;
    return { readingCount };
  });
  const compaction = await watched(() => calls['store.compact']({}));
  const again = await watched(() => calls['store.compact']({}));
  store.close();
  return { deletion, retention, compaction, again };
}

/** The readings of ten tags as columns for the peers: tag, time, value. */
async function columns() {
  const tags = describeTags(10, STEPS_MS);
  const each = Number(count) / tags.length;
  const times = new Float64Array(Number(count));
  const values = new Float64Array(Number(count));
  let at = 0;
  for (const tag of tags)
    for (const block of readingsOf(tag, each, PORTION)) {
      times.set(block.timesMs, at);
      values.set(block.values, at);
      at += block.timesMs.length;
    }
  writeFileSync(join(folder, 'times.f64'), times);
  writeFileSync(join(folder, 'values.f64'), values);
  return {};
}

/** What the peers do, done by us: import, size, one tag read, lowest and highest for the pixels. */
async function own() {
  const tagCount = 10;
  const each = Number(count) / tagCount;
  const read = (name) => new Float64Array(readFileSync(join(folder, name)).buffer.slice(0));
  const times = read('times.f64');
  const values = read('values.f64');
  const data = join(folder, `own-${process.pid}`);
  const store = sources.openStore({
    folder: data,
    programVersion: '0.0.0',
    now: () => Date.now(),
    onChanged: () => undefined,
  });
  const readings = sources.createReadingStore(store);
  const plant = sources.addPlant(store.writer, benchPlant());
  let from = performance.now();
  const importId = await readings.beginImport({
    plantId: plant.id,
    source: 'csv',
    fileName: 'x',
    settings: {},
    startedMs: 0,
  });
  const tagIds = await readings.resolveTags(
    plant.id,
    Array.from({ length: tagCount }, (_, at) => ({ ...NO_TAG, name: `T${at}` })),
  );
  for (const [at, tagId] of tagIds.entries()) {
    let pending = [];
    const builder = sources.createChunkBuilder((chunk) => pending.push({ tagId, chunk }));
    const qualities = new Uint8Array(each);
    builder.add({
      timesMs: times.subarray(at * each, (at + 1) * each),
      values: values.subarray(at * each, (at + 1) * each),
      qualities,
      statuses: [],
    });
    builder.finish();
    while (pending.length > 0) {
      await readings.appendChunks(importId, pending.slice(0, 256));
      pending = pending.slice(256);
    }
  }
  await readings.commitImport(importId, {
    fileBytes: 1,
    fileSha256: '0'.repeat(64),
    rowCount: 1,
    rejectedCount: 0,
    duplicateCount: 0,
    notices: [],
    events: [],
    finishedMs: 0,
  });
  const load = (performance.now() - from) / 1000;
  const best = (work) => {
    const runs = [1, 2, 3, 4, 5].map(() => {
      from = performance.now();
      work();
      return performance.now() - from;
    });
    return Math.min(...runs) / 1000;
  };
  const column = best(() => {
    let sum = 0;
    for (const block of sources.readBlocks(
      store.reader,
      { kind: 'readings', ownerId: tagIds[3] },
      -Infinity,
      Infinity,
    ))
      sum += block.values.length;
    if (sum !== each) throw new Error(`${sum} readings`);
  });
  const window = { fromMs: times[3 * each], toMs: times[4 * each - 1], pixels: PIXELS };
  const pixels = best(() =>
    sources.queryTrend(store.reader, { kind: 'readings', ownerId: tagIds[3] }, window),
  );
  store.close();
  return { load, bytes: statSync(join(data, sources.DATABASE_FILE)).size, column, pixels };
}

console.log(JSON.stringify(await { build, query, cold, remove, columns, own }[phase]()));
