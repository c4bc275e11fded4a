// Writes THIRD-PARTY.md: the licences of everything that is shipped. `--check` only tells whether it is up to date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from './setup/folders.mjs';

const sourceFolders = ['src-shared', 'src-worker', 'src-main', 'src-renderer'];
/** `import ... from 'name'`, `export ... from 'name'`, `import 'name'` and `import('name')`; types are not shipped. */
const importPattern =
  /(?:^(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?|\bimport\(\s*)['"]([^'"]+)['"]/gm;
const target = join(projectRoot, 'THIRD-PARTY.md');
const manifestOf = (name) => JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8'));
const folderOf = (name) => join(projectRoot, 'node_modules', ...name.split('/'));

/** The packages that the sources import, tests, what helps them, and types aside. */
function findImported() {
  const names = sourceFolders.flatMap(listSources).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const imports = text.matchAll(importPattern);
    return [...imports].map((match) => match[1]);
  });
  return names.map((name) => /^(?:@[^/]+\/)?[^/.@][^/]*/.exec(name)?.[0] ?? '').filter(isPackage);
}

const isPackage = (name) =>
  name !== '' && name !== 'electron' && existsSync(join(folderOf(name), 'package.json'));

function listSources(folder) {
  if (!existsSync(join(projectRoot, folder))) return [];
  return readdirSync(join(projectRoot, folder), { recursive: true })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|bench|d)\.tsx?$|(^|[\\/])testing[\\/]/.test(path))
    .map((path) => join(projectRoot, folder, path));
}

/** These packages and, in turn, all that they depend on, each once, in alphabetical order. */
function withDependencies(names) {
  const found = new Set();
  const queue = [...names];
  while (queue.length > 0) {
    const name = queue.pop();
    if (found.has(name) || !isPackage(name)) continue;
    found.add(name);
    const { dependencies = {}, peerDependencies = {} } = manifestOf(name);
    queue.push(
      ...Object.keys(dependencies),
      ...Object.keys(peerDependencies).filter((peer) => !peer.startsWith('@types/')),
    );
  }
  return [...found].sort();
}

function describe(name) {
  const { version, license } = manifestOf(name);
  const file = readdirSync(folderOf(name)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? readFileSync(join(folderOf(name), file), 'utf8').trim() : '';
  return { name, version, license: license ?? 'see its text', text };
}

function writeNotices(packages) {
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = packages.map(
    ({ name, license, text }) =>
      `## ${name}\n\n${text === '' ? `Licence: ${license}.` : `\`\`\`text\n${text.replace(/\r\n/g, '\n')}\n\`\`\``}`,
  );
  return `# Third-party software in Boilerhouse

Boilerhouse itself is under the MIT licence (LICENSE). Its package also holds:

- **Electron** (MIT) with Chromium and Node.js; their licences lie beside the program in \`LICENSE.electron.txt\` and \`LICENSES.chromium.html\`.
- **SQLite** (public domain), inside better-sqlite3.
- The packages below, which are bundled into the program. This file is written by \`node scripts/notices.mjs\`.

| Package | Version | Licence |
| --- | --- | --- |
${rows.join('\n')}

${texts.join('\n\n')}
`;
}

const text = await format(writeNotices(withDependencies(findImported()).map(describe)), {
  ...(await resolveConfig(target)),
  filepath: target,
});
if (process.argv.includes('--check')) {
  const isCurrent = existsSync(target) && readFileSync(target, 'utf8') === text;
  if (!isCurrent) console.error('THIRD-PARTY.md is out of date. Run: node scripts/notices.mjs');
  process.exitCode = isCurrent ? 0 : 1;
} else {
  writeFileSync(target, text);
}
