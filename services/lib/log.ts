import { type Logger, pino } from 'pino';

export type Log = Logger;

/** A logger for one role. JSON lines; people at a terminal get them readable. */
export function createLog(options: { level: string; pretty?: boolean }): Log {
  return pino({
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    ...(options.pretty
      ? {
          transport: {
            target: 'pino-pretty',
            options: { colorize: true, translateTime: 'HH:MM:ss', ignore: 'role' },
          },
        }
      : {}),
  });
}
