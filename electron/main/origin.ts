/** Our pages' scheme and host. `app://bundle/` is the window, the other hosts are photos by id. */
export const SCHEME = 'app';
export const BUNDLE_HOST = 'bundle';
export const START_PAGE = `${SCHEME}://${BUNDLE_HOST}/index.html`;

/** Whether an address is a page of ours. Compared parsed: a prefix test would let `app://bundle.evil/` through. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === BUNDLE_HOST && url.username === '';
}
