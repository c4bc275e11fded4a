/**
 * A failure the user can act on: what did not work, why, and what to do. Printed as one paragraph without a stack trace.
 */
export class SetUpFailure extends Error {
  constructor({ what, why, todo }) {
    super([what, why, todo].filter(Boolean).join(' '));
    this.name = 'SetUpFailure';
  }
}

/**
 * Progress on standard error, so that standard output stays free for results. A step prints one line when it begins and one
 * with its seconds when it ends; `quiet` leaves out the remarks that ask for no attention.
 */
export function createLog({ quiet = false, stream = process.stderr } = {}) {
  const write = (text) => stream.write(`${text}\n`);
  return {
    line: write,
    remark: (text) => quiet || write(text),
    async step(label, work) {
      const startedMs = performance.now();
      write(`${label} ...`);
      const result = await work();
      write(`${label}: ${formatSeconds(performance.now() - startedMs)}`);
      return result;
    },
  };
}

/** "0.4 s" below ten seconds, "12 s" above. */
export function formatSeconds(durationMs) {
  const seconds = durationMs / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
}

/** Runs a program's main function, turns its result into the exit code and its failure into one readable paragraph. */
export async function runProgram(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const isExpected = error instanceof SetUpFailure && !process.env.DEBUG;
    process.stderr.write(`\n${isExpected ? error.message : (error?.stack ?? String(error))}\n`);
    process.exitCode = 1;
  }
}
