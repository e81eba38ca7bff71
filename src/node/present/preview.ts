import type { PreviewView } from '../../contract/api.ts';
import { verdictsOn } from '../../accord/operation/asked.ts';
import { presentReason } from './asked.ts';
import type { Grounded } from './asked.ts';
import { presentConflicts } from './conflict.ts';
import type { Look } from './look.ts';
import { presentDraftChange } from './version.ts';

/** Who would be asked about a draft, with whom it would conflict, what forbids it and what it changes. */
export function presentPreview(look: Look, draft: Grounded): PreviewView {
  const { plan, ground } = draft;
  const author = look.reader.party;
  const { asked, forbidden } = verdictsOn(look.known, { plan, author, ground });
  const parties = asked.map(({ party }) => party);
  const change = presentDraftChange(look, draft);
  return {
    asked: asked.map(({ party, reasons }) => ({
      party,
      reasons: reasons.map((reason) => presentReason(look.known, draft, reason)),
    })),
    conflicts: presentConflicts(look, { hash: undefined, plan, author, ground, asked: parties }),
    forbidden,
    ...(change ? { change } : {}),
  };
}
