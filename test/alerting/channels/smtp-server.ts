import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface SmtpServer {
  port: number;
  /** What clients said, line by line. */
  said: string[];
  close(): void;
}

/**
 * A mail server that says what a test wants: answers by command, `hang` says nothing, `reset` ends the connection.
 * Without an answer of its own it takes everything.
 */
export async function startSmtpServer(answers: Record<string, string> = {}): Promise<SmtpServer> {
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let inMessage = false;
    const answer = (command: string, text: string) => {
      const given = answers[command] ?? text;
      if (given === 'reset') socket.resetAndDestroy();
      else if (given !== 'hang') socket.write(`${given}\r\n`);
    };
    answer('greeting', '220 mail.test ESMTP');
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        said.push(line);
        const command = line.split(/[ :]/)[0]!.toUpperCase();
        if (inMessage) {
          if (line !== '.') continue;
          inMessage = false;
          answer('message', '250 queued');
        } else if (command === 'EHLO') answer('EHLO', '250-mail.test\r\n250 8BITMIME');
        else if (command === 'DATA') {
          inMessage = answers.DATA === undefined;
          answer('DATA', '354 go on');
        } else answer(command, command === 'QUIT' ? '221 bye' : '250 ok');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    said,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
