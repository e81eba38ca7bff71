import path from 'node:path';
import Database from 'libsql';
import { TroubleError } from '../base/result.ts';

/** Holds a data folder for one process. */
export interface Lock {
  release(): void;
}

/**
 * Takes a folder for this process alone. The lock is the operating system's, through SQLite: it
 * falls with the process, however that ends, so no stale file can keep a node from starting.
 */
export function lockFolder(dir: string): Lock {
  let database: InstanceType<typeof Database> | undefined;
  try {
    database = new Database(path.join(dir, 'lock.sqlite'), { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    database?.close();
    if (thrown instanceof Error && /locked|busy/i.test(thrown.message)) {
      throw new TroubleError('folder-in-use', { dir }, thrown);
    }
    throw new TroubleError('store-unwritable', { file: dir, reason: 'lock' }, thrown);
  }
  const held = database;
  return { release: () => held.close() };
}
