import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  useParams,
  useSearch,
} from '@tanstack/react-router';

import { BRANCHES, PLACES, placesFor } from './places.ts';
import { useSession } from './session.ts';
import { Frame } from './shell/frame.tsx';
import { Lost } from './shell/lost.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: Lost });

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

// Each place may name one thing behind it, and a part of that: /plans/new, /plans/sha256:…/decide.
const places = PLACES.map((place) =>
  createRoute({
    getParentRoute: () => root,
    path: `/${place.id}/{-$item}/{-$part}`,
    component: lazyRouteComponent(place.load, 'Page'),
  }),
);

// A report has an address of its own, wherever it is named; `new` is the one that is being written.
const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$item/{-$part}',
  component: lazyRouteComponent(() => import('./pages/report.tsx'), 'Page'),
});

const branches = BRANCHES.map((branch) =>
  createRoute({
    getParentRoute: () => root,
    path: `/${branch.id}/{-$item}/{-$part}`,
    component: lazyRouteComponent(branch.load, 'Page'),
  }),
);

/** The addresses of the desk; its pages are fetched when first gone to. */
export function openRouter() {
  return createRouter({
    routeTree: root.addChildren([home, report, ...branches, ...places]),
    defaultPreload: 'intent',
  });
}

/** What stands behind the place in the address: `new` in `/plans/new`, a hash, or nothing. */
export function useItem(): string | undefined {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params['item'];
}

/** What part of that thing the address names: `decide` in `/plans/sha256:…/decide`, or nothing. */
export function usePart(): string | undefined {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params['part'];
}

/** The address's search part as `parse` understands it; whatever was typed there is parsed anew. */
export function useAddress<T>(parse: (raw: Readonly<Record<string, unknown>>) => T): T {
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  return parse(raw);
}

function Home() {
  const { isObserver } = useSession();
  const [first] = placesFor(isObserver);
  return first ? <Navigate to={`/${isObserver ? 'record' : first.id}`} replace /> : null;
}
