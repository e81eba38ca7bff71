import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';

import { FaultError } from './api.ts';
import { CentreContext, openCentreFace } from './centre.ts';
import type { Books } from './drafts.ts';
import { BooksContext, openBooks } from './drafts.ts';
import { FaultNotice } from './parts/fault-notice.tsx';
import { centreQuery, sessionQuery } from './queries.ts';
import { openRouter } from './routes.tsx';
import { SessionContext } from './session.ts';
import { openStatusBoard, StatusContext } from './status.ts';
import { LOCALES } from './words/language.ts';
import { useWords, WordsContext } from './words/words.ts';
import type { Words } from './words/words.ts';

const SignIn = lazy(async () => ({ default: (await import('./pages/signin.tsx')).SignIn }));

/** The whole desk, in the language of `words`. */
export function App({ words }: { readonly words: Words }) {
  const [client] = useState(openQueryClient);
  return (
    <WordsContext value={words}>
      <I18nProvider locale={LOCALES[words.language]}>
        <QueryClientProvider client={client}>
          <Desk />
        </QueryClientProvider>
      </I18nProvider>
    </WordsContext>
  );
}

function Desk() {
  const { language, t } = useWords();
  const centre = useQuery(centreQuery);
  const session = useQuery(sessionQuery);
  const [router] = useState(openRouter);
  const [board] = useState(openStatusBoard);
  const face = useMemo(
    () => (centre.data ? openCentreFace(centre.data, language) : undefined),
    [centre.data, language],
  );
  const desk = session.data ? `${session.data.party}/${session.data.seat.seat}` : '';
  const books = useDeskBooks(desk);
  const exercise = face?.exercise === true;
  useEffect(() => {
    const name = face?.name ?? t('shell.product.name');
    document.title = exercise ? `${t('shell.exercise.word')} · ${name}` : name;
    document.documentElement.toggleAttribute('data-exercise', exercise);
  }, [face, exercise, t]);
  const fault = centre.error ?? session.error;
  if (!centre.data || !face || session.data === undefined) {
    if (!fault) return null;
    return (
      <div className="mx-auto max-w-lg p-8">
        <FaultNotice fault={fault} onRetry={() => void askAgain(centre, session)} />
      </div>
    );
  }
  return (
    <CentreContext value={face}>
      {session.data === null ? (
        <Suspense>
          <SignIn centre={centre.data} />
        </Suspense>
      ) : (
        <SessionContext value={session.data}>
          <StatusContext value={board}>
            <BooksContext value={books}>
              <RouterProvider router={router} />
            </BooksContext>
          </StatusContext>
        </SessionContext>
      )}
    </CentreContext>
  );
}

/** The forms of a desk; who sits down at another finds that desk's own. */
function useDeskBooks(desk: string): Books {
  const [held, setHeld] = useState(() => ({ desk, books: openBooks() }));
  if (held.desk === desk) return held.books;
  const fresh = { desk, books: openBooks() };
  setHeld(fresh);
  return fresh.books;
}

function askAgain(...asked: readonly { refetch(): Promise<unknown> }[]): Promise<unknown> {
  return Promise.all(asked.map((each) => each.refetch()));
}

function openQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What the node refuses it will refuse again; only silence is worth asking twice.
        retry: (count, fault) =>
          count < 2 && fault instanceof FaultError && fault.code === 'node-unreachable',
      },
    },
  });
}
