import { useItem, usePart } from '../routes.tsx';
import { PlanBoard } from './plan-board.tsx';
import { PlanChange } from './plan-change.tsx';
import { PlanDecide } from './plan-decide.tsx';
import { PlanDetail } from './plan-detail.tsx';
import { PlanNew } from './plan-new.tsx';

/** Operations: the board, a new one, one in full, and our word on it. */
export function Page() {
  const item = useItem();
  const part = usePart();
  if (item === undefined) return <PlanBoard />;
  if (item === 'new') return <PlanNew />;
  if (part === 'change') return <PlanChange key={item} hash={item} />;
  return part === 'decide' ? (
    <PlanDecide key={item} hash={item} />
  ) : (
    <PlanDetail key={item} hash={item} />
  );
}
