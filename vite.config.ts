import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packed } from './agent-ui/packed.ts';

const server = `http://127.0.0.1:${process.env.RINGBACK_PORT ?? 8480}`;

/** `first.ts` and all it is made of, and the styles that all others build on. */
const beginsFirst =
  /agent-ui\/src\/(first\.ts|socket\/|i18n\/|api\/(client|session|today|dialing|devices|recent-numbers)\.ts|app\/((first-reading|query-client)\.ts|(mantine|fonts|global)\.css))|vite\/preload-helper/;

/** What is built is what people get, whoever asks for it: a NODE_ENV left over from a test run would put React's far slower development build in. */
function built(command: string): void {
  if (command === 'build') process.env.NODE_ENV = 'production';
}

export default defineConfig(({ command }) => {
  built(command);
  return {
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
          codeSplitting: {
            groups: [
              // What changes rarely travels apart from our own code, and each is begun in a task of its own.
              { name: 'react', test: /node_modules\/(react|react-dom|react-router|scheduler)\//, priority: 2 },
              { name: 'zod', test: /node_modules\/zod\//, tags: ['$initial'], priority: 2 },
              { name: 'shapes', test: /schema\/contracts\//, tags: ['$initial'], priority: 2 },
              { name: 'numbers', test: /node_modules\/libphonenumber-js\//, priority: 2 },
              // What begins the first requests is read and run before the screens are.
              { name: 'first', test: beginsFirst, tags: ['$initial'], priority: 2 },
              { name: 'parts', test: /node_modules/, tags: ['$initial'], priority: 1 },
              // All else that the first page loads are two files: cut up by who else uses it, it would be forty.
              {
                name: 'ui',
                test: /agent-ui\/src\/(ui|features\/(screen-pop|presence|notices|offers|dial))\//,
                tags: ['$initial'],
                priority: 1,
              },
              { name: 'app', tags: ['$initial'] },
            ],
          },
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
  };
});
