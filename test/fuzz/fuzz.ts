import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Plan } from './bending.ts';
import { bentBy, plansFor } from './bending.ts';
import type { Form, Reading } from './forms.ts';
import { FORMS } from './forms.ts';
import type { Growth } from './growth.ts';
import { measureGrowth } from './growth.ts';
import type { Samples } from './samples.ts';
import { makeSamples } from './samples.ts';

/** The seed that is told over and over; another is given by TANSIQ_FUZZ_SEED. */
export const FUZZ_SEED = Number(process.env['TANSIQ_FUZZ_SEED'] ?? 20_261_122);

/** How often a slow input is read again; the quickest reading counts. */
const REREAD = 8;

/** How one reader fared. */
export interface Figures {
  readonly name: string;
  readonly inputs: number;
  /** How many inputs were lawful, bent as they were. */
  readonly accepted: number;
  /** How often each outcome was seen. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly seconds: number;
  /** The slowest single reading, read again to leave out what the host did beside it. */
  readonly worstMillis: number;
  readonly worstBytes: number;
  /** What the process held more afterwards, in bytes. */
  readonly grownBytes: number;
  readonly growth: Growth;
}

/** An input for which a reader did what no reader may. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

/** Bends samples `runs` times and reads them; throws a {@link Finding} with the smallest bad input. */
export async function fuzz(form: Form, all: Samples, runs: number): Promise<Figures> {
  const samples = form.samples(all);
  const outcomes = new Map<string, number>();
  const worst = { millis: 0, bytes: 0 };
  const before = heldBytes();
  const start = performance.now();
  const property = fc.asyncProperty(plansFor(samples.length), async (plan) => {
    const input = inputOf(form, plan, samples);
    const [reading, millis] = timed(form, input);
    if (millis > worst.millis) {
      const again = Array.from({ length: REREAD }, () => timed(form, input)[1]);
      const least = Math.min(millis, ...again);
      if (least > worst.millis) Object.assign(worst, { millis: least, bytes: input.length });
    }
    outcomes.set(reading.outcome, (outcomes.get(reading.outcome) ?? 0) + 1);
    if (reading.outcome !== 'ok') return;
    const wrong = await reading.wrongBy();
    if (wrong !== undefined) throw new Finding(wrong);
  });
  const details = await fc.check(property, { numRuns: runs, seed: FUZZ_SEED });
  if (details.failed) throw found(form, details, samples);
  return {
    name: form.name,
    inputs: runs,
    accepted: outcomes.get('ok') ?? 0,
    outcomes,
    seconds: (performance.now() - start) / 1000,
    worstMillis: worst.millis,
    worstBytes: worst.bytes,
    grownBytes: heldBytes() - before,
    growth: measureGrowth(form, all),
  };
}

function inputOf(form: Form, plan: Plan, samples: readonly Buffer[]): Buffer {
  const bent = bentBy(plan, samples);
  return plan.isResealed && form.reseal ? form.reseal(bent) : bent;
}

function timed(form: Form, input: Buffer): readonly [Reading, number] {
  const read = form.reader(input);
  const start = performance.now();
  const reading = read();
  return [reading, performance.now() - start];
}

function found(
  form: Form,
  { counterexample, errorInstance }: fc.RunDetails<[Plan]>,
  samples: readonly Buffer[],
): Finding {
  const [plan] = counterexample ?? [];
  const input = plan ? inputOf(form, plan, samples) : Buffer.alloc(0);
  const told = input.length > 4_000 ? createHash('sha256').update(input).digest('hex') : input;
  return new Finding(
    [
      `${form.name}, seed ${FUZZ_SEED}: ${String(errorInstance)}`,
      `plan ${JSON.stringify(plan)}`,
      `input ${told.toString('base64')}`,
    ].join('\n'),
    { cause: errorInstance },
  );
}

/** What the process holds, after its waste is taken away where the host lets us ask for that. */
function heldBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

/** Figures as a row of a table. */
export function rowOf(figures: Figures): string {
  const { name, inputs, accepted, seconds, worstMillis, worstBytes, grownBytes, growth } = figures;
  const share = ((accepted / inputs) * 100).toFixed(1);
  return [
    '',
    name,
    inputs.toLocaleString('en'),
    `${share} %`,
    String(figures.outcomes.size),
    seconds.toFixed(0),
    `${worstMillis.toFixed(1)} (${worstBytes.toLocaleString('en')} B)`,
    (grownBytes / 1_048_576).toFixed(0),
    `${growth.millis.toFixed(1)}, ×${growth.factor.toFixed(1)} (${growth.family})`,
    '',
  ]
    .join(' | ')
    .trim();
}

/** The head of the table. */
export const HEAD = [
  '| form | inputs | lawful | outcomes | seconds | slowest, ms | memory, MB | 64 kB of the worst family, ms |',
  '|---|---|---|---|---|---|---|---|',
].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // npx tsx test/fuzz/fuzz.ts [FORM…], TANSIQ_FUZZ inputs each.
  const wanted = process.argv.slice(2);
  const runs = Number(process.env['TANSIQ_FUZZ'] ?? 10_000);
  const all = await makeSamples();
  console.log(HEAD);
  for (const form of FORMS) {
    if (wanted.length > 0 && !wanted.includes(form.name)) continue;
    try {
      console.log(rowOf(await fuzz(form, all, runs)));
    } catch (thrown) {
      console.log(String(thrown));
      process.exitCode = 1;
    }
  }
}
