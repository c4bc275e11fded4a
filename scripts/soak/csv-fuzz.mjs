// Reads mutated CSV files in a process of its own, which is ended and taken note of when a file keeps it too long.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleForNode } from '../bundle-node.mjs';

const FILES_A_PROCESS = 2500;
/** No file may take longer than this for each megabyte begun. */
const MOST_SECONDS_A_MB = 5;
/** All that a process may take, Node itself included. */
export const MOST_MEMORY_MB = 400;
const HEAP_MB = 192;

/** Bundles the process that reads; the path of its program. */
export const buildFuzzChild = (root) =>
  bundleForNode({
    root,
    entry: 'src-main/cli/testing/fuzz-child.ts',
    folder: join(root, '.cache', 'soak'),
    name: 'fuzz-child',
  });

/**
 * Reads `rounds` mutated files; `seed` chooses which. Answers with counts, the slowest file, the highest memory of a
 * process in MB, and what was wrong, in sentences with the number of the file.
 */
export async function fuzzRounds({ program, rounds, seed, onProgress = () => undefined }) {
  const result = { files: 0, imports: 0, refused: 0, slowestMs: 0, slowest: 0, memoryMb: 0, problems: [] };
  let next = (seed - 1) * 1_000_000 + 1;
  const last = next + rounds - 1;
  while (next <= last) {
    next = (await readFiles(program, next, Math.min(last, next + FILES_A_PROCESS - 1), result)) + 1;
    onProgress(result);
  }
  if (result.memoryMb > MOST_MEMORY_MB)
    result.problems.push(`a process took ${result.memoryMb} MB of memory; the limit is ${MOST_MEMORY_MB} MB`);
  return result;
}

/** Reads files of the numbers given; the number of the last one that was begun. */
async function readFiles(program, first, last, result) {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, program, `${first}`, `${last}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = (complaint + text).slice(-2000)));
  const closed = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  let number = first;
  let isEnded = false;
  let timer = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, one, two] = line.split(' ');
    clearTimeout(timer);
    if (word === 'file') {
      number = Number(one);
      const seconds = MOST_SECONDS_A_MB * Math.max(1, Math.ceil(Number(two) / 2 ** 20));
      timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
      continue;
    }
    if (word === 'memory') {
      isEnded = true;
      result.memoryMb = Math.max(result.memoryMb, Math.round(Number(one) / 1024));
      continue;
    }
    result.files++;
    if (word === 'import') result.imports++;
    else if (word === 'refused') result.refused++;
    else result.problems.push(`file ${number}: ${line.slice('problem '.length)}`);
    if (word !== 'problem' && Number(one) > result.slowestMs) {
      result.slowestMs = Number(one);
      result.slowest = number;
    }
  }
  clearTimeout(timer);
  const code = await closed;
  if (isEnded) return last;
  result.files++;
  result.problems.push(
    code === null
      ? `file ${number}: it took longer than ${MOST_SECONDS_A_MB} s a megabyte`
      : `file ${number}: the process ended with ${code}: ${complaint.replaceAll('\n', ' ').slice(0, 400)}`,
  );
  return number;
}
