import { defineConfig } from 'vite';

// Built by infra/build/viewer.js, at `npm start` where it is stale; the query service serves `dist`.
export default defineConfig({
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
});
