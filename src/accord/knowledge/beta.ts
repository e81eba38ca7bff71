/** How sure a track is, as the two ends of its interval and its middle, in thousandths. [U5] */
export interface Interval {
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/** What lies outside the interval at each end: together one in ten. */
const TAIL = 0.05;

/** Halvings of an interval from 0 to 1: finer than a millionth of a millionth. */
const HALVINGS = 40;

/** Steps of the fraction; it needs about as many as the root of the count. */
const STEPS_MAX = 10_000;

const PI = 3.141592653589793;
const TINY = 1e-30;
const CLOSE = 1e-14;

/**
 * What `came` of `of` says of how often such claims come true: the posterior of Jeffreys' prior, its
 * mean and the interval that holds 90 % of it. Where none came true it begins at 0, where all did it
 * ends at 1. Only sums, products, quotients and roots are used, which every host rounds alike. [U5] [U6]
 */
export function intervalOf(came: number, of: number): Interval {
  const missed = of - came;
  return {
    low: came === 0 ? 0 : thousandths(quantile(came, missed, TAIL)),
    mean: thousandths((came + 0.5) / (of + 1)),
    high: missed === 0 ? 1000 : thousandths(1 - quantile(missed, came, TAIL)),
  };
}

function thousandths(share: number): number {
  return Math.round(share * 1000);
}

/** Below which share a part `tail` of Beta(came + ½, missed + ½) lies. */
function quantile(came: number, missed: number, tail: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (below(came, missed, middle) < tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How much of Beta(came + ½, missed + ½) lies below `share`, strictly between 0 and 1. */
function below(came: number, missed: number, share: number): number {
  // The fraction is quick on this side of the middle alone.
  if (share > (came + 1.5) / (came + missed + 3)) return 1 - part(missed, came, 1 - share);
  return part(came, missed, share);
}

function part(came: number, missed: number, share: number): number {
  const a = came + 0.5;
  return (density(came, missed, share) * fraction(a, missed + 0.5, share)) / a;
}

/**
 * shareᵃ (1 − share)ᵇ / B(a, b) for a = came + ½ and b = missed + ½, taken step by step along the
 * straight way from (½, ½), so that what is multiplied never leaves the range of numbers.
 */
function density(came: number, missed: number, share: number): number {
  let value = (Math.sqrt(share) * Math.sqrt(1 - share)) / PI;
  let i = 0;
  for (let step = 1; step <= came + missed; step += 1) {
    const j = step - 1 - i;
    const isCame = j >= missed || (i < came && i * missed <= j * came);
    value *= isCame ? (step * share) / (i + 0.5) : (step * (1 - share)) / (j + 0.5);
    if (isCame) i += 1;
  }
  return value;
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), from the front. */
function fraction(a: number, b: number, x: number): number {
  const kept = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= STEPS_MAX; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < CLOSE) break;
  }
  return value;
}
