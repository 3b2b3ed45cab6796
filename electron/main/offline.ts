import { app, type Session } from 'electron';

/** Chromium's own traffic is off before it starts: no names are resolved, nothing is looked up, reported or updated. */
export function forbidNetworkBeforeStart(): void {
  const switches: ReadonlyArray<readonly [string, string?]> = [
    ['host-resolver-rules', 'MAP * ~NOTFOUND'],
    ['disable-background-networking'],
    ['disable-component-update'],
    ['disable-domain-reliability'],
    ['disable-client-side-phishing-detection'],
    ['disable-sync'],
    ['disable-breakpad'],
    ['disable-quic'],
    ['dns-prefetch-disable'],
    ['no-pings'],
    ['no-proxy-server'],
    ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
    [
      'disable-features',
      'AsyncDns,DnsOverHttpsUpgrade,NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,WebRtcHideLocalIpsWithMdns',
    ],
  ];
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
}

/** The only addresses a page may load: our own scheme, and what a page made itself. DevTools exist in development only. */
export function isLocalAddress(url: string, withDevTools: boolean): boolean {
  return /^(app|blob|data):/.test(url) || (withDevTools && /^devtools:/.test(url));
}

/** Local powers the window may use; everything else a page could ask for is refused. */
const harmless = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Refuses every request that leaves the computer, every permission and every download that is not the page's own data. */
export function lockDown(session: Session): void {
  const withDevTools = !app.isPackaged;
  app.configureHostResolver({ secureDnsMode: 'off', enableBuiltInResolver: false, secureDnsServers: [] });
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isLocalAddress(details.url, withDevTools);
    if (!allowed) console.error(`shell: refused a request to ${details.url}`);
    answer({ cancel: !allowed });
  });
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(harmless.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => harmless.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!/^(blob|data):/.test(item.getURL())) event.preventDefault();
  });
}
