import type { Form } from './forms.ts';
import type { Samples } from './samples.ts';

/*
 * Inputs that grow. Bent inputs are small, so a reader whose time grows with the square of its
 * input would pass them all; here each family is read at a size, at twice and at four times that.
 */

/** Bytes of the smallest input of a family; the largest has four times as many. */
export const GROWTH_BYTES = 16_000;

/** What is repeated inside a sample, and where: after `after`, or in place of everything. */
interface Family {
  readonly name: string;
  readonly make: (samples: readonly Buffer[], bytes: number) => Buffer;
}

const whole = (name: string, head: string, part: string, tail: string): Family => ({
  name,
  make: (_, bytes) => Buffer.from(head + part.repeat(Math.ceil(bytes / part.length)) + tail),
});

/** A part many times in place of the first occurrence of `mark` in the sample that has it. */
const inside = (
  mark: string,
  name: string,
  ...[head, part, tail]: [string, string, string]
): Family => ({
  name,
  make: (samples, bytes) => {
    const sample = samples.find((each) => each.includes(mark)) ?? samples[0] ?? Buffer.alloc(0);
    const at = Math.max(0, sample.indexOf(mark));
    const grown = head + part.repeat(Math.ceil(bytes / part.length)) + tail;
    const rest = sample.subarray(at + (sample.includes(mark) ? Buffer.byteLength(mark) : 0));
    return Buffer.concat([sample.subarray(0, at), Buffer.from(grown), rest]);
  },
});

const FAMILIES: readonly Family[] = [
  whole('one letter', '', 'A', ''),
  whole('newlines', '', '\n', ''),
  whole('spaces', '', ' ', ''),
  whole('arrays in each other', '', '[', ''),
  whole('objects', '[', '{},', '1]'),
  whole('keys', '{', '"a":1,', '"b":2}'),
  whole('quotes', '', '"', ''),
  whole('escapes', '"', '\\u0061', '"'),
  whole('backslashes', '"', '\\', '"'),
  whole('noughts inside', '1.', '0', '1'),
  whole('noughts before', '0.', '0', '1'),
  whole('nines', '', '9', ''),
  whole('marks on one letter', '"a', '\u0301', '"'),
  whole('marks in the wrong order', '"a', '\u0315\u0300\u05ae', '"'),
  whole('half pairs', '"', '\ufffd', '"'),
  whole('signature lines', 'x\n0\nAAAA\n\n', '\u2014 a AAAAAAAA\n', ''),
  whole('dashes', 'x\n\n', '\u2014 ', '\n'),
  whole('pluses', 'a', '+', ''),
  whole('tile groups', 'tile/0/', 'x001/', '001'),
  whole('empty entries', '', '\u0000\u0000', ''),
  inside('35.7', 'a long number in its place', '35.', '0', '1'),
  inside('السلام', 'words', '', 'كلمة ', ''),
  inside('"text":"', 'a long text', '"text":"', 'a', ''),
  inside('"text":"', 'a text of marks', '"text":"a', '\u0315\u0300', ''),
  inside(
    '"refs":[',
    'many references',
    '"refs":[',
    `{"rel":"a","record":"sha256:${'7c'.repeat(32)}"},`,
    '',
  ),
  inside('"conditions":[', 'many conditions', '"conditions":[', '"x",', ''),
  inside('"notes":[', 'many notes', '"notes":[', '"x",', ''),
  inside('"entries":[', 'many entries', '"entries":[', '"AAAA",', ''),
  inside('"addresses":[', 'many addresses', '"addresses":[', '"http://a",', ''),
  inside('index 3\n', 'many hashes', 'index 3\n', `${'A'.repeat(43)}=\n`, ''),
  inside('old 5\n', 'many hashes', 'old 5\n', `${'A'.repeat(43)}=\n`, ''),
  inside('\n\n\u2014', 'many extension lines', '\n', 'x\n', '\n\u2014'),
  ring('a zigzag', (i, n) => [43 + i / n, i % 2 === 0 ? 35.5 : 35.6]),
  ring('a spiral', (i, n) => {
    const turn = (i / n) * 60;
    return [43 + Math.cos(turn) * (0.1 + i / n), 35 + Math.sin(turn) * (0.1 + i / n)];
  }),
  ring('a comb', (i, n) => [43 + (i - (i % 2)) / n, [35.1, 35.9, 35.9, 35.1][i % 4] ?? 35]),
  ring('a star that crosses itself', (i) => {
    const turn = i * 2.4;
    return [43 + Math.cos(turn), 35 + Math.sin(turn)];
  }),
  ring('spikes', (i, n) => {
    const reach = i % 2 === 0 ? 1 : 0.001;
    return [
      43 + reach * Math.cos((2 * Math.PI * i) / n),
      35 + reach * Math.sin((2 * Math.PI * i) / n),
    ];
  }),
  ring('slanting teeth', (i, n) => {
    if (i >= n - 1) return [42, 33];
    return [43 + (i % 2) + i / 4 / n, 35 + (i % 2) - i / 4 / n];
  }),
  ring('one straight line', (i, n) => [43 + i / n, 35]),
];

/** A record about an area of as many corners as fit. */
function ring(name: string, corner: (i: number, n: number) => readonly [number, number]): Family {
  return {
    name: `ring: ${name}`,
    make: (samples, bytes) => {
      const count = Math.floor(bytes / 24);
      const corners = Array.from({ length: count }, (_, i) =>
        corner(i, count).map((degrees) => Number(degrees.toFixed(7))),
      );
      const geometry = { type: 'Polygon', coordinates: [[...corners, corners[0]]] };
      const text =
        (samples.find((each) => each.includes('"ground":')) ?? samples[0])?.toString() ?? '';
      const record = text.startsWith('{"at"')
        ? text.replace(/"ground":\{[^}]*\}/, `"ground":${JSON.stringify(geometry)}`)
        : JSON.stringify(geometry);
      return Buffer.from(record);
    },
  };
}

/** A reader's slowest family: milliseconds at each size, and how much slower four times as much is. */
export interface Growth {
  readonly family: string;
  readonly bytes: number;
  readonly millis: number;
  /** 4 where time grows with the input, 16 where it grows with its square. */
  readonly factor: number;
}

/** Reads every family at three sizes; gives the slowest at the largest. */
export function measureGrowth(form: Form, all: Samples): Growth {
  const samples = form.samples(all);
  const grown = FAMILIES.map((family) => {
    const [small = 0, , large = 0] = [1, 2, 4].map((times) => {
      const made = family.make(samples, GROWTH_BYTES * times);
      const input = form.reseal ? form.reseal(made) : made;
      return Math.min(...[0, 1, 2].map(() => millisOf(form.reader(input))));
    });
    const bytes = GROWTH_BYTES * 4;
    return { family: family.name, bytes, millis: large, factor: large / Math.max(small, 0.05) };
  });
  return grown.reduce((worst, each) => (each.millis > worst.millis ? each : worst));
}

function millisOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
