// Reads the public data sets of the accuracy benchmark, which lie beside the project and are not part of it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const linesOf = (path) =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');

const matrixOf = (rows) => ({
  rowCount: rows.length,
  columnCount: rows[0].length,
  data: Float32Array.from(rows.flat()),
});

/** `../shared/data/<name>` of the project, or null. */
export function findData(root, name) {
  const folder = join(root, '..', 'shared', 'data', name);
  return existsSync(folder) ? folder : null;
}

/** `../shared/reference/<name>`, parsed. */
export const readReference = (root, name) =>
  JSON.parse(readFileSync(join(root, '..', 'shared', 'reference', name), 'utf8'));

/** The labelled SKAB files: [{ name, samples, labels }], 8 sensors each. */
export function readSkab(folder) {
  return ['other', 'valve1', 'valve2'].flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((file) => file.endsWith('.csv'))
      .map((file) => {
        const rows = linesOf(join(folder, part, file))
          .slice(1)
          .map((line) => line.split(';'));
        return {
          name: `${part}/${file}`,
          samples: matrixOf(rows.map((cells) => cells.slice(1, 9).map(Number))),
          labels: Uint8Array.from(rows, (cells) => Number(cells[9])),
        };
      }),
  );
}

/** NAB machine temperature: { samples, labels }, a label being 1 in a window, ends included. */
export function readNab(folder, windows) {
  const rows = linesOf(join(folder, 'machine_temperature_system_failure.csv'))
    .slice(1)
    .map((line) => line.split(','));
  const bounds = windows.map(([from, to]) => [from.slice(0, 19), to.slice(0, 19)]);
  return {
    samples: matrixOf(rows.map(([, value]) => [Number(value)])),
    labels: Uint8Array.from(rows, ([time]) => bounds.some(([from, to]) => time >= from && time <= to)),
  };
}

/** Tennessee Eastman: { training, normal, faults: [{ fault, samples }] }; a fault starts after row 160. */
export function readTep(folder) {
  const read = (file) => linesOf(join(folder, file)).map((line) => line.trim().split(/\s+/).map(Number));
  const tags = read('d00.dat');
  return {
    training: matrixOf(tags[0].map((_, row) => tags.map((values) => values[row]))),
    normal: matrixOf(read('d00_te.dat')),
    faults: readdirSync(folder)
      .flatMap((file) => /^d(\d\d)_te\.dat$/.exec(file)?.[1] ?? [])
      .filter((fault) => fault !== '00')
      .map((fault) => ({ fault: Number(fault), samples: matrixOf(read(`d${fault}_te.dat`)) })),
  };
}

/** Rows from (included) to (excluded). */
export const rowsOf = ({ data, columnCount }, from, to) => ({
  rowCount: to - from,
  columnCount,
  data: data.subarray(from * columnCount, to * columnCount),
});
