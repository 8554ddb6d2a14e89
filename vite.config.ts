import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packed } from './agent-ui/packed.ts';

const server = `http://127.0.0.1:${process.env.RINGBACK_PORT ?? 8480}`;

/** The words of a language travel together, and what changes rarely travels apart from our own code. */
function chunkOf(id: string): string | undefined {
  const words = /agent-ui\/src\/.*\/(en|fa|ru|ka)\.json$/.exec(id);
  if (words) return `words-${words[1]}`;
  if (/node_modules\/(react|react-dom|react-router|scheduler)\//.test(id)) return 'react';
  if (/node_modules\/zod\//.test(id)) return 'shapes';
  if (/node_modules\/libphonenumber-js\//.test(id)) return 'numbers';
  return undefined;
}

export default defineConfig({
  root: 'agent-ui',
  plugins: [react(), packed()],
  build: {
    outDir: '../dist-ui',
    emptyOutDir: true,
    // The content security policy allows no data: scripts or styles; small assets stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'agent-ui/index.html', sw: 'agent-ui/src/worker/service-worker.ts' },
      output: {
        // The worker stands at the root, so that it may show notices for every page.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        manualChunks: chunkOf,
      },
    },
  },
  // The service takes requests of its own origin only; while developing, the proxy speaks for the page.
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true, headers: { origin: server } },
      '/health': server,
      '/rt': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
    },
  },
});
