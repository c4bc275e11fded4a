import { readdirSync, readFileSync } from 'node:fs';

const textOf = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended meanwhile.
    return '';
  }
};

/** Numbers of a process and of all that it has started, by the parents that Linux tells. */
function familyOf(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name)) {
      const parent = /\) \S (\d+)/.exec(textOf(`/proc/${name}/stat`))?.[1];
      if (parent !== undefined) parents.set(Number(name), Number(parent));
    }
  const family = [pid];
  for (const one of family)
    family.push(...[...parents].filter(([, parent]) => parent === one).map(([own]) => own));
  return family;
}

/** Memory of a process and its children, bytes: each shared page counted once (PSS), and as often as it is mapped (RSS). */
export function memoryOf(pid) {
  const sum = { pss: 0, rss: 0 };
  for (const one of familyOf(pid)) {
    const text = textOf(`/proc/${one}/smaps_rollup`);
    sum.pss += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
    sum.rss += Number(/^Rss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
  }
  return sum;
}
