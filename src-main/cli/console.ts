/** Where a command speaks: results to `write`, everything else to `tell`. */
export interface Console {
  /** Standard output; the promise is kept when the text has been taken. */
  readonly write: (text: string) => Promise<void>;
  /** Standard error. */
  readonly tell: (text: string) => void;
  /** Whether standard error is a terminal, where a line of progress can be replaced by the next. */
  readonly isTerminal: boolean;
}

export const processConsole: Console = {
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }),
  tell: (text) => {
    process.stderr.write(text);
  },
  isTerminal: process.stderr.isTTY,
};
