import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { setTransport } from '../../../renderer/src/api.ts';
import ImportSheet from '../../../renderer/src/features/data/ImportSheet.svelte';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { importDropped } from '../../../renderer/src/state/importDropped.ts';
import { importSheet, importStartOf, openImport } from '../../../renderer/src/state/importSheet.svelte.ts';
import { library } from '../../../renderer/src/state/library.svelte.ts';
import { nav } from '../../../renderer/src/state/nav.svelte.ts';
import { toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { standInForLayout } from '../frame/dom.ts';
import { createScriptedCore, type ScriptedCore } from '../frame/scriptedCore.ts';
import { records, type Records } from '../frame/scriptedRecords.ts';

standInForLayout();

let core: ScriptedCore;
const source = '/home/ada/HAM10000';
function open(
  start: { source: string | null; labelsCsv: string | null } = { source, labelsCsv: null },
  state: Records = records(),
  answers: Record<string, (input: unknown) => unknown> = {},
): void {
  core = createScriptedCore(state, answers);
  setTransport(core.transport);
  openImport(start);
  render(ImportSheet);
}
const button = (name: string | RegExp): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button', { name });
const goOn = async (): Promise<void> => {
  await waitFor(() => expect(button('Continue').disabled).toBe(false));
  await fireEvent.click(button('Continue'));
};
const mapAkiec = async (meaning: string): Promise<void> => {
  const group = await screen.findByRole('group', { name: 'Meaning of “akiec”' });
  await fireEvent.click(within(group).getByRole('radio', { name: meaning }));
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  importSheet.open = false;
  cleanup();
  setLanguage('en');
});

