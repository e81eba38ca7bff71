import { MatterDetail } from '../matters/matter-detail.tsx';
import { MatterForm } from '../matters/matter-form.tsx';
import { MatterList } from '../matters/matter-list.tsx';
import { useItem } from '../routes.tsx';

/** Matters: the list, a new one, and one with its claims side by side. */
export function Page() {
  const item = useItem();
  if (item === undefined) return <MatterList />;
  return item === 'new' ? <MatterForm /> : <MatterDetail key={item} hash={item} />;
}
