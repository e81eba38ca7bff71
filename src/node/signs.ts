import type { PartyId } from '../base/ids.ts';
import type { Version } from '../accord/operation/versions.ts';
import { isSameAudience } from '../accord/party/audience.ts';
import { momentOf } from '../accord/wire.ts';

/** When a party last gave a sign of life in an operation. [C43] */
export function lastSign(versions: readonly Version[], party: PartyId): string | undefined {
  let last: string | undefined;
  for (const { file, plan } of versions) {
    for (const { author, audience, record } of file.contacts) {
      if (author !== party || !isSameAudience(audience, plan.audience)) continue;
      if (last === undefined || momentOf(record.at) > momentOf(last)) last = record.at;
    }
  }
  return last;
}
