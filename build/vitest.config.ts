import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One project a kind of test: pure and native ones run in Node, the window's components in a DOM, the whole app in Electron. */
export default defineConfig({
  root,
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['tests/{unit,contract,integration}/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: { name: 'ui', include: ['tests/ui/**/*.test.ts'], environment: 'jsdom' },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/support/display.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['tests/package/**/*.test.ts'],
          globalSetup: ['tests/e2e/support/display.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['tests/cluster/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 1_200_000,
        },
      },
      { extends: true, test: { name: 'full', include: ['tests/full/**/*.test.ts'], testTimeout: 3_600_000 } },
    ],
  },
});
