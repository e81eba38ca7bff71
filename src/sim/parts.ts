import { openKnown } from '../accord/known.ts';
import { standingOf } from '../accord/operation/state.ts';
import { mayRead } from '../accord/party/release.ts';
import { openCosigning } from '../exchange/cosigning.ts';
import type { StationRules } from '../exchange/needs.ts';
import { STATION_RULES } from '../exchange/needs.ts';
import { openBook } from '../ledger/book.ts';
import { understand } from '../ledger/understand.ts';
import { decideCosign } from '../proof/witness.ts';

/** The parts that a node is made of; a storm replaces one by a faulty one to see who notices. */
export interface Parts {
  readonly rules: StationRules;
  readonly mayRead: typeof mayRead;
  readonly openBook: typeof openBook;
  readonly openKnown: typeof openKnown;
  readonly understand: typeof understand;
  readonly standingOf: typeof standingOf;
  readonly openCosigning: typeof openCosigning;
  readonly decideCosign: typeof decideCosign;
}

/** The parts as they are. */
export const REAL_PARTS: Parts = {
  rules: STATION_RULES,
  mayRead,
  openBook,
  openKnown,
  understand,
  standingOf,
  openCosigning,
  decideCosign,
};
