import { RequestDetail } from '../requests/request-detail.tsx';
import { RequestForm } from '../requests/request-form.tsx';
import { RequestList } from '../requests/request-list.tsx';
import { useItem } from '../routes.tsx';

/** Requests for information: the list, a new one, and one with its answers. */
export function Page() {
  const item = useItem();
  if (item === undefined) return <RequestList />;
  return item === 'new' ? <RequestForm /> : <RequestDetail key={item} hash={item} />;
}
