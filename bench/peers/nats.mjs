// NATS JetStream with a stream in files: the author's server keeps the records, the reader fetches and acknowledges.
import { spawn } from 'node:child_process';
import {
  AckPolicy,
  DeliverPolicy,
  StorageType,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { plan, say, write } from './end.mjs';

const ACK_SECONDS = 2;
const NANOS = 1_000_000_000;

if (plan.role === 'author') {
  const place = ['-a', '127.0.0.1', '-p', String(plan.port), '-js', '-sd', `${plan.folder}/nats`];
  const server = spawn('nats-server', place, { stdio: 'ignore' });
  process.once('SIGTERM', () => {
    server.kill();
    process.exit();
  });
  const nc = await connect({ port: plan.port, waitOnFirstConnect: true, reconnectTimeWait: 50 });
  const manager = await jetstreamManager(nc);
  await manager.streams.add({ name: 'R', subjects: ['r'], storage: StorageType.File });
  await manager.consumers.add('R', {
    durable_name: 'reader',
    ack_policy: AckPolicy.All,
    ack_wait: ACK_SECONDS * NANOS,
    deliver_policy: DeliverPolicy.All,
    max_ack_pending: 4_000,
  });
  const js = jetstream(nc);
  await write((_, texts) => Promise.all(texts.map((text) => js.publish('r', text))));
  say('opened');
} else {
  const nc = await connect({ port: plan.port });
  const consumer = await jetstream(nc).consumers.get('R', 'reader');
  say('opened');
  let kept = 0;
  for await (const message of await consumer.consume({ max_messages: 2_000 })) {
    kept = Math.max(kept, message.seq);
    if (message.seq % 500 === 0 || message.info.pending === 0) {
      message.ack();
      say('kept', kept);
    }
  }
}
