// npm run bench:accuracy: figures of every detector on public data with labels, beside the published ones.
// The data lie in ../shared/data; a set that is not there is skipped. Saves docs/benchmarks/<date>-accuracy.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findData, readNab, readReference, readSkab, readTep } from './bench/accuracy-data.mjs';
import { checkNab, checkSkab, checkTep } from './bench/accuracy-references.mjs';
import { measureNab, measureSkab, measureTep, PUBLISHED, TUNED } from './bench/accuracy-sets.mjs';
import { loadSources } from './bench/load-sources.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const core = await loadSources(root, 'accuracy', [
  'src-worker/core/analyse-samples.ts',
  'src-worker/core/anomalies/threshold.ts',
  'src-worker/core/checkpoint.ts',
  'src-worker/core/detectors/column-scale.ts',
  'src-worker/core/detectors/detector.ts',
  'src-worker/core/detectors/pca/components.ts',
  'src-worker/core/detectors/registry.ts',
  'src-worker/core/evaluate/outcomes.ts',
  'src-worker/core/evaluate/ranking.ts',
  'src-worker/core/evaluate/windows.ts',
  'src-worker/core/random.ts',
  'src-worker/core/stats/quantile.ts',
]);

const sets = [
  {
    name: 'skab',
    title:
      'SKAB: F1 / false alarms % / missed %, limit from the training rows; rows cropped from the start of each file',
    read: (folder) => readSkab(folder),
    check: checkSkab,
    measure: measureSkab,
    goal: 'F1 >= 0.85 at <= 15 % false alarms; F1 >= 0.80 cropped',
  },
  {
    name: 'nab',
    title: 'NAB machine temperature, trained on the first 750 rows, scored causally on the others',
    read: (folder) => readNab(folder, readReference(root, 'nab_expected.json').windows),
    check: checkNab,
    measure: measureNab,
    goal: 'AP >= 0.70 with all four windows hit',
  },
  {
    name: 'tep',
    title:
      'Tennessee Eastman: share of rows above the limit after the fault, limit = 99 % quantile on fault-free test data',
    read: readTep,
    check: checkTep,
    measure: measureTep,
    goal: 'mean >= 0.60 at <= 1 % false alarms',
  },
];

const sections = [];
for (const { name, title, read, check, measure, goal } of sets) {
  console.log(`\n${title}`);
  const folder = findData(root, name);
  if (folder === null) {
    console.log('  skipped: data not present');
    continue;
  }
  const data = read(folder);
  await check(root, data, core);
  console.log('  the scorer reproduces the reference figures');
  const { header, rows } = await measure(data, core);
  rows.push(...PUBLISHED[name].map((cells) => header.map((_, at) => cells[at] ?? '')));
  for (const cells of [header, ...rows]) {
    console.log(`  ${cells.map((cell, at) => cell.padEnd(at === 0 ? 36 : 17)).join(' ')}`);
  }
  console.log(`  goal: ${goal}`);
  sections.push(
    [
      `## ${title}\n`,
      `Goal: ${goal}.\n`,
      `| ${header.join(' | ')} |`,
      `| ${header.map(() => '---').join(' | ')} |`,
      ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ].join('\n'),
  );
}

if (sections.length > 0) {
  const date = new Date().toISOString().slice(0, 10);
  const file = join(root, 'docs', 'benchmarks', `${date}-accuracy.md`);
  mkdirSync(dirname(file), { recursive: true });
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}. Node ${process.versions.node}.`;
  writeFileSync(
    file,
    `# Accuracy on ${date}\n\n${machine} \`npm run bench:accuracy\`.\n\n${TUNED}\n\n${sections.join('\n\n')}\n`,
  );
  console.log(`\nSaved as ${file}`);
}
