import type { ReaderOptions, Source, SourceReader } from '../sources/source.ts';

/** A reader whose knowledge of the records before can be kept, so that a later one goes on as it would have. */
export interface ResumableReader extends SourceReader {
  /** A copy of what it knows, as JSON has it. */
  state(): unknown;
}

/** A system whose file can be followed. */
export interface ResumableSource extends Omit<Source, 'createReader'> {
  /** @param options `state` is what a reader before gave; it is JSON, and of this system */
  createReader(options: ReaderOptions & { state?: unknown }): ResumableReader;
}
