import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packed } from './agent-ui/packed.ts';

const server = `http://127.0.0.1:${process.env.RINGBACK_PORT ?? 8480}`;

export default defineConfig({
  root: 'agent-ui',
  plugins: [react(), packed()],
  build: {
    outDir: '../dist-ui',
    emptyOutDir: true,
    // The content security policy allows no data: scripts or styles; small assets stay files.
    assetsInlineLimit: 0,
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
