import { existsSync } from 'node:fs';
import { run } from './steps.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** The path of a Chromium on this machine, the one that $CHROMIUM names first; or nothing. */
export function findChromium() {
  return [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path && existsSync(path));
}

/** Fetches Chromium where we may (Debian, as root, or a CI that lets us), and tells its path if any. */
export async function bringChromium({ say }) {
  const found = findChromium();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/etc/debian_version') || (!isRoot && process.env.CI !== 'true'))
    return undefined;
  say("Fetching Chromium from the system's packages for the browser test …");
  const apt = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const options = {
    beat: (seconds) => say(`  still fetching, ${seconds} s`),
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  };
  for (const step of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const { code, output } = await run([...apt, ...step], options);
    if (code !== 0) {
      say(`${output.trim().split('\n').slice(-5).join('\n')}\nChromium could not be fetched.`);
      return undefined;
    }
  }
  return findChromium();
}