describe('the import sheet', () => {
  test('refuses to go on while a class is unmapped, and says which', async () => {
    open();
    await goOn();
    expect(await screen.findByText('Still open: akiec')).toBeTruthy();
    expect(button('Continue').disabled).toBe(true);
    await fireEvent.click(button('Continue'));
    expect(screen.getByRole('heading', { name: 'What do the classes mean?' })).toBeTruthy();
    await mapAkiec('Malignant');
    expect(button('Continue').disabled).toBe(false);
    expect(screen.queryByText(/Still open/)).toBeNull();
  });

  test('fills in what is known and shows how many photos of each label that makes', async () => {
    open();
    await goOn();
    const chosen = (name: string): string | undefined =>
      within(screen.getByRole('group', { name: `Meaning of “${name}”` }))
        .getAllByRole<HTMLInputElement>('radio')
        .find((radio) => radio.checked)?.value;
    expect(chosen('mel')).toBe('malignant');
    expect(chosen('nv')).toBe('benign');
    expect(chosen('akiec')).toBeUndefined();
    await mapAkiec('Exclude');
    const counts = screen.getByRole('table', { name: 'Photos by split and class' });
    expect(within(counts).getByText('8,061')).toBeTruthy();
    expect(within(counts).getByText('1,627')).toBeTruthy();
  });

  test('writes nothing before its last step, then asks for exactly what was chosen', async () => {
    open();
    await goOn();
    await mapAkiec('Malignant');
    await goOn();
    await fireEvent.input(screen.getByLabelText('Train, per cent'), { target: { value: '80' } });
    await fireEvent.blur(screen.getByLabelText('Train, per cent'));
    expect(await screen.findByText('The shares add up to 110 %; they must make 100 %.')).toBeTruthy();
    expect(button('Continue').disabled).toBe(true);
    for (const name of ['Validation, per cent', 'Test, per cent']) {
      await fireEvent.input(screen.getByLabelText(name), { target: { value: '10' } });
      await fireEvent.blur(screen.getByLabelText(name));
    }
    await goOn();
    const name = await screen.findByLabelText<HTMLInputElement>('Name of the data set');
    expect(name.value).toBe('HAM10000');
    await fireEvent.input(name, { target: { value: '  Clinic 恶性 ' } });
    expect(core.calls.every(({ channel }) => channel === 'dataset.scan')).toBe(true);
    await fireEvent.click(button('Import 10,015 photos'));
    await waitFor(() => expect(importSheet.open).toBe(false));
    expect(core.inputsOf('dataset.import')).toEqual([
      {
        source,
        labelsCsv: null,
        columns: {},
        name: 'Clinic 恶性',
        mapping: {
          akiec: 'malignant',
          bcc: 'malignant',
          bkl: 'benign',
          df: 'benign',
          mel: 'malignant',
          nv: 'benign',
          vasc: 'benign',
        },
        split: { kind: 'random', ratios: { train: 0.8, valid: 0.1, test: 0.1 }, seed: 7 },
        groupColumn: 'lesion_id',
      },
    ]);
    expect([nav.screen, nav.selection.datasetId]).toEqual(['data', null]);
  });

  test('goes back without forgetting', async () => {
    open();
    await goOn();
    await mapAkiec('Exclude');
    await fireEvent.click(button('Back'));
    expect(await screen.findByRole('heading', { name: 'Where are the photos?' })).toBeTruthy();
    await goOn();
    const group = await screen.findByRole('group', { name: 'Meaning of “akiec”' });
    expect(within(group).getByRole<HTMLInputElement>('radio', { name: 'Exclude' }).checked).toBe(true);
  });

  test('keeps folders’ splits where the source names them', async () => {
    const state = records();
    state.scan = {
      ...state.scan,
      layout: 'splitFolders',
      labelsCsv: null,
      columns: [],
      classes: [
        { name: 'melanoma', count: 404, proposal: 'malignant' },
        { name: 'nevus', count: 1746, proposal: 'benign' },
      ],
      splits: [
        { name: 'train', count: 2000 },
        { name: 'valid', count: 150 },
      ],
    };
    open(undefined, state);
    await goOn();
    await goOn();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'As the folders or the file say' }).checked).toBe(true);
    await goOn();
    await fireEvent.click(button('Import 2,150 photos'));
    await waitFor(() => expect(core.inputsOf('dataset.import').length).toBe(1));
    expect(core.inputsOf('dataset.import')[0]).toMatchObject({ split: { kind: 'folder' }, groupColumn: null });
  });

  test('refuses a folder without photos or without classes, in words', async () => {
    const state = records();
    state.scan = { ...state.scan, photoCount: 0, classes: [], firstRows: [] };
    open(undefined, state);
    expect(await screen.findByText('No photos were found in this folder.')).toBeTruthy();
    expect(button('Continue').disabled).toBe(true);
    state.scan = { ...state.scan, photoCount: 12, layout: 'flat' };
    importSheet.open = false;
    cleanup();
    open(undefined, state);
    expect(await screen.findByText(/These photos have no classes yet/)).toBeTruthy();
    expect(button('Continue').disabled).toBe(true);
  });

  test('says what a failed look at the folder was about, and can look again', async () => {
    let fails = true;
    const state = records();
    open(undefined, state, {
      'dataset.scan': () => {
        if (fails)
          throw new AppError('BAD_CSV', 'bad', { details: { path: 'labels.csv', line: 3, reason: 'RAGGED_ROW' } });
        return state.scan;
      },
    });
    expect(
      await screen.findByText('labels.csv · Line 3 · The row has more or fewer cells than the header'),
    ).toBeTruthy();
    fails = false;
    await fireEvent.click(button('Try again'));
    await waitFor(() => expect(button('Continue').disabled).toBe(false));
  });

  test('does not take a name that is taken, and shows why an import was refused', async () => {
    const state = records();
    state.scan = { ...state.scan, suggestedName: 'ISIC 2017', classes: state.scan.classes.slice(1) };
    open(undefined, state, {
      'dataset.import': () => {
        throw new AppError('NO_PERMISSION', 'EACCES', { details: { path: source } });
      },
    });
    library.datasets.reload();
    await goOn();
    await goOn();
    await goOn();
    expect((await screen.findAllByText('Another data set has this name.')).length).toBeGreaterThan(0);
    await fireEvent.input(screen.getByLabelText('Name of the data set'), { target: { value: 'Mine' } });
    await fireEvent.click(button(/^Import .* photos$/));
    expect(await screen.findByText('The import could not be started')).toBeTruthy();
    expect(importSheet.open).toBe(true);
  });

  test('asks again when another column is named, and keeps what was decided', async () => {
    open({ source, labelsCsv: '/home/ada/HAM10000_metadata.csv' });
    await goOn();
    await mapAkiec('Benign');
    await fireEvent.click(button('Continue'));
    expect(core.inputsOf('dataset.scan')).toEqual([
      { source, labelsCsv: '/home/ada/HAM10000_metadata.csv', columns: {} },
    ]);
    expect(screen.getByText('lesion_id')).toBeTruthy();
  });
});

describe('dropped paths', () => {
  test('a photo alone begins no import, and what would is said', async () => {
    open({ source: null, labelsCsv: null });
    importSheet.open = false;
    await importDropped([]);
    expect(importSheet.open).toBe(false);
    expect(toasts.all.map(({ text }) => text)).toContain('Drop a folder of photos, or a labels file (CSV).');
  });

  test('a folder is the source and a table the labels', () => {
    expect(
      importStartOf([
        { path: '/x/labels.CSV', kind: 'file' },
        { path: '/x/photos', kind: 'folder' },
      ]),
    ).toEqual({ source: '/x/photos', labelsCsv: '/x/labels.CSV' });
  });

  test('a table dropped alone is looked for beside its photos', () => {
    const beside = (path: string): string | null => importStartOf([{ path, kind: 'file' }]).source;
    expect(beside('/x/labels.csv')).toBe('/x');
    expect(beside('C:\\photos\\labels.csv')).toBe('C:\\photos');
  });

  test('a single photo is not an import', () => {
    expect(() => importStartOf([{ path: '/x/a.jpg', kind: 'file' }])).toThrow(AppError);
  });
});
