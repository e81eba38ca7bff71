import { existsSync } from 'node:fs';
import { run } from './steps.mjs';

const PLACES = ['/usr/bin/age', '/usr/local/bin/age', '/opt/homebrew/bin/age'];

/** Fetches the stock age program where we may (Debian, as root, or a CI that lets us). */
export async function bringAge({ say }) {
  if (PLACES.some((path) => existsSync(path))) return;
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/etc/debian_version') || (!isRoot && process.env.CI !== 'true')) return;
  say("Fetching age from the system's packages, to open our bundles with a program of others …");
  const apt = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  for (const step of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'age'],
  ]) {
    const { code, output } = await run([...apt, ...step], options);
    if (code === 0) continue;
    say(`${output.trim().split('\n').slice(-3).join('\n')}\nage could not be fetched.`);
    return;
  }
}
