import { InvalidArgumentError } from 'commander';
import { ClassTarget } from '../shared/schemas/dataset.ts';
import type { ClassMapping } from '../shared/schemas/dataset.ts';

/** Parsers of option values. Each throws InvalidArgumentError, which commander reports with the option's name. */

/** `name=target,name=target`. A comma inside a class name is kept: a piece without a target belongs to the next one. */
export function parseMapping(text: string, previous: ClassMapping = {}): ClassMapping {
  const mapping: ClassMapping = { ...previous };
  let name = '';
  for (const piece of text.split(',')) {
    const whole = name === '' ? piece : `${name},${piece}`;
    const cut = whole.lastIndexOf('=');
    const target =
      cut < 0
        ? null
        : ClassTarget.safeParse(
            whole
              .slice(cut + 1)
              .trim()
              .toLowerCase(),
          );
    if (target === null) {
      name = whole;
      continue;
    }
    const className = whole.slice(0, cut).trim();
    if (!target.success) {
      throw new InvalidArgumentError(`"${whole.trim()}": a class is benign, malignant or exclude.`);
    }
    if (className === '') throw new InvalidArgumentError(`"${whole.trim()}" names no class.`);
    mapping[className] = target.data;
    name = '';
  }
  if (name.trim() !== '') throw new InvalidArgumentError(`"${name.trim()}" has no =benign, =malignant or =exclude.`);
  return mapping;
}

/** `0.7,0.15,0.15`: the shares of train, valid and test, which sum to 1. */
export function parseRatios(text: string): { train: number; valid: number; test: number } {
  const parts = text.split(',').map((part) => parseNumber(part));
  const [train, valid, test = 0] = parts;
  if (train === undefined || valid === undefined || parts.length > 3) {
    throw new InvalidArgumentError('Give the shares of train, valid and test, as 0.7,0.15,0.15.');
  }
  if (parts.some((part) => part < 0) || Math.abs(train + valid + test - 1) > 1e-9) {
    throw new InvalidArgumentError('The shares of train, valid and test are not negative and sum to 1.');
  }
  return { train, valid, test };
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

/** A number from 0 to 1; 0 and 1 are allowed and mean what they say. */
export function parseProbability(text: string): number {
  const value = parseNumber(text);
  if (value < 0 || value > 1) throw new InvalidArgumentError('It is a number from 0 to 1.');
  return value;
}

/** A share that something must reach: above 0, at most 1. */
export function parseShare(text: string): number {
  const value = parseProbability(text);
  if (value === 0) throw new InvalidArgumentError('It is a number above 0 and at most 1.');
  return value;
}

/** A number above 0 and at most `high`. */
export function parsePositive(high: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (value <= 0 || value > high) throw new InvalidArgumentError(`It is a number above 0 and at most ${high}.`);
    return value;
  };
}

/** A number from 0 to `high`. */
export function parseNotNegative(high: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (value < 0 || value > high) throw new InvalidArgumentError(`It is a number from 0 to ${high}.`);
    return value;
  };
}

const LONGEST_NAME = 200;

/** The name of a data set or run: blanks around it do not belong to it. */
export function parseName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw new InvalidArgumentError(`A name has 1 to ${LONGEST_NAME} characters.`);
  }
  return name;
}

/** A whole number between two bounds, both included. */
export function parseInteger(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`It is a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

export const parseSeed = parseInteger(0, 0xffffffff);
