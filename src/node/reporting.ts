import { TroubleError } from '../base/result.ts';

/** Tells the operator what happened: a trouble by its code, a broken belief with where it broke. */
export function reportTo(
  say: (code: string, facts?: Readonly<Record<string, string | number>>) => void,
  what: unknown,
): void {
  // The index itself says when its server goes and when it comes back; each question would say it again.
  if (what instanceof TroubleError && what.code === 'index-away') return;
  if (what instanceof TroubleError) say(what.code, what.details);
  else if (what instanceof Error) say('internal', { error: what.message, stack: what.stack ?? '' });
  else say(String(what));
}
