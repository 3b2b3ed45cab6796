/** Who may import whom: the table of the architecture, as dependency-cruiser's rules. Types count as imports. */
const room = (name) => `^electron/${name}/`;
const npm = (...names) => `^node_modules/(${names.join('|')})(/|$)`;
const everyNpm = '^node_modules/';

/** One room's allowed imports: its own and the named rooms, Node or not, and the npm packages. */
function rulesFor(name, { from, rooms, node, packages }) {
  return [
    {
      name: `${name}-rooms`,
      severity: 'error',
      comment: `${name} imports only ${rooms.join(', ')}`,
      from: { path: from },
      to: { path: '^(electron|renderer|build|tests|resources)/', pathNot: rooms },
    },
    {
      name: `${name}-packages`,
      severity: 'error',
      comment: `${name} has its own list of npm packages`,
      from: { path: from },
      to: { path: everyNpm, pathNot: packages.length === 0 ? [] : [npm(...packages)] },
    },
    ...(node
      ? []
      : [{ name: `${name}-no-node`, severity: 'error', from: { path: from }, to: { dependencyTypes: ['core'] } }]),
  ];
}

const shared = room('shared');
const types = '@types';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-listens',
      severity: 'error',
      comment: 'no part of the program opens or waits for a connection',
      from: { path: '^electron/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram)$' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...rulesFor('shared', { from: shared, rooms: [shared], node: false, packages: ['zod'] }),
    ...rulesFor('engine', {
      from: room('engine'),
      rooms: [shared, room('engine')],
      node: true,
      packages: ['zod', '@tensorflow', 'sharp', types],
    }),
    ...rulesFor('core', {
      from: room('core'),
      // What core and engine say to each other, and what an engine must find when it starts; nothing else of it is known to the core.
      rooms: [shared, room('core'), '^electron/engine/(protocol|envelope|environment)\\.ts$'],
      node: true,
      packages: ['zod', 'csv-parse', 'iconv-lite', 'picomatch', types],
    }),
    ...rulesFor('main', {
      from: room('main'),
      rooms: [shared, room('main')],
      node: true,
      packages: ['zod', 'electron', types],
    }),
    ...rulesFor('preload', {
      from: room('preload'),
      rooms: [shared, room('preload')],
      node: false,
      packages: ['electron', types],
    }),
    {
      name: 'preload-shared-types-only',
      severity: 'error',
      from: { path: room('preload') },
      to: { path: shared, dependencyTypesNot: ['type-only'] },
    },
    ...rulesFor('cli', {
      from: room('cli'),
      rooms: [shared, room('core'), room('cli')],
      node: true,
      packages: ['zod', 'commander', 'csv-parse', types],
    }),
    ...rulesFor('renderer', {
      from: '^renderer/',
      rooms: [shared, '^renderer/'],
      node: false,
      packages: ['zod', 'svelte', 'chart\\.js', 'chartjs-plugin-annotation', 'bits-ui', '@lucide', types],
    }),
    {
      name: 'feature-not-feature',
      severity: 'error',
      comment: 'features meet in state, ui and charts, never in one another',
      from: { path: '^renderer/src/features/([^/]+)/' },
      to: { path: '^renderer/src/features/([^/]+)/', pathNot: '^renderer/src/features/$1/' },
    },
    {
      name: 'lower-not-feature',
      severity: 'error',
      from: { path: '^renderer/src/(ui|charts|state|i18n)/' },
      to: { path: '^renderer/src/features/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'build/tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'svelte'],
    },
  },
};
