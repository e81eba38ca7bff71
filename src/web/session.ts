import { createContext, useContext } from 'react';

import { invariant } from '../base/result.ts';
import type { SessionView } from '../contract/api.ts';

/** Who sits at this desk: everything inside the frame stands inside it. */
export const SessionContext = createContext<SessionView | undefined>(undefined);

/** The party and seat that signed in here. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  invariant(session !== undefined, 'the frame is drawn for somebody who signed in');
  return session;
}
