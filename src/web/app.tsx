import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';

import type { CentreView } from '../contract/api.ts';
import type { Language } from '../accord/party/names.ts';
import { FaultError } from './api.ts';
import type { CentreFace } from './centre.ts';
import { CentreContext, LINE_PATTERNS } from './centre.ts';
import { SignIn } from './pages/signin.tsx';
import { FaultNotice } from './parts/fault-notice.tsx';
import { centreQuery, sessionQuery } from './queries.ts';
import { openRouter } from './routes.tsx';
import { SessionContext } from './session.ts';
import { openStatusBoard, StatusContext } from './status.ts';
import { LOCALES } from './words/language.ts';
import { useWords, WordsContext } from './words/words.ts';
import type { Words } from './words/words.ts';

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
    () => (centre.data ? faceOf(centre.data, language) : undefined),
    [centre.data, language],
  );
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
        <SignIn centre={centre.data} />
      ) : (
        <SessionContext value={session.data}>
          <StatusContext value={board}>
            <RouterProvider router={router} />
          </StatusContext>
        </SessionContext>
      )}
    </CentreContext>
  );
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

function faceOf(centre: CentreView, language: Language): CentreFace {
  const { charter, parties } = centre;
  return {
    name: charter.names[language],
    zone: { kind: 'fixed', ...charter.timeZone },
    exercise: charter.exercise,
    parties: parties.map((party, i) => ({
      id: party.party,
      name: party.names[language],
      mark: party.party.slice(0, 3).toUpperCase(),
      pattern: LINE_PATTERNS[i % LINE_PATTERNS.length] ?? '',
      observer: party.role === 'observer',
    })),
  };
}
