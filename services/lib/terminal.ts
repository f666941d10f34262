/** What people at a terminal are told, apart from the log: plain lines, and one line that is rewritten. */
export interface Terminal {
  say(line: string): void;
  /** Shows how far something is; where output is not a terminal, only now and then. */
  progress(line: string): void;
}

const QUIET_MS = 5_000;

export function createTerminal(out: NodeJS.WriteStream): Terminal {
  let rewriting = false;
  let lastAt = 0;
  return {
    say(line) {
      if (rewriting) out.write('\n');
      rewriting = false;
      out.write(`${line}\n`);
    },
    progress(line) {
      if (out.isTTY) {
        out.write(`\r\u001b[K${line}`);
        rewriting = true;
      } else if (Date.now() - lastAt >= QUIET_MS) {
        lastAt = Date.now();
        out.write(`${line}\n`);
      }
    },
  };
}
