// hypercore 11: a signed append-only log with its own store (RocksDB), replicated over its encrypted stream.
import { connect, createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetched, plan, say, write } from './end.mjs';

const Hypercore = fetched('hypercore');
const keyFile = join(plan.folder, 'key');

if (plan.role === 'author') {
  const core = new Hypercore(join(plan.folder, 'author'));
  await core.ready();
  await write((_, texts) => core.append(texts.map((text) => Buffer.from(text))));
  writeFileSync(keyFile, core.key.toString('hex'));
  createServer((socket) => joined(socket, core.replicate(false))).listen(
    plan.port,
    '127.0.0.1',
    () => say('opened'),
  );
} else {
  const core = new Hypercore(join(plan.folder, 'reader'), readFileSync(keyFile, 'utf8'));
  await core.ready();
  let kept = core.contiguousLength;
  const look = () => core.contiguousLength > kept && say('kept', (kept = core.contiguousLength));
  core.on('download', look);
  // The last block is counted after it was told.
  setInterval(look, 2);
  core.download({ start: 0, end: -1 });
  joined(connect(plan.port, '127.0.0.1'), core.replicate(true));
  say('opened', core.contiguousLength);
  // What was kept before a cut is not told again by what comes.
  if (kept > 0) say('kept', kept);
}

function joined(socket, stream) {
  socket.on('error', () => undefined);
  stream.on('error', () => undefined);
  socket.pipe(stream).pipe(socket);
}
