import * as z from 'zod';
import type { PartyId } from '../base/ids.ts';
import { parseUtf8, utf8 } from '../base/bytes.ts';
import type { Introduce } from '../carry/peer-session.ts';
import type { PostNeeds } from '../carry/peer-post.ts';
import type { CardsTold, Succession } from './succession.ts';

const answerSchema = z.object({
  serials: z.record(z.string(), z.number()),
  cards: z.array(z.string()),
});

/**
 * Before we enter at another node we tell it how often each card was renewed, take what is newer
 * there, and give what it lacks: our own, if our key is new to it, and those of others. [D8]
 */
export function introduceWith(
  succession: Pick<Succession, 'told' | 'hear'>,
  party: PartyId,
): Introduce {
  return async (ask) => {
    const tell = async (told: CardsTold): Promise<CardsTold> => {
      const answer = await ask('/peer/cards', utf8(JSON.stringify({ party, ...told })));
      const text = parseUtf8(answer);
      return answerSchema.parse(JSON.parse(text.ok ? text.value : ''));
    };
    const lacking = await succession.hear(await tell(succession.told()));
    if (lacking.cards.length > 0) await tell(lacking);
  };
}

/** Renewed cards over mailboxes of others: our own to who does not answer, and theirs to us. [D12] */
export function cardsBy(
  succession: Pick<Succession, 'own' | 'take'>,
): NonNullable<PostNeeds['cards']> {
  return {
    own: () => succession.own(),
    hear: (text) => void succession.take([text]),
  };
}
