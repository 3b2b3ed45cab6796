import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { check } from '../../../electron/core/doctor/words.ts';
import { DoctorCode } from '../../../electron/shared/schemas/doctor.ts';
import Doctor from '../../../renderer/src/features/help/Doctor.svelte';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { scriptedCore } from '../charts/standIns.ts';

afterEach(() => {
  cleanup();
  setLanguage('en');
});

/** Values are figures and paths of this very check, so that whatever is English beside them is a word of the window. */
const VALUES = ['version', 'platform', 'vips', 'threads', 'id', 'name', 'source', 'reason', 'display', 'gib', 'path'];
const values = Object.fromEntries(VALUES.map((name, index) => [name, `<${index}>`]));
const checks = DoctorCode.options.map((code, index) => ({ ...check(code, values), name: `${index}` }));

async function lines(): Promise<HTMLElement[]> {
  scriptedCore({ 'app.doctor': () => ({ checks }) });
  render(Doctor);
  return within(await screen.findByRole('list')).getAllByRole('listitem');
}

test('every finding is said in Chinese, with its values, and what is not in order with what to do', async () => {
  setLanguage('zh-CN');
  const items = await lines();
  expect(items).toHaveLength(checks.length);
  for (const [index, item] of items.entries()) {
    const text = item.textContent;
    expect(text).not.toMatch(/\{\w+\}|undefined/);
    expect(text.replaceAll(/npm run setup|Node 24|command line/g, ''), text).not.toMatch(/[a-z]{3,} [a-z]{2,}/);
    expect(item.querySelector('.remedy') !== null, checks[index]?.code).toBe(checks[index]?.status !== 'ok');
  }
});

test('in English each names the same values as the command line does', async () => {
  for (const [index, item] of (await lines()).entries()) {
    const said = checks[index];
    const named = (text: string): string[] => [...new Set(text.match(/<\d+>/g) ?? [])].sort();
    const { name } = check(said?.code ?? 'program', values);
    expect(named(item.textContent), said?.code).toEqual(named(`${name} ${said?.value}`));
  }
});
