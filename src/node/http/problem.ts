import type { Context } from 'hono';
import { InvariantError, TroubleError } from '../../base/result.ts';
import type { Problem } from '../../contract/api.ts';
import type { FaultCode } from '../../contract/faults.ts';
import { FAULT_CODES } from '../../contract/faults.ts';

/** A refusal on its way to the edge; routes throw it, one place answers it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: FaultCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Answers anything that was thrown as a problem (RFC 9457). What we do not know is told without its insides. */
export function answerProblem(
  context: Context,
  thrown: unknown,
  report: (thrown: unknown) => void,
): Response {
  if (thrown instanceof InvariantError) {
    report(thrown);
    throw thrown;
  }
  if (thrown instanceof Refusal) return problem(context, thrown.code, thrown.details);
  if (thrown instanceof TroubleError && thrown.code in FAULT_CODES) {
    report(thrown);
    return problem(context, thrown.code as FaultCode, {});
  }
  report(thrown);
  return problem(context, 'internal', {});
}

/** A problem with a code that has words in every language. */
export function problem(
  context: Context,
  code: FaultCode,
  details: Readonly<Record<string, unknown>>,
): Response {
  const status = FAULT_CODES[code];
  const body: Problem = {
    type: 'about:blank',
    status,
    title: code,
    code,
    ...(Object.keys(details).length > 0 ? { details } : {}),
  };
  return context.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  });
}
