import { decisionModel, reliabilityModel } from '../../../shared/figures/probabilityModels.ts';
import { recalibrateTable } from '../../../shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../shared/metrics/scoreTable.ts';
import type { ReportFacts, ResampledEstimate } from '../../../shared/schemas/report.ts';
import type { Block, Section } from '../document/blocks.ts';
import { number, text } from '../document/blocks.ts';
import type { ReportModel } from '../reportModel.ts';
import type { Speaker } from '../words/speaker.ts';

export function calibrationSection({ facts, scores }: ReportModel, speaker: Speaker): Section {
  const { recalibrated, decisionCurve } = facts;
  const { language } = speaker;
  const table = createScoreTable(scores);
  const after = recalibrated === null ? null : recalibrateTable(table, recalibrated.recalibration);
  const method = recalibrated?.recalibration.map.method ?? null;
  const figures = [
    reliabilityModel({ table, recalibrated: after && method ? { table: after, method } : null }, language),
    decisionModel(
      { table: after ?? table, calibrated: decisionCurve.calibrated, threshold: decisionCurve.threshold },
      language,
    ),
  ];
  return {
    id: 'calibration',
    title: speaker.say('calibrationTitle'),
    blocks: [...calibrationTables(facts, speaker), ...figures.map((figure): Block => ({ kind: 'figure', figure }))],
  };
}

/** All but the figures: also the model card's. */
export function calibrationTables(facts: ReportFacts, speaker: Speaker): Block[] {
  const { say, decimals, plain, count } = speaker;
  const { recalibrated, prevalence } = facts;
  const plainNote = (words: string): Block => ({ kind: 'note', tone: 'plain', text: words });
  const blocks: Block[] = [comparison(facts, speaker)];
  if (prevalence !== null) {
    blocks.push(plainNote(say('brierNull', { value: decimals(prevalence * (1 - prevalence)) })));
  }
  if (recalibrated === null) blocks.push(plainNote(say('recalibrationNone')));
  else {
    const { map, n, positives } = recalibrated.recalibration;
    const of = { n: count(n), positives: count(positives) };
    blocks.push(
      plainNote(
        map.method === 'platt'
          ? say('mapPlatt', { ...of, intercept: plain(map.intercept), slope: plain(map.slope) })
          : say('mapTemperature', { ...of, temperature: plain(map.temperature) }),
      ),
    );
    if (recalibrated.inSample) blocks.push({ kind: 'note', tone: 'caution', text: say('recalibrationInSample') });
    blocks.push(plainNote(say('recalibrationUse')));
  }
  blocks.push(
    plainNote(
      say('netBenefit', {
        threshold: speaker.threshold(facts.threshold),
        model: speaker.resampled(facts.resampled.netBenefit),
        all: decimals(facts.netBenefitTreatAll),
      }),
    ),
  );
  return blocks;
}

type Figure = 'intercept' | 'slope' | 'inTheLarge' | 'brier' | 'logLoss' | 'ece';

const IDEAL: Record<Figure, string> = {
  intercept: '0',
  slope: '1',
  inTheLarge: '0',
  brier: '0',
  logLoss: '0',
  ece: '0',
};

function comparison({ resampled, recalibrated }: ReportFacts, { say, decimals, range, method }: Speaker): Block {
  const cell = (estimate: ResampledEstimate | undefined): string =>
    estimate === undefined || estimate.value === null
      ? say('undefined')
      : `${decimals(estimate.value)} (${range(estimate)})`;
  const row = (name: Figure): string[] => [
    say(name),
    IDEAL[name],
    cell(resampled[name]),
    ...(recalibrated === null ? [] : [cell(resampled[`after-${name}`])]),
  ];
  const afterName =
    recalibrated?.recalibration.map.method === 'platt' ? say('recalibratedPlatt') : say('recalibratedTemperature');
  return {
    kind: 'table',
    caption: say('calibrationTable', { method: method(resampled.brier?.method ?? 'not estimable') }),
    columns: [
      text(say('figureName')),
      number(say('ideal')),
      number(say('asScored')),
      ...(recalibrated === null ? [] : [number(afterName)]),
    ],
    rows: FIGURES.map(row),
  };
}

const FIGURES: readonly Figure[] = ['intercept', 'slope', 'inTheLarge', 'brier', 'logLoss', 'ece'];
