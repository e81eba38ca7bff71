// What every end of a peer's exchange shares. Each is a process: node PEER.mjs ROLE FOLDER RECORDS PORT, where
// the author holds RECORDS before it says `opened`, and the reader says `kept SIZE NANOSECONDS` as they come.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const RECORD_BYTES = 1_000;
const BATCH = 1_000;
const [role, folder, records, port] = process.argv.slice(2);

/** The process's own part. */
export const plan = { role, folder, records: Number(records), port: Number(port) };

/** A package that the bench has fetched for itself. */
export const fetched = createRequire(`${process.env['TANSIQ_PEERS']}/none.js`);

/** Says a word and a number, and by the clock that all processes of the machine share, when. */
export function say(word, number = 0) {
  writeSync(1, `${word} ${number} ${process.hrtime.bigint()}\n`);
}

/** Text of 1 kB for the record at `index`, as hard to pack as any. */
export function recordAt(index) {
  const bytes = Buffer.alloc(750);
  let state = (index + 1) * 2_654_435_761;
  for (let at = 0; at < bytes.length; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + at;
    bytes.writeInt32LE(state | 0, Math.min(at, bytes.length - 4));
  }
  return bytes.toString('base64').slice(0, RECORD_BYTES);
}

/** Gives all records to `append`, a thousand at a time, and then one whenever asked for. */
export async function write(append) {
  let size = 0;
  while (size < plan.records) {
    const count = Math.min(BATCH, plan.records - size);
    await append(
      size,
      Array.from({ length: count }, (_, i) => recordAt(size + i)),
    );
    size += count;
  }
  onLine('one', async () => {
    await append(size, [recordAt(size)]);
    size += 1;
    say('one', size);
  });
}

/** Does this whenever the bench writes that line. */
export function onLine(word, act) {
  process.stdin.on('data', (text) => {
    for (const line of String(text).split('\n')) if (line === word) void act();
  });
}
