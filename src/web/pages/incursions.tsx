import { IncursionDetail } from '../incursions/incursion-detail.tsx';
import { IncursionForm } from '../incursions/incursion-form.tsx';
import { IncursionList } from '../incursions/incursion-list.tsx';
import { useItem } from '../routes.tsx';

/** Incursions: the list, a new account, and one in full. */
export function Page() {
  const item = useItem();
  if (item === undefined) return <IncursionList />;
  return item === 'new' ? <IncursionForm /> : <IncursionDetail key={item} hash={item} />;
}
