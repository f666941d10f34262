import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a file anew, and its folder where there is none. Replaced whole: a crash leaves the old or the new one; once it
 * resolves, the new one survives a crash. Rejects with what the system says.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const fresh = `${file}.new`;
  await withFile(fresh, 'w', async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(fresh, file);
  // The name is on disk once the folder is.
  await withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile(
  file: string,
  flags: string,
  work: (handle: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const handle = await open(file, flags);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
