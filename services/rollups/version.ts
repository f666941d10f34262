/**
 * SQL of the version of what a statement writes: the server's time, ms, taken when the statement is analysed, before it
 * looks at what there is.
 */
export const VERSION = 'toUInt64(toUnixTimestamp64Milli(now64(3)))';
