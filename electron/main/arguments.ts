/** Value of `--name value` or `--name=value`, or null. */
export function optionOf(args: readonly string[], name: string): string | null {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[index];
  if (found === undefined) return null;
  return found === name ? (args[index + 1] ?? null) : found.slice(name.length + 1);
}
