import { existsSync } from 'node:fs';
import { run } from './steps.mjs';

const PLACES = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/** Fetches a NATS server where we may (Debian, as root, or a CI that lets us). */
export async function bringNats({ say }) {
  if (PLACES.some((path) => existsSync(path))) return;
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/etc/debian_version') || (!isRoot && process.env.CI !== 'true')) return;
  say("Fetching nats-server from the system's packages, to carry records by it in a test …");
  const apt = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  for (const step of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'nats-server'],
  ]) {
    const { code, output } = await run([...apt, ...step], options);
    if (code === 0) continue;
    say(`${output.trim().split('\n').slice(-3).join('\n')}\nnats-server could not be fetched.`);
    return;
  }
}
