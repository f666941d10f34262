import type { FileStat, Folder, OpenFile } from '../../../services/follow/folder.ts';

/** A file, whatever it is called. */
export interface MemoryFile {
  id: string;
  content: Buffer;
  changedAt: number;
  /** Being packed: a reader comes to its end too soon. */
  isUnfinished: boolean;
}

/** A folder as operating systems have them: names of files that live on when they are renamed or removed. */
export interface MemoryFolder extends Folder {
  create(name: string): MemoryFile;
  get(name: string): MemoryFile | undefined;
  rename(from: string, to: string): void;
  remove(name: string): void;
  append(file: MemoryFile, bytes: Buffer): void;
  truncate(file: MemoryFile, bytes?: number): void;
  copy(from: string, to: string): MemoryFile;
  all(): string[];
}

export function memoryFolder(): MemoryFolder {
  const files = new Map<string, MemoryFile>();
  let inodes = 0;
  let time = 0;

  const statOf = (file: MemoryFile, name: string): FileStat => ({
    id: file.id,
    size: name.endsWith('.gz') ? 0 : file.content.length,
    changedAt: file.changedAt,
  });

  function openFile(file: MemoryFile, name: string): OpenFile {
    return {
      stat: async () => statOf(file, name),
      read: async (position, length) => Buffer.from(file.content.subarray(position, position + length)),
      close: async () => {},
    };
  }

  return {
    names: async () => [...files.keys()],
    stat: async (name) => {
      const file = files.get(name);
      return file === undefined ? null : statOf(file, name);
    },
    open: async (name) => {
      const file = files.get(name);
      if (file === undefined) return null;
      if (file.isUnfinished)
        throw Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
      return openFile(file, name);
    },
    create(name) {
      const file = { id: `1:${++inodes}`, content: Buffer.alloc(0), changedAt: ++time, isUnfinished: false };
      files.set(name, file);
      return file;
    },
    get: (name) => files.get(name),
    rename(from, to) {
      files.set(to, files.get(from)!);
      files.delete(from);
    },
    remove: (name) => void files.delete(name),
    append(file, bytes) {
      file.content = Buffer.concat([file.content, bytes]);
      file.changedAt = ++time;
    },
    truncate(file, bytes = 0) {
      file.content = file.content.subarray(0, bytes);
      file.changedAt = ++time;
    },
    copy(from, to) {
      const copy = this.create(to);
      copy.content = files.get(from)!.content;
      return copy;
    },
    all: () => [...files.keys()],
  };
}
