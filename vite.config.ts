import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const NODE_URL = `http://localhost:${process.env['TANSIQ_PORT'] ?? '7100'}`;

export default defineConfig({
  root: 'src/web',
  publicDir: false,
  plugins: [
    // The strings of the language in use are supplied at start by words/aria.ts; English stays as a
    // floor below them, all others are left out of the bundle.
    { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
    react(),
    tailwindcss(),
  ],
  // The node puts a fresh nonce in the place of this word in every page that it serves.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: (id: string) => /\/words\/(ar|ckb|tr|en)\//.exec(id)?.[1] ?? null,
              test: /\/words\/(?:ar|ckb|tr|en)\/.*\.json$/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/ground', '/log', '/witness'].map((path) => [path, { target: NODE_URL }]),
    ),
  },
});
