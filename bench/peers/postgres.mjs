// PostgreSQL 15, logical replication of one table between two clusters as they come (fsync on).
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fetched, onLine, plan, say, write } from './end.mjs';

const { Client } = fetched('pg');
const BIN = process.env['TANSIQ_POSTGRES'] ?? '/usr/lib/postgresql/15/bin';
const OWN = process.env['TANSIQ_OWN_PORT'];
const isAuthor = plan.role === 'author';
const data = `${plan.folder}/${plan.role}`;
const port = isAuthor ? plan.port : Number(OWN);
// A server does not run as root.
const as = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : ['env'];

const isNew = !existsSync(data);
if (isNew) {
  const how = ['-D', data, '-U', 'bench', '-A', 'trust', '--no-instructions'];
  execFileSync(as[0], [...as.slice(1), `${BIN}/initdb`, ...how], { stdio: 'ignore' });
}
const how = [
  '-D',
  data,
  '-p',
  String(port),
  '-c',
  'wal_level=logical',
  '-k',
  '',
  '-h',
  '127.0.0.1',
];
let server;
let isEnding = false;
begin();
const end = (signal) => {
  isEnding = true;
  try {
    process.kill(-server.pid, signal);
  } catch {
    // It has ended already.
  }
};
process.once('SIGTERM', () => {
  end('SIGINT');
  server.once('exit', () => process.exit());
});
onLine('die', () => {
  end('SIGKILL');
  process.exit();
});
const client = await reach();
if (isNew) await client.query('create table r (id bigint primary key, body text not null)');

if (isAuthor) {
  await client.query('create publication p for table r');
  await client.query("select pg_create_logical_replication_slot('s', 'pgoutput')");
  await write((first, texts) =>
    client.query('insert into r select * from unnest($1::bigint[], $2::text[])', [
      texts.map((_, i) => first + i + 1),
      texts,
    ]),
  );
  say('opened');
} else {
  if (isNew) {
    const to = `host=127.0.0.1 port=${plan.port} user=bench dbname=postgres`;
    const by = 'connect = true, create_slot = false, copy_data = false, slot_name = s';
    await client.query(`create subscription s connection '${to}' publication p with (${by})`);
  }
  say('opened');
  // Its questions end with its server.
  await watch().catch((cause) => isEnding || Promise.reject(cause));
}

/** Says what is there as soon as it is. */
async function watch() {
  for (let kept = 0; ;) {
    const { rows } = await client.query('select coalesce(max(id), 0)::int as kept from r');
    if (rows[0].kept > kept) say('kept', (kept = rows[0].kept));
    else await new Promise((done) => setTimeout(done, 1));
  }
}

/** What ended before has children that may still hold its memory for a moment. */
function begin() {
  server = spawn(as[0], [...as.slice(1), `${BIN}/postgres`, ...how], {
    stdio: 'ignore',
    detached: true,
  });
  server.once('exit', () => isEnding || setTimeout(begin, 100));
}

async function reach() {
  for (;;) {
    const made = new Client({ host: '127.0.0.1', port, user: 'bench', database: 'postgres' });
    made.on('error', () => undefined);
    try {
      await made.connect();
      return made;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
