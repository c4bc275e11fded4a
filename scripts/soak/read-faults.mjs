// Lets reads fail in a process that works on a store, one after the other, and has it look at what that did.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleForNode } from '../bundle-node.mjs';

/** Compiles the library that makes reads fail. Null where that is not to be had: it takes Linux and a C compiler. */
export function buildFaults(root) {
  if (process.platform !== 'linux') return null;
  const target = join(root, '.cache', 'soak', 'read-faults.so');
  const source = join(root, 'scripts', 'soak', 'read-faults.c');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', target, source, '-ldl', '-lpthread']);
  return status === 0 ? target : null;
}

/** By kind of work: how many reads were made to fail, and what was wrong afterwards. Null where reads cannot be made to fail. */
export async function readFaults(root, most) {
  const program = await bundleForNode({
    root,
    entry: 'src-main/store/testing/fault-child.ts',
    folder: join(root, '.cache', 'soak'),
    name: 'fault-child',
  });
  const library = buildFaults(root);
  if (library === null) return null;
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, String(most)], {
    env: { ...process.env, LD_PRELOAD: library },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr.slice(0, 2000)}`);
  return JSON.parse(stdout);
}
