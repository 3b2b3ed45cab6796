import { afterEach, expect, test } from 'vitest';
import { AppError, ErrorCode, PhotoErrorCode } from '../../../electron/shared/errors.ts';
import { errorTable, errorText, photoErrorTable, photoErrorText } from '../../../renderer/src/errorText.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';

afterEach(() => setLanguage('en'));

test('every code has its own words and remedy in both languages', () => {
  expect(Object.keys(errorTable).sort()).toEqual([...ErrorCode.options].sort());
  for (const language of ['en', 'zh-CN'] as const) {
    setLanguage(language);
    const said = ErrorCode.options.map((code) => errorText(new AppError(code, 'for the log')));
    expect(new Set(said.map(({ title }) => title)).size).toBe(ErrorCode.options.length);
    for (const { title, remedy } of said) {
      expect(title.length).toBeGreaterThan(2);
      expect(remedy).toMatch(/[.。]$/);
      expect(/\p{Script=Han}/u.test(title + remedy)).toBe(language === 'zh-CN');
    }
  }
});

test('every reason a photo cannot be used has its own words and remedy', () => {
  expect(Object.keys(photoErrorTable).sort()).toEqual([...PhotoErrorCode.options].sort());
  const said = PhotoErrorCode.options.map((code) => photoErrorText(code));
  expect(new Set(said.map(({ reason }) => reason)).size).toBe(PhotoErrorCode.options.length);
  for (const { remedy } of said) expect(remedy).toMatch(/\.$/);
});

test('an error says to which file, classes, line and column it happened', () => {
  expect(errorText(new AppError('NO_SPACE', 'x', { details: { path: '/data' } })).where).toBe('/data');
  expect(errorText(new AppError('UNMAPPED_CLASS', 'x', { details: { classes: ['akiec', 'df'] } })).where).toBe(
    'Classes: akiec, df',
  );
  const csv = { line: 7, column: 'dx', reason: 'BAD_VALUE', remedy: 'an English sentence' };
  expect(errorText(new AppError('BAD_CSV', 'x', { details: csv })).where).toBe(
    'Line 7 · Column “dx” · The value is not understood',
  );
  expect(errorText(new AppError('ONE_CLASS', 'x', { details: { split: 'train' } })).where).toBe('Train');
  expect(errorText(new AppError('LOCKED', 'x', { details: { pid: 4711, kind: 'command' } })).where).toBe(
    'Held by a command, process 4711',
  );
  expect(errorText(new AppError('INTERNAL', 'x')).where).toBeNull();
});

test('a reason that is only a code is said in words or not at all; free words are kept', () => {
  const where = (reason: string): string | null =>
    errorText(new AppError('BAD_INPUT', 'x', { details: { reason } })).where;
  expect(where('NOT_A_FOLDER')).toBe('It is not a folder');
  expect(where('SOME_NEW_CODE')).toBeNull();
  expect(where('constructor')).toBe('constructor');
  expect(where('the weights end early')).toBe('the weights end early');
});

test('a file that is no evaluation is told so, and not that a value is wrong', () => {
  const reasons = ['NOT_A_PACKAGE', 'PACKAGE_NEWER', 'PACKAGE_DAMAGED', 'PACKAGE_TOO_LARGE'];
  const said = reasons.map((reason) => errorText(new AppError('BAD_INPUT', 'x', { details: { path: '/a', reason } })));
  expect(new Set(said.map(({ title }) => title)).size).toBe(4);
  expect(said.map(({ where }) => where)).toEqual(['/a', '/a', '/a', '/a']);
  expect(said[0]).toMatchObject({ title: 'This file is no LesionLab evaluation' });
  expect(said[0]?.remedy).toContain('.lesionlab');
});

test('a drive that was pulled is told so in both languages, with what to do, and not that something was removed', () => {
  const pulled = new AppError('NOT_FOUND', 'x', { details: { path: '/media/stick', reason: 'FOLDER_VANISHED' } });
  const said = errorText(pulled);
  expect(said.title).not.toBe(errorText(new AppError('NOT_FOUND', 'x')).title);
  expect(said).toMatchObject({ title: 'The folder of the photos is not connected any more', where: '/media/stick' });
  expect(said.remedy).toMatch(/Plug the drive in .* Resume/);
  setLanguage('zh-CN');
  expect(errorText(pulled).title + errorText(pulled).remedy).toMatch(/断开连接.*继续评分/);
});

test('a file that was edited since is not to be removed, and photos that were left out are not missing', () => {
  const edited = errorText(
    new AppError('ALREADY_EXISTS', 'x', { details: { path: '/a.csv', reason: 'FOREIGN_FILE' } }),
  );
  expect(edited).toMatchObject({ where: '/a.csv', title: 'The file was changed since, or LesionLab did not write it' });
  expect(edited.remedy).toContain('never written over');
  const excluded = errorText(new AppError('NO_PHOTOS', 'x', { details: { path: '/a', reason: 'ALL_EXCLUDED' } }));
  expect(excluded.title).toBe('All photos were left out by what was asked');
});

test('details of a wrong kind do not hide the words', () => {
  const { title, where } = errorText(new AppError('NO_SPACE', 'x', { details: { path: 3, classes: 'a', line: null } }));
  expect(title).toBe('The disk is full');
  expect(where).toBeNull();
});

test('whatever was thrown is put into words, with the original in the details', () => {
  const words = errorText(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: '/x' }));
  expect(words.title).toBe('Access was refused');
  expect(words.where).toBe('/x');
  expect(words.details).toContain('NO_PERMISSION: EACCES: permission denied');
  expect(errorText('just a string').details).toBe('INTERNAL: just a string');
});
