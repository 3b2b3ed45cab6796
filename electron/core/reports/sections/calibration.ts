import { decisionModel, reliabilityModel } from '../../../shared/figures/probabilityModels.ts';
import { recalibrateTable } from '../../../shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../shared/metrics/scoreTable.ts';
import type { CalibrationReport, ReportFacts } from '../../../shared/schemas/report.ts';
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
    blocks: [
      ...calibrationTables(facts, speaker),
      ...figures.map((figure): Block => ({ kind: 'figure', figure })),
    ],
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
        threshold: plain(facts.threshold),
        model: decimals(facts.netBenefit),
        all: decimals(facts.netBenefitTreatAll),
      }),
    ),
  );
  return blocks;
}

function comparison({ calibrationBefore, recalibrated }: ReportFacts, { say, decimals }: Speaker): Block {
  const after = recalibrated?.after ?? null;
  const row = (name: string, ideal: string, of: (report: CalibrationReport) => number | null): string[] => [
    name,
    ideal,
    decimals(of(calibrationBefore)),
    ...(after === null ? [] : [decimals(of(after))]),
  ];
  const afterName =
    recalibrated?.recalibration.map.method === 'platt' ? say('recalibratedPlatt') : say('recalibratedTemperature');
  return {
    kind: 'table',
    caption: say('calibrationTable'),
    columns: [
      text(say('figureName')),
      number(say('ideal')),
      number(say('asScored')),
      ...(after === null ? [] : [number(afterName)]),
    ],
    rows: [
      row(say('intercept'), '0', ({ calibration }) => calibration.intercept),
      row(say('slope'), '1', ({ calibration }) => calibration.slope),
      row(say('inTheLarge'), '0', ({ calibration }) => calibration.inTheLarge),
      row(say('brier'), '0', ({ brier }) => brier),
      row(say('logLoss'), '0', ({ logLoss }) => logLoss),
      row(say('ece'), '0', ({ ece }) => ece),
    ],
  };
}
