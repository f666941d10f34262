/** What people at a terminal are told, apart from the log: plain lines, and one line that is rewritten. */
export interface Terminal {
  say(line: string): void;
  /** Shows how far something is; where output is not a terminal, only now and then. */
  progress(line: string): void;
}

const QUIET_MS = 5_000;

/** Where nobody listens any more (`| head`), nothing is told, and the work goes on to its end. */
export function createTerminal(out: NodeJS.WriteStream): Terminal {
  let isHeard = true;
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isHeard = false;
  });
  const write = (text: string) => {
    if (isHeard) out.write(text);
  };
  let rewriting = false;
  let lastAt = 0;
  return {
    say(line) {
      if (rewriting) write('\n');
      rewriting = false;
      write(`${line}\n`);
    },
    progress(line) {
      if (out.isTTY) {
        write(`\r\u001b[K${line}`);
        rewriting = true;
      } else if (Date.now() - lastAt >= QUIET_MS) {
        lastAt = Date.now();
        write(`${line}\n`);
      }
    },
  };
}
