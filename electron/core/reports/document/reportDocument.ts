import type { ReportLanguage } from '../../../shared/schemas/report.ts';
import type { ReportModel } from '../reportModel.ts';
import { calibrationSection } from '../sections/calibration.ts';
import { authorsSection, limitsSection, methodsSection, sampleSection } from '../sections/closing.ts';
import { comparisonSection } from '../sections/comparison.ts';
import { datasetSection } from '../sections/dataset.ts';
import { errorsSection } from '../sections/errors.ts';
import { judgedSection } from '../sections/judged.ts';
import { performanceSection } from '../sections/performance.ts';
import { subgroupsSection } from '../sections/subgroups.ts';
import { summarySection } from '../sections/summary.ts';
import { reproduceSection, trainingSection } from '../sections/training.ts';
import type { Speaker } from '../words/speaker.ts';
import { createSpeaker } from '../words/speaker.ts';
import type { ReportDocument } from './blocks.ts';

/** The whole report, HTML and PDF alike, in the order of a paper: what was found, on whom, how, and how far it can be trusted. */
export function reportDocument(model: ReportModel, language: ReportLanguage): ReportDocument {
  const speaker = createSpeaker(language);
  const { facts } = model;
  return {
    language,
    title: speaker.say('reportTitle'),
    subtitle: facts.name,
    lines: titleLines(model, speaker),
    sections: [
      summarySection(facts, speaker),
      judgedSection(facts, speaker),
      datasetSection(facts, speaker),
      performanceSection(model, speaker),
      calibrationSection(model, speaker),
      subgroupsSection(facts, speaker),
      comparisonSection(facts, speaker),
      errorsSection(facts, speaker),
      trainingSection(facts, speaker),
      reproduceSection(facts, speaker),
      sampleSection(facts, speaker),
      limitsSection(facts, speaker),
      authorsSection(speaker),
      methodsSection(speaker),
    ],
  };
}

/** Who made it, when, with what. */
export function titleLines({ facts }: ReportModel, { say, date }: Speaker): string[] {
  return [
    say('madeBy', { version: facts.lesionlab, date: date(facts.generatedAt) }),
    ...(facts.author.trim() === '' ? [] : [say('named', { name: say('author'), value: facts.author.trim() })]),
    say('noticeMeaning'),
  ];
}
