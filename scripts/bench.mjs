// npm run bench: sets up, then measures. `npm run bench -- forest store` runs only the files named; those that take
// minutes (`isLong`) run only when they are named.
// Prints each figure, and saves all of them under docs/benchmarks/ with the date, the machine and the versions.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs';
import { setUp } from './setup/index.mjs';
import { runProgram, SetUpFailure } from './setup/log.mjs';

const END = '.bench.mjs';

await runProgram(async () => {
  const wanted = process.argv.slice(2);
  const project = await setUp({ needs: { display: !hasDisplay() } });
  const folder = join(project.root, 'scripts', 'bench');
  const names = chooseNames(
    readdirSync(folder)
      .filter((file) => file.endsWith(END))
      .map((file) => file.slice(0, -END.length)),
    wanted,
  );
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  if (display) process.env.DISPLAY = display.name;
  const sections = [];
  try {
    for (const name of names) {
      const bench = await import(pathToFileURL(join(folder, name + END)).href);
      if (bench.isLong && wanted.length === 0) continue;
      sections.push(await measure(bench, project));
    }
  } finally {
    await display?.stop();
  }
  const file = join(
    project.root,
    'docs',
    'benchmarks',
    `${today()}-${wanted.length ? names.join('-') : 'all'}.md`,
  );
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, page(project, sections));
  console.log(`\nSaved as ${file}`);
  return 0;
});

function chooseNames(known, wanted) {
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SetUpFailure({
      what: `There is no benchmark "${unknown.join('", "')}".`,
      why: `The benchmarks are ${known.join(', ')}.`,
      todo: 'Name some of them, or none to run all.',
    });
  }
  return wanted.length > 0 ? wanted : known;
}

/** Runs one benchmark; prints its figures as they come. `limit` is the bar in seconds, where there is one. */
async function measure(bench, { root, env }) {
  console.log(`\n${bench.title}`);
  const figures = [];
  const text = await bench.run({
    root,
    env,
    report: (figure) => {
      figures.push(figure);
      console.log(`  ${figure.what.padEnd(64)}${cells(figure).slice(1).join('   ')}`);
    },
  });
  return { title: bench.title, figures, text };
}

function cells({ what, seconds, limit, note }) {
  const time = seconds < 0.1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
  const bar =
    limit === undefined ? '' : `${seconds <= limit ? 'within' : 'above'} ${Number(limit.toPrecision(3))} s`;
  return [what, time, bar, note ?? ''];
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

function page({ electron }, sections) {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const versions = `Node ${process.versions.node}, Electron ${electron?.version ?? 'unknown'}, ${process.platform} ${process.arch}`;
  const tables = sections.map(({ title, figures, text }) =>
    [
      `## ${title}\n`,
      '| what | time | bar | note |',
      '| --- | ---: | --- | --- |',
      ...figures.map((figure) => `| ${cells(figure).join(' | ')} |`),
      ...(typeof text === 'string' ? [`\n${text}`] : []),
    ].join('\n'),
  );
  return `# Benchmarks of ${today()}\n\n${machine}. ${versions}.\n\n${tables.join('\n\n')}\n`;
}
