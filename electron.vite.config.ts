import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        // The host, its parser worker and the command line are plain Node programs; they lie beside main only because they are built with it.
        input: {
          index: at('electron/main/index.ts'),
          host: at('electron/start/host-process.ts'),
          worker: at('electron/workers/parse.ts'),
          cli: at('electron/start/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can load nothing but `electron`: one CommonJS file.
      externalizeDeps: false,
      rollupOptions: { input: { index: at('electron/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [vue()],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      rollupOptions: { input: { index: at('renderer/index.html'), 'control-room': at('renderer/control-room.html') } },
    },
  },
});
