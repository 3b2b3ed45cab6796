import { sum } from './gradientOps.ts';
import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { binary, constant, placeholder } from './ops.ts';
import { emitVariables, type Variable, type VariableGroup } from './variables.ts';

/** The rules of Keras 2.15. adam with a weight decay is AdamW. */
export type GraphOptimizer =
  | { name: 'sgd'; momentum: number; nesterov: boolean }
  | { name: 'rmsprop'; rho: number; momentum: number }
  | { name: 'adam'; beta1: number; beta2: number };

export interface UpdateRule {
  optimizer: GraphOptimizer;
  /** Adds l2 * sum(w^2) over kernels (not biases) to what is minimised; the loss that a step reports is without it. */
  l2: number;
  /** Decoupled (Loshchilov and Hutter 2019): before its update each kernel, not bias, loses this share of itself times the learning rate. */
  weightDecay: number;
  /** Gradients whose norm over all variables is larger are scaled down to it; null: never. */
  clipNorm: number | null;
}

/** Added beside the root (adam) or under it (rmsprop), as in Keras. */
const epsilon = 1e-7;
const float: Attr = { type: 'float32' };

/** What the host feeds with each step; all scalars. */
export const rateNodes = {
  learningRate: 'learning_rate',
  beta1Power: 'beta1_power',
  beta2Power: 'beta2_power',
} as const;

/** Moments of each variable, of its shape, 0 at the start. */
export function slotCount(optimizer: GraphOptimizer): number {
  if (optimizer.name === 'sgd') return optimizer.momentum === 0 ? 0 : 1;
  return 2;
}

export interface Update {
  slots: VariableGroup[];
  /** Control inputs of whatever is to come after all variables have changed. */
  done: NodeRef[];
}

/**
 * Adds what changes every variable once by its gradient.
 * @param values the variables as the gradients were computed with them, by name
 */
export function emitUpdates(
  graph: Graph,
  variables: readonly Variable[],
  {
    weights,
    values,
    gradients,
  }: { weights: VariableGroup; values: (name: string) => NodeRef; gradients: ReadonlyMap<string, NodeRef> },
  rule: UpdateRule,
): Update {
  const { optimizer } = rule;
  const rate = placeholder(graph, rateNodes.learningRate, 'float32', []);
  const slots = Array.from({ length: slotCount(optimizer) }, (_, i) => emitVariables(graph, `slot${i}`, variables));
  const scalar = (name: string, value: number): NodeRef =>
    constant(graph, `update/${name}`, Float32Array.of(value), []);
  const apply = applier(graph, optimizer, rate, scalar);
  const gradientOf = withPenaltyAndClipping(graph, variables, { values, gradients }, rule, scalar);
  const decay =
    rule.weightDecay === 0
      ? null
      : binary(graph, 'update/decay', 'Mul', rate, scalar('weight_decay', rule.weightDecay));

  const done = variables.map(({ name }) => {
    const handle = weights.handle(name);
    const gradient = gradientOf(name);
    const before: NodeRef[] = [];
    if (decay !== null && isKernel(name)) {
      const loss = binary(graph, `update/${name}/decay`, 'Mul', values(name), decay);
      // Only once the gradient is there: it is of the variable as it was.
      const shrink = graph.node(`update/${name}/shrink`, 'AssignSubVariableOp', [handle, loss, `^${gradient}`], {
        dtype: float,
      });
      before.push(`^${shrink}`);
    }
    return `^${apply(`update/${name}`, [handle, ...slots.map((slot) => slot.handle(name))], gradient, before)}`;
  });
  return { slots, done };
}

const isKernel = (name: string): boolean => name.endsWith('/kernel');

type Apply = (name: string, handles: readonly NodeRef[], gradient: NodeRef, before: readonly NodeRef[]) => NodeRef;

function applier(
  graph: Graph,
  optimizer: GraphOptimizer,
  rate: NodeRef,
  scalar: (name: string, value: number) => NodeRef,
): Apply {
  const common = { T: float, use_locking: { bool: false } };
  switch (optimizer.name) {
    case 'sgd': {
      if (optimizer.momentum === 0) {
        return (name, handles, gradient, before) =>
          graph.node(name, 'ResourceApplyGradientDescent', [...handles, rate, gradient, ...before], common);
      }
      const momentum = scalar('momentum', optimizer.momentum);
      const attrs = { ...common, use_nesterov: { bool: optimizer.nesterov } };
      return (name, handles, gradient, before) =>
        graph.node(name, 'ResourceApplyKerasMomentum', [...handles, rate, gradient, momentum, ...before], attrs);
    }
    case 'rmsprop': {
      const rest = [scalar('rho', optimizer.rho), scalar('momentum', optimizer.momentum), scalar('epsilon', epsilon)];
      return (name, handles, gradient, before) =>
        graph.node(name, 'ResourceApplyRMSProp', [...handles, rate, ...rest, gradient, ...before], common);
    }
    case 'adam': {
      const powers = [rateNodes.beta1Power, rateNodes.beta2Power].map((name) =>
        placeholder(graph, name, 'float32', []),
      );
      const rest = [scalar('beta1', optimizer.beta1), scalar('beta2', optimizer.beta2), scalar('epsilon', epsilon)];
      const attrs = { ...common, use_nesterov: { bool: false } };
      return (name, handles, gradient, before) =>
        graph.node(name, 'ResourceApplyAdam', [...handles, ...powers, rate, ...rest, gradient, ...before], attrs);
    }
  }
}

/** The gradients that the optimizer sees. Clipping is tf.clip_by_global_norm: scaled by clip / max(norm, clip). */
function withPenaltyAndClipping(
  graph: Graph,
  variables: readonly Variable[],
  { values, gradients }: { values: (name: string) => NodeRef; gradients: ReadonlyMap<string, NodeRef> },
  { l2, clipNorm }: UpdateRule,
  scalar: (name: string, value: number) => NodeRef,
): (name: string) => NodeRef {
  const factor = l2 === 0 ? null : scalar('l2', 2 * l2);
  const penalised = new Map(
    variables.map(({ name }) => {
      const gradient = gradients.get(name);
      if (gradient === undefined) throw new Error(`the loss does not depend on "${name}"`);
      if (factor === null || !isKernel(name)) return [name, gradient];
      const pull = binary(graph, `update/${name}/pull`, 'Mul', values(name), factor);
      return [name, binary(graph, `update/${name}/penalised`, 'AddV2', gradient, pull)];
    }),
  );
  const own = (name: string): NodeRef => penalised.get(name) ?? '';
  if (clipNorm === null) return own;
  const halves = variables.map(({ name }) =>
    graph.node(`update/${name}/half_square`, 'L2Loss', [own(name)], { T: float }),
  );
  const square = binary(graph, 'update/norm/square', 'Mul', sum(graph, 'update/norm/half', halves), scalar('two', 2));
  const norm = graph.node('update/norm', 'Sqrt', [square], { T: float });
  const limit = scalar('clip_norm', clipNorm);
  const largest = graph.node('update/norm/at_least', 'Maximum', [norm, limit], { T: float });
  const share = binary(graph, 'update/clip', 'RealDiv', limit, largest);
  return (name) => binary(graph, `update/${name}/clipped`, 'Mul', own(name), share);
}
