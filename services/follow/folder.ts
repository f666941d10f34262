/** What is known of a file without reading it. */
export interface FileStat {
  /** Device and inode. */
  id: string;
  /** Bytes; 0 where they are compressed. */
  size: number;
  /** When it was last written to, ms. */
  changedAt: number;
}

/** A file that stays the same one when it is renamed or removed. */
export interface OpenFile {
  stat(): Promise<FileStat>;
  /** What stands at `position`, unpacked where it is packed; less than `length` only at the end. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Port: the folder in which the file lies that is followed. Null: there is none of that name. Rejects with Node's
 * errors, also with those of zlib for a file that is being packed.
 */
export interface Folder {
  names(): Promise<string[]>;
  stat(name: string): Promise<FileStat | null>;
  open(name: string): Promise<OpenFile | null>;
}

/**
 * Which of these names a rotation may have given to the file: `queue_log.1`, `queue_log-20260805.gz`, `queue_log.old`.
 * Packed by anything but gzip they cannot be read.
 */
export function rotatedNames(names: readonly string[], name: string): string[] {
  return names.filter((one) => one.startsWith(name) && SUFFIX.test(one.slice(name.length)));
}

const SUFFIX = /^[.-](?=.*\d|old|bak|prev|save)(?!.*\.(bz2|xz|zst|Z|zip|lzo|lz4|json|new|tmp|sw.)$).*$/;

/** Whether a name says that its content is gzip. */
export function isPacked(name: string): boolean {
  return name.endsWith('.gz');
}
