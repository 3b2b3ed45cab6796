import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { minifiedToJson } from '../../../electron/engine/backbones/nsfwjsModules.ts';
import { backboneDir, hasSources, installScript, sources } from './places.ts';

const root = mkdtempSync(join(tmpdir(), 'lesionlab-install-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ended {
  code: number;
  output: string;
}
async function install(...args: string[]): Promise<Ended> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [installScript, ...args]);
    return { code: 0, output: stdout };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stderr' in error)) throw error;
    return { code: Number(error.code), output: String(error.stderr) };
  }
}

describe('importing backbones', () => {
  test.skipIf(!hasSources).each(Object.entries(sources))(
    '%s: writes the bytes that set-up wrote, over an older one',
    async (id, source) => {
      const out = join(root, 'backbones', id);
      for (const file of ['first', 'second']) {
        const { code, output } = await install('--id', id, '--source', source, '--out', out);
        expect(`${code} ${output}`).toMatch(/^0 .* parameters, graph [0-9a-f]{64}/);
        expect(readdirSync(out).sort()).toEqual(['backbone.json', 'saved_model.pb']);
        for (const name of readdirSync(out)) {
          expect(
            readFileSync(join(out, name)).equals(readFileSync(join(backboneDir(id), name))),
            `${file} ${name}`,
          ).toBe(true);
        }
      }
      expect(readdirSync(join(root, 'backbones')).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  test.skipIf(!hasSources)('reads the weights without running the modules that hold them, nor any pickle', async () => {
    const folder = join(root, 'hostile');
    cpSync(sources.inceptionV3, folder, { recursive: true });
    const shard = join(folder, 'group1-shard6of6.min.js');
    const marker = join(root, 'was run');
    const evil = `require("fs").writeFileSync(${JSON.stringify(marker)},"");`;
    writeFileSync(shard, evil + readFileSync(shard, 'utf8'));
    const { code } = await install('--id', 'inceptionV3', '--source', folder, '--out', join(root, 'from hostile'));
    // The weights are still those we know, so it is imported; what stands around them was never run.
    expect(code).toBe(0);
    expect(readdirSync(root)).not.toContain('was run');
  });

  test.skipIf(!hasSources)('refuses weights that are others, by name and hash, and writes nothing', async () => {
    const pth = join(root, 'changed.pth');
    const bytes = readFileSync(sources.efficientNetLite0);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    writeFileSync(pth, bytes);
    const lite = await install('--id', 'efficientNetLite0', '--source', pth, '--out', join(root, 'changed'));
    expect(`${lite.code} ${lite.output}`).toMatch(/^1 .*changed\.pth: its SHA-256 is [0-9a-f]{64}; .* 579344248a93/);

    const folder = join(root, 'other weights');
    cpSync(sources.inceptionV3, folder, { recursive: true });
    const shard = join(folder, 'group1-shard2of6.min.js');
    const text = readFileSync(shard, 'utf8');
    writeFileSync(shard, text.slice(0, 400_000) + (text[400_000] === 'A' ? 'B' : 'A') + text.slice(400_001));
    const inception = await install('--id', 'inceptionV3', '--source', folder, '--out', join(root, 'changed'));
    expect(`${inception.code} ${inception.output}`).toMatch(/^1 .*its SHA-256 is/);
    rmSync(shard);
    const cut = await install('--id', 'inceptionV3', '--source', folder, '--out', join(root, 'changed'));
    expect(`${cut.code} ${cut.output}`).toMatch(/^1 .*shard2of6\.min\.js: the file cannot be read/);
    expect(readdirSync(root)).not.toContain('changed');
  });

  test('says how it is used', async () => {
    for (const args of [[], ['--id', 'other', '--source', root, '--out', root], ['--id', 'inceptionV3', '--wrong']]) {
      const { code, output } = await install(...args);
      expect(`${code} ${output}`).toMatch(/^2 usage: .*--id inceptionV3\|efficientNetLite0/);
    }
    const { code, output } = await install(
      '--id',
      'efficientNetLite0',
      '--source',
      join(root, 'nowhere.pth'),
      '--out',
      root,
    );
    expect(`${code} ${output}`).toMatch(/^1 .*nowhere\.pth: the file cannot be read/);
  });

  test('turns a minified literal into JSON without touching its strings', () => {
    const literal = '{a:!0,b:[.5,-.25,1e-3,0.75],"c d":"x:.5,y:!1,{z:1}",e$_1:{f:null,g:!1},h:"a\\"b:!0"}';
    expect(JSON.parse(minifiedToJson(literal))).toEqual({
      a: true,
      b: [0.5, -0.25, 0.001, 0.75],
      'c d': 'x:.5,y:!1,{z:1}',
      e$_1: { f: null, g: false },
      h: 'a"b:!0',
    });
  });
});
