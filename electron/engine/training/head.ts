/**
 * What a run makes of pooled features. A head is a list of members whose log-odds of malignant are averaged: one for most runs, several where trainings that
 * differ in their seed stand side by side, each reading its own part of the features. A member's kernel is row-major [featureCount, classes]; a sole class is
 * a sigmoid, whose logit is the log-odds. Members of one run tell the same classes apart.
 */
export interface HeadMember {
  /** The part of the features that it reads. */
  featureFrom: number;
  featureCount: number;
  kernel: Float64Array;
  /** [classes] */
  bias: Float64Array;
  /** By class; of a sigmoid [true]. */
  malignant: readonly boolean[];
  /** How much its log-odds count in the mean; absent: 1. */
  weight?: number | undefined;
}

export interface HeadMembers {
  members: readonly HeadMember[];
}

/** A sigmoid unit on all features. */
export const sigmoidHead = ({ weights, bias }: LinearHead): HeadMembers => ({
  members: [
    {
      featureFrom: 0,
      featureCount: weights.length,
      kernel: weights,
      bias: Float64Array.of(bias),
      malignant: [true],
    },
  ],
});

/** How many features all of them read. */
export const featuresRead = ({ members }: HeadMembers): number =>
  Math.max(...members.map(({ featureFrom, featureCount }) => featureFrom + featureCount));

/** Logits of the classes: bias, then weight times feature in the features' order, in float64. */
export function memberLogits(member: HeadMember, features: Float32Array): Float64Array {
  const { featureFrom, featureCount, kernel, bias } = member;
  const classes = bias.length;
  const logits = Float64Array.from(bias);
  for (let c = 0; c < classes; c += 1) {
    let sum = bias[c] ?? 0;
    for (let i = 0; i < featureCount; i += 1) sum += (kernel[i * classes + c] ?? 0) * (features[featureFrom + i] ?? 0);
    logits[c] = sum;
  }
  return logits;
}

export const weightOf = ({ weight = 1 }: HeadMember): number => weight;

export const totalWeight = ({ members }: HeadMembers): number =>
  members.reduce((sum, member) => sum + weightOf(member), 0);

/** The log-odds of malignant: (weighted) mean over the members of log(sum of e^z over malignant classes) - log(that over the others), in float64. */
export function logOdds(head: HeadMembers, features: Float32Array): number {
  let sum = 0;
  for (const member of head.members) sum += weightOf(member) * oddsOf(memberLogits(member, features), member.malignant);
  return sum / totalWeight(head);
}

/** log(p / (1 - p)) of the summed softmax probability p of the malignant classes; the logit itself where there is one. */
function oddsOf(logits: Float64Array, malignant: readonly boolean[]): number {
  if (logits.length === 1) return logits[0] ?? Number.NaN;
  return logSumExp(logits, malignant, true) - logSumExp(logits, malignant, false);
}

/** Over the classes of one kind. */
function logSumExp(logits: Float64Array, malignant: readonly boolean[], kind: boolean): number {
  let largest = -Infinity;
  logits.forEach((logit, c) => {
    if (malignant[c] === kind && logit > largest) largest = logit;
  });
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  logits.forEach((logit, c) => {
    if (malignant[c] === kind) sum += Math.exp(logit - largest);
  });
  return largest + Math.log(sum);
}

/**
 * The probability of each class, or null for a sigmoid and for members that tell different classes apart. The malignant ones share out the score, and the others what is left of 1, in proportion to e^(mean of
 * the members' logits): with one member that is its softmax, with several it agrees with the mean of their log-odds, which the score is.
 */
export function classProbabilities(head: HeadMembers, features: Float32Array): number[] | null {
  const { members } = head;
  const malignant = members[0]?.malignant ?? [];
  if (malignant.length < 2 || members.some((member) => member.malignant.join() !== malignant.join())) return null;
  const total = totalWeight(head);
  const mean = new Float64Array(malignant.length);
  let odds = 0;
  for (const member of members) {
    const logits = memberLogits(member, features);
    const share = (value: number): number => (weightOf(member) * value) / total;
    odds += share(oddsOf(logits, malignant));
    logits.forEach((logit, c) => {
      mean[c] = (mean[c] ?? 0) + share(logit);
    });
  }
  const whole = new Map([true, false].map((kind) => [kind, logSumExp(mean, malignant, kind)]));
  return Array.from(mean, (logit, c) => {
    const kind = malignant[c] === true;
    const share = Math.exp(logit - (whole.get(kind) ?? Number.NaN));
    // In logs, so that a share of almost nothing keeps its digits: 1 / (1 + e^-z) of the kind that this class is of.
    return Math.min(1, share * Math.exp(-Math.log1p(Math.exp(kind ? -odds : odds))));
  });
}

/** Log-odds as weights . features + bias. */
export interface LinearHead {
  weights: Float64Array;
  bias: number;
}

/**
 * A head as one that is linear in the features. Exact for sigmoids, whatever the features. Of classes it is the tangent at these features: each class
 * counts by how much its logit moves the log-odds there (its share among the malignant classes, less its share among the others), and the bias holds
 * the rest, so that weights . features + bias are the log-odds of these features.
 */
export function linearAt(head: HeadMembers, features: Float32Array): LinearHead {
  const { members } = head;
  const [first] = members;
  const isWhole = first?.featureFrom === 0 && first.featureCount === features.length;
  if (members.length === 1 && first?.bias.length === 1 && isWhole) {
    return { weights: first.kernel, bias: first.bias[0] ?? Number.NaN };
  }
  const weights = new Float64Array(features.length);
  const total = totalWeight(head);
  for (const member of members) {
    const { featureFrom, featureCount, kernel, malignant } = member;
    const slopes = slopesOf(memberLogits(member, features), malignant);
    for (let i = 0; i < featureCount; i += 1) {
      let sum = 0;
      slopes.forEach((slope, c) => {
        sum += slope * (kernel[i * slopes.length + c] ?? 0);
      });
      weights[featureFrom + i] = (weights[featureFrom + i] ?? 0) + (weightOf(member) * sum) / total;
    }
  }
  let rest = logOdds(head, features);
  weights.forEach((weight, i) => {
    rest -= weight * (features[i] ?? 0);
  });
  return { weights, bias: rest };
}

/** d log-odds / d logit of each class. */
function slopesOf(logits: Float64Array, malignant: readonly boolean[]): Float64Array {
  if (logits.length === 1) return Float64Array.of(1);
  const whole = [false, true].map((kind) => logSumExp(logits, malignant, kind));
  return logits.map((logit, c) => {
    const kind = malignant[c] === true;
    return (kind ? 1 : -1) * Math.exp(logit - (whole[kind ? 1 : 0] ?? Number.NaN));
  });
}
