import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { constant, placeholder } from './ops.ts';

/** A variable's place in the one flat vector in which all variables are written and read. */
export interface Variable {
  /** `<layer>/kernel` or `<layer>/bias`. */
  name: string;
  shape: readonly number[];
  offset: number;
  length: number;
}

/** Variables one after the other, in the order given. */
export function layOut(list: readonly { name: string; shape: readonly number[] }[]): Variable[] {
  let offset = 0;
  return list.map(({ name, shape }) => {
    const length = shape.reduce((a, b) => a * b, 1);
    offset += length;
    return { name, shape, offset: offset - length, length };
  });
}

/** How many numbers all of them hold. */
export const totalLength = (variables: readonly Variable[]): number =>
  variables.reduce((sum, { length }) => sum + length, 0);

/** A set of variables of the same names: the weights, or a moment that the optimizer keeps of each. */
export interface VariableGroup {
  handle(name: string): NodeRef;
  /** Feed the flat vector here... */
  values: NodeRef;
  /** ...and fetch this to write it. */
  assigned: NodeRef;
  /** Fetch this to read the flat vector. */
  read: NodeRef;
}

const float: Attr = { type: 'float32' };
const integer: Attr = { type: 'int32' };

export const readVariable = (graph: Graph, name: string, handle: NodeRef): NodeRef =>
  graph.node(name, 'ReadVariableOp', [handle], { dtype: float });

export function emitVariables(graph: Graph, group: string, variables: readonly Variable[]): VariableGroup {
  const total = totalLength(variables);
  const handle = (name: string): NodeRef => `${group}/${name}`;
  const values = placeholder(graph, `${group}/values`, 'float32', [total]);
  const flat = constant(graph, `${group}/flat`, Int32Array.of(-1), [1]);
  const assignments: NodeRef[] = [];
  const contents: NodeRef[] = [];
  for (const { name, shape, offset, length } of variables) {
    const own = handle(name);
    graph.node(own, 'VarHandleOp', [], {
      dtype: float,
      shape: { shape },
      shared_name: { text: own },
      container: { text: '' },
    });
    const begin = constant(graph, `${own}/begin`, Int32Array.of(offset), [1]);
    const size = constant(graph, `${own}/size`, Int32Array.of(length), [1]);
    const part = graph.node(`${own}/part`, 'Slice', [values, begin, size], { T: float, Index: integer });
    // A variable must not keep JavaScript's memory, which a slice still is: it would be let go by whichever thread next replaces the variable.
    const copy = graph.node(`${own}/copy`, 'DeepCopy', [part], { T: float });
    const to = constant(graph, `${own}/shape`, Int32Array.from(shape), [shape.length]);
    const shaped = graph.node(`${own}/shaped`, 'Reshape', [copy, to], { T: float, Tshape: integer });
    assignments.push(`^${graph.node(`${own}/assign`, 'AssignVariableOp', [own, shaped], { dtype: float })}`);
    const content = readVariable(graph, `${own}/read`, own);
    contents.push(graph.node(`${own}/content`, 'Reshape', [content, flat], { T: float, Tshape: integer }));
  }
  const axis = constant(graph, `${group}/axis`, Int32Array.of(0), []);
  const read = graph.node(`${group}/read`, 'ConcatV2', [...contents, axis], {
    T: float,
    N: { int: contents.length },
    Tidx: integer,
  });
  const written = constant(graph, `${group}/written`, Float32Array.of(1), []);
  return {
    handle,
    values,
    read,
    assigned: graph.node(`${group}/assigned`, 'Identity', [written, ...assignments], { T: float }),
  };
}
