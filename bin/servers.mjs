import { existsSync, readdirSync } from 'node:fs';
import { run } from './steps.mjs';

const NATS = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];
const POSTGRES = '/usr/lib/postgresql';

/** Fetches a NATS server where we may (Debian, as root, or a CI that lets us). */
export async function bringNats({ say }) {
  if (NATS.some((path) => existsSync(path))) return;
  await bring('nats-server', 'to carry records by it in a test', say);
}

/** The same of PostgreSQL. */
export async function bringPostgres({ say }) {
  const isNamed = Boolean(process.env.TANSIQ_POSTGRES);
  if (isNamed || (existsSync(POSTGRES) && readdirSync(POSTGRES).length > 0)) return;
  await bring('postgresql', 'to be searched on it in a test', say);
}

async function bring(name, why, say) {
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/etc/debian_version') || (!isRoot && process.env.CI !== 'true')) return;
  say(`Fetching ${name} from the system's packages, ${why} …`);
  const apt = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  for (const step of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', name],
  ]) {
    const { code, output } = await run([...apt, ...step], options);
    if (code === 0) continue;
    say(`${output.trim().split('\n').slice(-3).join('\n')}\n${name} could not be fetched.`);
    return;
  }
}
