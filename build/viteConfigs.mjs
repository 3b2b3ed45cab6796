import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { inRoot } from './lib/paths.mjs';

/** Native packages, and Electron itself, are found in node_modules at run time; everything else is bundled. */
const external = [/^@tensorflow\//, 'sharp', 'electron'];

const shared = (outDir) => ({
  configFile: false,
  logLevel: 'warn',
  // Not the root: `dist/` lies there, and the .env files of a user's shell are none of our business.
  envDir: false,
  publicDir: false,
  build: { outDir, emptyOutDir: false, sourcemap: true, reportCompressedSize: false },
});

/** Core, engine, command line (ES modules for Node 24); shell and preload (CommonJS, which a sandboxed preload must be). */
function forNode(target, outDir) {
  const base = shared(outDir);
  const isCommonJs = target.file.endsWith('.cjs');
  return {
    ...base,
    root: inRoot(),
    ssr: { target: 'node', noExternal: true },
    build: {
      ...base.build,
      ssr: inRoot(target.entry),
      target: `node${target.node}`,
      minify: false,
      rolldownOptions: {
        external,
        platform: 'node',
        output: {
          format: isCommonJs ? 'cjs' : 'es',
          entryFileNames: target.file,
          // One file an entry: the core finds the engine as ../engine/index.js, whatever else is bundled.
          codeSplitting: false,
        },
      },
    },
  };
}

/** The window: relative addresses, for it is served by app://bundle/; no inlined assets beyond what the policy allows. */
function forWindow(outDir) {
  const base = shared(outDir);
  return {
    ...base,
    root: inRoot('renderer'),
    base: './',
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    build: {
      ...base.build,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
      // How long plugins took is of no use to somebody who starts the app.
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  };
}

export const forTarget = (target, outDir) =>
  target.file === undefined ? forWindow(outDir) : forNode(target, join(outDir));
