import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const scripts = ['electron/**/*.ts', 'renderer/src/**/*.ts', 'tests/**/*.ts'];
const components = ['renderer/src/**/*.svelte'];

/** Strict TypeScript; no `any`, by hand or by inference; no comment can switch a rule off. */
export default ts.config(
  { ignores: ['dist/', 'release/', 'node_modules/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['build/**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['build/**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
  {
    files: [...scripts, ...components],
    extends: [...ts.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Rules that need types. Not in components: ESLint sees every imported component as any (svelte-check has its true type), and a
    // program for each of them takes a minute.
    files: scripts,
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: new URL('..', import.meta.url).pathname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      // An abort's reason is thrown on as it is.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...svelte.configs.recommended,
  {
    files: [...components, 'renderer/src/**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    // `let { a, b = $bindable() } = $props()` must be let: the plugin's own rule knows.
    // Sets, maps and dates that nothing draws are plain ones on purpose.
    rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error', 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['renderer/src/**/*.ts'], languageOptions: { globals: globals.browser } },
  { files: ['electron/**/*.ts', 'tests/**/*.ts'], languageOptions: { globals: globals.node } },
);
