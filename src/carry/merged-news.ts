import type { Message } from '../exchange/messages.ts';
import type { ToldLog } from './peer-http.ts';

/** What a node pushes to a peer that is there. */
export type PostNews =
  | { readonly kind: 'log'; readonly log: ToldLog }
  | { readonly kind: 'message'; readonly message: Message };

/** How much news waits for one peer whose line is slow; what is beyond is told when it is next met. */
export const NEWS_WAITING_MAX = 4_096;

/**
 * Tells news one after the other, each once the one before was sent: while it waits, a newer offer of
 * a log takes the place of an older one, which nobody needs any more. [X9]
 */
export function mergedNews(send: (news: PostNews) => Promise<unknown>): (news: PostNews) => void {
  const waiting = new Map<string, PostNews>();
  let count = 0;
  let isBusy = false;

  const work = async (): Promise<void> => {
    isBusy = true;
    for (let [next] = waiting; next; [next] = waiting) {
      const [name, news] = next;
      waiting.delete(name);
      await send(news).catch(() => undefined);
    }
    isBusy = false;
  };

  const nameOf = (news: PostNews): string => {
    if (news.kind === 'log') return `log ${news.log.log}`;
    if (news.message.kind === 'offer') return `offer ${news.message.log}`;
    count += 1;
    return `other ${count}`;
  };

  return (news) => {
    const name = nameOf(news);
    if (waiting.size >= NEWS_WAITING_MAX && !waiting.has(name)) return;
    waiting.set(name, news);
    if (!isBusy) void work();
  };
}
