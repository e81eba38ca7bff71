import { useQuery } from '@tanstack/react-query';

import { HandoverDetail } from '../presence/handover-detail.tsx';
import { HandoverForm } from '../presence/handover-form.tsx';
import { HandoverList } from '../presence/handover-list.tsx';
import { HoldingForm } from '../presence/holding-form.tsx';
import { presenceQuery } from '../presence/presence-queries.ts';
import { Register } from '../presence/register.tsx';
import { useItem, usePart } from '../routes.tsx';
import { Lost } from '../shell/lost.tsx';

/** Posts, protected sites and handovers: the register, what is written anew, one handover in full. */
export function Page() {
  const item = useItem();
  const part = usePart();
  if (item === undefined) return <Register />;
  if (item === 'handovers') {
    if (part === undefined) return <HandoverList />;
    return part === 'new' ? <HandoverForm /> : <HandoverDetail key={part} hash={part} />;
  }
  if (item !== 'post' && item !== 'site') return <Lost />;
  return part === undefined || part === 'new' ? (
    <HoldingForm key={item} type={item} replaced={undefined} />
  ) : (
    <Replacement key={part} type={item} hash={part} />
  );
}

function Replacement({ type, hash }: { readonly type: 'post' | 'site'; readonly hash: string }) {
  const presence = useQuery(presenceQuery).data;
  if (!presence) return null;
  const held = type === 'post' ? presence.posts : presence.sites;
  const replaced = held.find((view) => view.hash === hash);
  return replaced ? <HoldingForm type={type} replaced={replaced} /> : <Lost />;
}
