import { AgreementDetail } from '../agreements/agreement-detail.tsx';
import { AgreementForm } from '../agreements/agreement-form.tsx';
import { AgreementList } from '../agreements/agreement-list.tsx';
import { useItem } from '../routes.tsx';

/** Agreements: the list, a new one, and one in full. */
export function Page() {
  const item = useItem();
  if (item === undefined) return <AgreementList />;
  return item === 'new' ? <AgreementForm /> : <AgreementDetail key={item} hash={item} />;
}
