// PouchDB 9 with LevelDB on both sides, replicated live over its HTTP protocol.
import { mkdirSync } from 'node:fs';
import { fetched, plan, say, write } from './end.mjs';

const path = `${plan.folder}/${plan.role}/`;
mkdirSync(path, { recursive: true });
const PouchDB = fetched('pouchdb-node').defaults({ prefix: path });
const idOf = (index) => String(index).padStart(9, '0');

if (plan.role === 'author') {
  const db = new PouchDB('records');
  await write((first, texts) =>
    db.bulkDocs(texts.map((text, i) => ({ _id: idOf(first + i), text }))),
  );
  const app = fetched('express')();
  app.use(
    '/',
    fetched('express-pouchdb')(PouchDB, {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
      logPath: `${path}log`,
    }),
  );
  app.listen(plan.port, '127.0.0.1', () => say('opened'));
} else {
  const db = new PouchDB('records');
  const { doc_count: held } = await db.info();
  let kept = held;
  const live = db.replicate.from(`http://127.0.0.1:${plan.port}/records`, {
    live: true,
    retry: true,
    batch_size: 1_000,
  });
  live.on('change', ({ docs }) => {
    kept += docs.length;
    say('kept', kept);
  });
  say('opened', held);
}
