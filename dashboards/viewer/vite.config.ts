import { defineConfig } from 'vite';

// Built by `vite build dashboards/viewer` before `npm start`; the query service serves `dist`.
export default defineConfig({
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
});
