import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Handlers, Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { BackboneInfo } from '../../shared/schemas/backbone.ts';
import type { CoreContext } from '../context.ts';
import { findBackbone, listBackbones, readBackbone } from './findBackbone.ts';

type Request = Input<'backbone.join'>;

const LONGEST_ID = 40;

/** Joined backbones stand among those that the user installed. Throws BACKBONE_MISSING, BAD_INPUT, ALREADY_EXISTS. */
export function joinHandlers(context: CoreContext): Pick<Handlers, 'backbone.join'> {
  const { paths, engines } = context;
  return {
    'backbone.join': async ({ parts, id = idOf(parts) }) => {
      const [only, ...others] = parts;
      if (others.length === 0 && only?.layer == null) {
        throw new AppError('BAD_INPUT', 'One whole backbone is joined with nothing.', {
          details: { remedy: 'Name a second one, or a layer to take it at.' },
        });
      }
      await refuseTaken(context, id);
      const found = await Promise.all(
        parts.map(async ({ id: partId, layer = null }) => {
          const { dir } = await findBackbone(paths, partId);
          return { backboneDir: dir, layer };
        }),
      );
      const outDir = join(paths.userBackbonesDir, id);
      // The engine that never loads TensorFlow: graphs are written without it, and the other may be busy for long.
      await engines.images.call('joinBackbones', { parts: found, id, outDir });
      const { manifest } = await readBackbone(outDir, id);
      return BackboneInfo.parse(manifest);
    },
  };
}

/** As its parts are called, as far as there is room. */
function idOf(parts: Request['parts']): string {
  const names = parts.map(
    ({ id, layer }) => `${id}${layer == null ? '' : `-${layer.replaceAll(/[^a-zA-Z0-9]/g, '')}`}`,
  );
  const whole = names.join('-');
  if (whole.length <= LONGEST_ID) return whole;
  return `joined-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)}`;
}

async function refuseTaken({ paths }: CoreContext, id: string): Promise<void> {
  const { backbones, damaged } = await listBackbones(paths);
  const ids = [...backbones.map(({ manifest }) => manifest.id), ...damaged.map((one) => one.id)];
  if (!ids.includes(id)) return;
  throw new AppError('ALREADY_EXISTS', `A backbone "${id}" is installed already.`, {
    details: { id, remedy: 'Use it, or give the new one another id.' },
  });
}
