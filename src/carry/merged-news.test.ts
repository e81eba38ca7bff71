import { expect, it } from 'vitest';
import type { LogId } from '../base/ids.ts';
import { mergedNews } from './merged-news.ts';
import type { PostNews } from './merged-news.ts';

const offer = (log: string, note: string): PostNews => ({
  kind: 'message',
  message: { kind: 'offer', log: log as LogId, note },
});
const word = (log: string): PostNews => ({ kind: 'log', log: { log, audience: [] } });

it('[X9] [T29] a slow line is told the newest offer of each log, and each log before its offers', async () => {
  const sent: PostNews[] = [];
  const ends: (() => void)[] = [];
  const tell = mergedNews(async (news) => {
    sent.push(news);
    await new Promise<void>((resolve) => ends.push(resolve));
  });
  const all = [word('a'), offer('a', '1'), word('b'), offer('a', '2'), offer('b', '1')];
  for (const each of [...all, offer('a', '3')]) tell(each);
  expect(sent).toEqual([word('a')]);
  for (let i = 0; i < 6; i += 1) {
    ends.shift()?.();
    for (let j = 0; j < 6; j += 1) await Promise.resolve();
  }
  expect(sent).toEqual([word('a'), offer('a', '3'), word('b'), offer('b', '1')]);
});
