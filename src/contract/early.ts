import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { RecordType } from '../accord/record.ts';

/* What arrived ahead of what lies before it; it is shown and counts for nothing. [X40] */

/** GET /api/early: the newest records of logs that are still on their way. */
export interface EarlyView {
  readonly logs: readonly EarlyLogView[];
}

/** The newest of one log, newest first, and how much of the log is here. */
export interface EarlyLogView {
  readonly author: PartyId;
  readonly audience: readonly PartyId[];
  readonly held: number;
  readonly of: number;
  readonly records: readonly EarlyLine[];
}

/** A record that is not in its place yet. */
export interface EarlyLine {
  readonly hash: RecordHash;
  readonly type: RecordType;
  readonly at: string;
  readonly seat: SeatId;
  /** A title or a name; empty where the plan that it is about is not here. */
  readonly subject: string;
}
