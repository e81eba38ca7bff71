// Appends to a log until it is killed, and says on its output what was acknowledged.
// Run: node dist/ends/store-writer.js FOLDER SEED
import { writeSync } from 'node:fs';
import { seededRandom } from '../../src/base/ports.ts';
import { grow, leafHash, rootOf } from '../../src/proof/tree.ts';
import type { Frontier } from '../../src/proof/tree.ts';
import { EMPTY_FRONTIER } from '../../src/proof/tree.ts';
import { openFileStore } from '../../src/store/files.ts';
import { QAMAR, checkpointOf, entriesOf, hostSha256 } from '../../src/store/store.suite.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const store = await openFileStore(folder, { sha256: hostSha256 });
let size = (await store.latest(QAMAR))?.size ?? 0;
let frontier: Frontier = grow(hostSha256, EMPTY_FRONTIER, leavesOf(0, size));
writeSync(1, `opened ${size} ${store.repairs.length}\n`);
for (;;) {
  // Mostly small steps, now and then one over many bundles, or another note over the same tree.
  const count = random.below(20) === 0 ? random.below(6000) : random.below(5);
  frontier = grow(hostSha256, frontier, leavesOf(size, size + count));
  const next = checkpointOf(frontier.size, rootOf(hostSha256, frontier));
  const extended = await store.extend(QAMAR, size, entriesOf(size, size + count), next);
  if (!extended.ok) throw new Error('the log has another size than its only writer thinks');
  size = frontier.size;
  writeSync(1, `acknowledged ${size}\n`);
}

function leavesOf(from: number, upto: number): Uint8Array[] {
  return entriesOf(from, upto).map((entry) => leafHash(hostSha256, entry));
}
