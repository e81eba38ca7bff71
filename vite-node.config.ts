import { defineConfig } from 'vite';

/** The programs of a node. */
const RUN = {
  main: 'src/node/main.ts',
  cli: 'src/node/cli.ts',
  'exercise-main': 'src/node/exercise-main.ts',
  'exercise-play': 'src/node/exercise-play.ts',
  'import-thread': 'src/node/import-thread.ts',
  'gap-thread': 'src/node/gap-thread.ts',
};

/** What tests and benches start as processes of their own. */
const ENDS = {
  'exchange-end': 'test/whole/exchange-end.mjs',
  'store-writer': 'test/whole/store-writer.ts',
  'desk-question': 'test/whole/desk-question.ts',
};

/**
 * Programs in few files with all that they stand on: they start in half the time. `--mode ends`
 * makes those of the tests, in a folder of their own.
 */
export default defineConfig(({ mode }) => ({
  publicDir: false,
  ssr: {
    noExternal: true,
    // It brings a library of the machine's own kind, which is found beside it.
    external: ['libsql'],
  },
  build: {
    ssr: true,
    outDir: mode === 'ends' ? 'dist/ends' : 'dist/run',
    // What still runs may read its parts yet.
    emptyOutDir: false,
    target: 'node20',
    rolldownOptions: {
      input: {
        ...(mode === 'ends' ? ENDS : RUN),
        'sqlite-worker': 'src/index/sqlite-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
}));
