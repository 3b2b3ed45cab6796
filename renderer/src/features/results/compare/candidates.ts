import type { Evaluation } from '../../../../../electron/shared/schemas/evaluation.ts';
import { judgedName, originText } from '../judgedText.ts';

/** So many can stand beside the present one. */
export const MOST = 5;

/** What the present evaluation can be compared with. */
export interface Candidate {
  evaluation: Evaluation;
  /** Whose scores. */
  name: string;
  /** Of what, or from where. */
  about: string;
}

/** All other evaluations, in the order given; closed ones too, so that it can be said why they cannot be chosen. */
export const candidatesOf = (evaluations: readonly Evaluation[], presentId: string): Candidate[] =>
  evaluations
    .filter(({ id }) => id !== presentId)
    .map((evaluation) => ({ evaluation, name: evaluation.name, about: aboutText(evaluation) }));

function aboutText(evaluation: Evaluation): string {
  if (evaluation.runId === null) return originText(evaluation);
  const { source } = evaluation;
  return judgedName(
    source.kind === 'split' ? { kind: 'split', split: source.split, evaluation } : { kind: 'other', evaluation },
  );
}

/** Names that tell readings apart: what of two names is the same is followed by what they are of, then by a number. */
export function distinctNames(readings: readonly { name: string; about: string }[]): string[] {
  const isShared = (text: string, all: readonly string[]): boolean => all.filter((other) => other === text).length > 1;
  const plain = readings.map(({ name }) => name);
  const full = readings.map(({ name, about }) =>
    isShared(name, plain) && about !== name ? `${name} · ${about}` : name,
  );
  return full.map((name, place) => (isShared(name, full) ? `${name} (${place + 1})` : name));
}
