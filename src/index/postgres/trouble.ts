import { InvariantError, TroubleError } from '../../base/result.ts';

/* What PostgreSQL says went wrong, in the words of the port. Its sentences may bear what was asked
   for and how it was reached, so none is kept: the code says enough. */

/** Codes after which the tables are thrown away: broken pages, or tables that are not ours any more. */
const DAMAGE = /^(?:XX001|XX002|58P01|42P01|42703|3F000|42883)$/;

/** No server answers, it has no room or no peace for us, or it let go of us. */
const AWAY =
  /^(?:08...|57P0[1-5]|53[0234]00|58...|XX000|E[A-Z]{3,}|EAI_[A-Z]+|CONNECT(?:ION)?_[A-Z_]+)$/;

/** Others were before us for too long, it took too long, or it was more than the server does at a time. */
const SLOW = /^(?:57014|40...|54...|55P03|55006)$/;

/** We may not come in, or not write there. */
const BARRED =
  /^(?:28...|3D000|42501|25006|SASL_SIGNATURE_MISMATCH|ERR_TLS\w*|[A-Z_]*CERT[A-Z_]*)$/;

/** The code of a failure of PostgreSQL or of the way there; empty for any other. */
export function codeOf(thrown: unknown): string {
  if (thrown instanceof TroubleError || thrown instanceof InvariantError) return '';
  const { code } = (thrown ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Whether this trouble says that the tables are broken, not only that we forgot how far we got. */
export function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof TroubleError && thrown.code === 'index-damaged' && thrown.cause !== undefined
  );
}

/** What the edge is told of a failure at the place of that name; any other failure is ours. */
export function troubleOf(thrown: unknown, place: string): unknown {
  const code = codeOf(thrown);
  if (code === '') return thrown;
  const cause = new Error(`PostgreSQL: ${code}`);
  if (DAMAGE.test(code)) return new TroubleError('index-damaged', {}, cause);
  if (code === '53100') return new TroubleError('disk-full', { file: place }, cause);
  if (SLOW.test(code)) return new TroubleError('index-slow', { place }, cause);
  if (BARRED.test(code)) {
    return new TroubleError('store-unwritable', { file: place, reason: code }, cause);
  }
  if (AWAY.test(code)) return new TroubleError('index-away', { place, reason: code }, cause);
  return new InvariantError(`the index asked PostgreSQL what it refuses: ${code}`);
}
