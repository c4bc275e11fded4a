/** Lets other messages of the process in. */
export const takeTurns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
