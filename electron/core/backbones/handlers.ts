import type { Handlers } from '../../shared/contract.ts';
import { BackboneInfo } from '../../shared/schemas/backbone.ts';
import type { CoreContext } from '../context.ts';
import { listBackbones } from './findBackbone.ts';

export function backboneHandlers({ paths }: CoreContext): Pick<Handlers, 'backbone.list'> {
  return {
    'backbone.list': async () => {
      const { backbones, damaged } = await listBackbones(paths);
      return { backbones: backbones.map(({ manifest }) => BackboneInfo.parse(manifest)), damaged };
    },
  };
}
