import { TroubleError } from '../base/result.ts';

/** Tells the operator what happened: a trouble by its code, a broken belief with where it broke. */
export function reportTo(
  say: (code: string, facts?: Readonly<Record<string, string | number>>) => void,
  what: unknown,
): void {
  if (what instanceof TroubleError) say(what.code, what.details);
  else if (what instanceof Error) say('internal', { error: what.message, stack: what.stack ?? '' });
  else say(String(what));
}
