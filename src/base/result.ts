/** What a step gave: the value it was asked for, or the fault that kept it from giving it. */
export type Result<T, F> = { readonly ok: true; readonly value: T } | Failed<F>;

/** The failing half of a {@link Result}; a fault is data, with its evidence. */
export interface Failed<F> {
  readonly ok: false;
  readonly fault: F;
}

/** A result that holds `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A result that holds `fault`. */
export function err<const F>(fault: F): Failed<F> {
  return { ok: false, fault };
}

/** Ends an exhaustive `switch`: the compiler refuses a case that was forgotten. */
export function unreachable(never: never): never {
  throw new InvariantError(`a case was not foreseen: ${JSON.stringify(never)}`);
}

/** A belief about our own code that turned out false; the process that meets it must end. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** States what must hold here; `belief` says it in words. */
export function invariant(holds: boolean, belief: string): asserts holds {
  if (!holds) throw new InvariantError(belief);
}

/** Our surroundings failed (disk, port, database); `code` is stable and has words in every language. */
export class TroubleError extends Error {
  override readonly name = 'TroubleError';
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: string,
    details: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(`${code} ${JSON.stringify(details)}`, { cause });
    this.code = code;
    this.details = details;
  }
}

/** A list that holds at least one thing. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Narrows a list to {@link NonEmpty}. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}
