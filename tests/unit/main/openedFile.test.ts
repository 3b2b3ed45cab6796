import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openedFileOf } from '../../../electron/main/openedFile.ts';

const here = resolve('/home/ada');

test('a file of an evaluation is found among the arguments, whatever Chromium puts beside it', () => {
  expect(openedFileOf(['--no-first-run', 'first run.LesionLab', '--x=y'], here)).toBe(
    resolve(here, 'first run.LesionLab'),
  );
  expect(openedFileOf([resolve('/media/stick/a.lesionlab')], here)).toBe(resolve('/media/stick/a.lesionlab'));
});

test('neither a data folder, an option nor another file is taken for one', () => {
  expect(openedFileOf(['--data-dir', 'study.lesionlab'], here)).toBeNull();
  expect(openedFileOf(['--data-dir=study.lesionlab'], here)).toBeNull();
  expect(openedFileOf(['scores.csv', '.'], here)).toBeNull();
});
