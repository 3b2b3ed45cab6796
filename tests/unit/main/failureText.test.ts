import { describe, expect, test } from 'vitest';
import { startFailureText } from '../../../electron/main/failureText.ts';
import { languageOf, wordsOf } from '../../../electron/main/words.ts';

describe('what is said when the core cannot start', () => {
  const locked = { pid: 4711, kind: 'command', since: '2026-11-25T02:11:00.000Z', dataDir: '/data' };

  test('names who holds the folder, in both languages', () => {
    const error = { code: 'LOCKED' as const, message: 'held', details: locked };
    const english = startFailureText(wordsOf('en'), error, '/data');
    expect(english.message).toBe('This data folder is in use');
    expect(english.detail).toContain('Data folder: /data');
    expect(english.detail).toMatch(/Held by: a command \(process 4711\), since Nov 25, 2026/);
    expect(startFailureText(wordsOf('zh-CN'), error, '/data').detail).toMatch(
      /占用者: 命令行 \(进程 4711\), 开始于 2026年11月25日/,
    );
  });

  test('still says what it knows when the holder left no word', () => {
    const error = { code: 'LOCKED' as const, message: 'the folder is held', details: { ...locked, pid: null } };
    expect(startFailureText(wordsOf('en'), error, '/data').detail).toContain('the folder is held');
  });

  test('gives the reason and the details of any other failure', () => {
    const error = { code: 'NO_SPACE' as const, message: 'disk full', details: { path: '/data/db', none: null } };
    const { message, detail } = startFailureText(wordsOf('en'), error, '/data');
    expect(message).toBe('LesionLab cannot start its core');
    expect(detail.split('\n')).toEqual(['Data folder: /data', 'disk full', 'path: /data/db']);
  });
});

test('the language follows the system until the window says otherwise', () => {
  expect(['zh', 'zh-CN', 'zh-Hans-CN'].map(languageOf)).toEqual(['zh-CN', 'zh-CN', 'zh-CN']);
  expect(['en-GB', 'de', ''].map(languageOf)).toEqual(['en', 'en', 'en']);
});
