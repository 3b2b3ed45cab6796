import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';

test('what the window has made is written where the person chose, and nowhere when they think better of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-figures-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const launched = await launchApp();
  const { call } = launched;
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>ROC 曲线</title></svg>';
  const request = { title: 'Save', defaultName: 'roc.svg', format: 'svg', encoding: 'utf8', content: svg } as const;

  await answerDialogs(launched, join(folder, 'roc'));
  expect(await call('shell.saveContent', request)).toEqual({ path: join(folder, 'roc.svg') });
  expect(readFileSync(join(folder, 'roc.svg'), 'utf8')).toBe(svg);

  await answerDialogs(launched, null);
  expect(await call('shell.saveContent', request)).toEqual({ path: null });

  await answerDialogs(launched, join(folder, 'run.svg'));
  await expect(call('shell.saveContent', { ...request, content: '#!/bin/sh' })).rejects.toThrow('BAD_INPUT');

  await answerDialogs(launched, join(folder, 'gone', 'roc.svg'));
  await expect(call('shell.saveContent', request)).rejects.toThrow('NOT_FOUND');
});
