import { expect, it } from 'vitest';
import { datasetWarningText, errorText, photoErrorText, summaryWarningText } from '../../../electron/cli/errorText.ts';
import { ErrorCode, PhotoErrorCode } from '../../../electron/shared/errors.ts';
import { SummaryWarning } from '../../../electron/shared/schemas/evaluationSummary.ts';

it.each(ErrorCode.options)('says in words what %s is and what to do', (code) => {
  const { message, remedy } = errorText({ code, message: 'something.', details: {} });
  expect(message).toMatch(/^[A-Z].*[.)]$/);
  expect(message).not.toContain(code);
  expect(remedy).toMatch(/^[A-Z].*[.']$/);
});

it('has words for every photo error and every warning', () => {
  for (const code of PhotoErrorCode.options) expect(photoErrorText(code)).not.toContain(code);
  for (const code of SummaryWarning.options) expect(summaryWarningText(code)).not.toContain(code);
  for (const code of [
    'ONE_CLASS_SPLIT',
    'GROUP_LEAK',
    'DUPLICATE_LEAK',
    'EMPTY_SPLIT',
    'UNLABELLED',
    'GROUP_NOT_USED',
    'CONFLICTING_ROWS',
  ]) {
    expect(datasetWarningText({ code, details: { count: 1 } })).not.toContain(code);
  }
});

it('says which class a data set of one class has: the label in the warning is the one that is there', () => {
  const words = datasetWarningText({ code: 'ONE_CLASS', details: { label: 'malignant' } });
  expect(words).toContain('All photos are malignant');
});

it('names who holds the folder, and an example of a mapping for the classes that lack one', () => {
  const locked = errorText({ code: 'LOCKED', message: '', details: { kind: 'window', pid: 12, since: '2026' } });
  expect(locked.message).toContain('window, process 12');
  const unmapped = errorText({ code: 'UNMAPPED_CLASS', message: '', details: { classes: ['akiec', 'vasc'] } });
  expect(unmapped.message).toContain('akiec, vasc');
  expect(unmapped.remedy).toContain("--map 'akiec=LABEL,vasc=LABEL'");
});

it('takes the remedy that the failure itself knows', () => {
  expect(errorText({ code: 'NOT_FOUND', message: 'x', details: { remedy: 'Do this.' } }).remedy).toBe('Do this.');
  const missing = { code: 'NOT_FOUND', message: "ENOENT: no such file, open '/a'", details: { path: '/a' } } as const;
  expect(errorText(missing).message).toBe('There is nothing at /a.');
});
