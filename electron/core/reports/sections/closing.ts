import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { Section } from '../document/blocks.ts';
import { number, text, word } from '../document/blocks.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';

export function sampleSection({ sampleSizes }: ReportFacts, { say, count, rate }: Speaker): Section {
  const points = ((sampleSizes[0]?.halfWidth ?? 0) * 100).toFixed(0);
  return {
    id: 'sample',
    title: say('sampleTitle'),
    blocks: [
      { kind: 'text', text: say('sampleText', { points }) },
      {
        kind: 'table',
        caption: say('sampleTable'),
        columns: [
          text(say('figureName')),
          number(say('assumed')),
          number(say('needed')),
          number(say('have')),
          word(say('enough')),
        ],
        rows: sampleSizes.map((of) => [
          say('named', {
            name: say(of.rate),
            value: say(of.rate === 'sensitivity' ? 'ofMalignant' : 'ofBenign'),
          }),
          rate(of.assumed),
          count(of.needed),
          count(of.have),
          say(of.have >= of.needed ? 'yes' : 'no'),
        ]),
      },
    ],
  };
}

export function limitsSection({ split, byGroup }: ReportFacts, { say }: Speaker): Section {
  const keys: WordKey[] = [
    'limitPhotos',
    ...(split === null ? [] : (['limitInternal'] as const)),
    'limitLabels',
    'limitPrevalence',
    ...(byGroup === null ? (['limitIndependent'] as const) : []),
    'limitBinary',
    'limitSkin',
  ];
  return {
    id: 'limits',
    title: say('limitsTitle'),
    blocks: [{ kind: 'list', items: keys.map((key) => say(key)) }],
  };
}

const AUTHORS = [
  'addSource',
  'addReference',
  'addReaders',
  'addMissing',
  'addUse',
  'addEthics',
  'addProtocol',
] as const;

/** What the guidelines ask for and no program can know. */
export function authorsSection({ say }: Speaker): Section {
  return {
    id: 'authors',
    title: say('authorsTitle'),
    blocks: [
      { kind: 'text', text: say('authorsText') },
      { kind: 'list', items: AUTHORS.map((key) => say(key)) },
    ],
  };
}

const SOURCES = [
  'sourceCall',
  'sourceIntervals',
  'sourceAuc',
  'sourceBootstrap',
  'sourceCalibration',
  'sourceDecision',
  'sourceCompare',
  'sourceReporting',
] as const;

export function methodsSection({ say }: Speaker): Section {
  return {
    id: 'sources',
    title: say('methodsTitle'),
    blocks: [{ kind: 'list', items: SOURCES.map((key) => say(key)) }],
  };
}
