import { useQuery } from '@tanstack/react-query';

import { HeldForm } from '../gap/held-form.tsx';
import { holdingsQuery } from '../gap/gap-queries.ts';
import { GapDesk } from '../gap/gap-desk.tsx';
import { useItem } from '../routes.tsx';
import { Lost } from '../shell/lost.tsx';

/** The gap: what nobody covers, on the map and in figures, and what is held. */
export function Page() {
  const item = useItem();
  if (item === undefined) return <GapDesk />;
  return item === 'new' ? (
    <HeldForm replaced={undefined} />
  ) : (
    <Replacement key={item} hash={item} />
  );
}

function Replacement({ hash }: { readonly hash: string }) {
  const held = useQuery(holdingsQuery(undefined)).data;
  if (!held) return null;
  const replaced = held.holdings.find((each) => each.hash === hash);
  return replaced ? <HeldForm replaced={replaced} /> : <Lost />;
}
