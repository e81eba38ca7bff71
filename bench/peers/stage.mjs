import { spawn } from 'node:child_process';

/** Begins a process that says words and numbers on its output, and does what is written to it. */
export function raise({ line, env }, cwd) {
  const end = spawn(process.execPath, line, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((done) => end.once('close', done));
  const waiting = new Set();
  /** The last that was said of each word, since it may be asked for when it has been said. */
  const said = new Map();
  let rest = '';
  const asked = [];
  end.stdin.on('error', () => undefined);
  end.stdout.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const each of lines) {
      const [word, number, time] = each.split(' ');
      if (number?.startsWith('{')) asked.shift()?.(JSON.parse(each.slice(word.length + 1)));
      said.set(word, { number: Number(number), time: BigInt(/^\d+$/.test(time) ? time : 0) });
      for (const hear of waiting) hear();
    }
  });
  const until = (word, least = 0, seconds = 600) =>
    new Promise((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${line[0]} did not say ${word} ${least}`)),
        seconds * 1_000,
      );
      const hear = () => {
        const last = said.get(word);
        if (!last || last.number < least) return;
        waiting.delete(hear);
        clearTimeout(timer);
        done(last.time);
      };
      waiting.add(hear);
      hear();
    });
  return {
    pid: end.pid,
    closed,
    until,
    /** When the word was said with at least this number, in nanoseconds of the machine's clock. */
    time: until,
    /** The number that was said last with a word. */
    last: (word) => said.get(word)?.number ?? 0,
    write: (word) => end.stdin.write(`${word}\n`),
    /** What it answers with, as JSON, to this word. */
    told: (word) =>
      new Promise((done) => {
        asked.push(done);
        end.stdin.write(`${word}\n`);
      }),
    kill: (signal) => end.kill(signal),
  };
}

export function median(sorted) {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The middle of some values, and the least and the largest beside it. */
export function spread(values, digits) {
  if (values.length === 0) return '';
  const sorted = values.toSorted((one, other) => one - other);
  const show = (value) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const middle = show(median(sorted));
  if (sorted.length === 1 || show(sorted[0]) === show(sorted.at(-1))) return middle;
  return `${middle} (${show(sorted[0])}-${show(sorted.at(-1))})`;
}
