import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../../../renderer/src/App.svelte';
import { setTransport } from '../../../renderer/src/api.ts';
import { standInForLayout } from './dom.ts';
import { createScriptedCore } from './scriptedCore.ts';

standInForLayout();

test('the window opens on the start screen with its three doors', async () => {
  setTransport(createScriptedCore().transport);
  render(App);
  expect(await screen.findByText('Try the sample')).toBeTruthy();
});
