/** One formatter a number of decimals: making one costs a thousand times what using it does. */
const formatters = new Map<number, Intl.NumberFormat>();

/**
 * `digits` decimals, rounded as the window's own numbers are: the shortest decimal that means this number, halves away from zero. An AUC of
 * 0.8325 is 0.833 everywhere, where toFixed would look at its binary form (0.83249999...) and say 0.832. A minus as ASCII has it,
 * none before what rounds to nothing; no separators.
 */
export function fixed(value: number, digits: number): string {
  let formatter = formatters.get(digits);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat('en', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
      signDisplay: 'negative',
    });
    formatters.set(digits, formatter);
  }
  return formatter.format(value);
}
