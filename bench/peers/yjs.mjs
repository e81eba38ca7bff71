// Yjs 13: an array of texts in memory, brought up to date by state vectors and updates over a plain socket.
import { connect, createServer } from 'node:net';
import { fetched, plan, say, write } from './end.mjs';

const Y = fetched('yjs');
const doc = new Y.Doc();
const list = doc.getArray('records');

if (plan.role === 'author') {
  const sockets = new Set();
  doc.on('update', (update) => {
    for (const socket of sockets) send(socket, update);
  });
  await write(async (_, texts) => list.push(texts));
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    hear(socket, (vector) => {
      send(socket, Y.encodeStateAsUpdate(doc, vector));
      sockets.add(socket);
    });
  }).listen(plan.port, '127.0.0.1', () => say('opened'));
} else {
  const socket = connect(plan.port, '127.0.0.1');
  hear(socket, (update) => {
    Y.applyUpdate(doc, update);
    say('kept', list.length);
  });
  send(socket, Y.encodeStateVector(doc));
  say('opened');
}

function send(socket, bytes) {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  socket.write(head);
  socket.write(bytes);
}

function hear(socket, take) {
  let parts = [];
  let held = 0;
  socket.on('data', (bytes) => {
    parts.push(bytes);
    held += bytes.length;
    while (held >= 4) {
      if (parts[0].length < 4) parts = [Buffer.concat(parts)];
      const length = 4 + parts[0].readUInt32BE(0);
      if (held < length) return;
      const whole = Buffer.concat(parts);
      take(new Uint8Array(whole.subarray(4, length)));
      parts = [whole.subarray(length)];
      held -= length;
    }
  });
}
