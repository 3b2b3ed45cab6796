import type { ReportLanguage } from '../../../shared/schemas/report.ts';
import type { ReportModel } from '../reportModel.ts';
import { calibrationTables } from '../sections/calibration.ts';
import { authorsSection, limitsSection, methodsSection, sampleSection } from '../sections/closing.ts';
import { comparisonSection } from '../sections/comparison.ts';
import { datasetSection } from '../sections/dataset.ts';
import { judgedSection } from '../sections/judged.ts';
import { performanceTables, prevalenceSection } from '../sections/performance.ts';
import { subgroupsSection } from '../sections/subgroups.ts';
import { cautions, summarySection } from '../sections/summary.ts';
import { reproduceSection, trainingTables } from '../sections/training.ts';
import { createSpeaker } from '../words/speaker.ts';
import type { Block, ReportDocument, Section } from './blocks.ts';
import { titleLines } from './reportDocument.ts';

/** A model card (Mitchell et al. 2019) from the same facts and words as the report; without figures and lists of photos. */
export function cardDocument(model: ReportModel, language: ReportLanguage): ReportDocument {
  const speaker = createSpeaker(language);
  const { facts } = model;
  const { say } = speaker;
  const section = (id: string, title: string, blocks: Block[], sections: Section[] = []): Section => ({
    id,
    title,
    blocks,
    sections,
  });
  const reproduce = reproduceSection(facts, speaker);
  const judged = judgedSection(facts, speaker);
  return {
    language,
    title: say('cardTitle'),
    subtitle: facts.name,
    lines: titleLines(model, speaker),
    sections: [
      section('modelDetails', say('cardDetails'), [...trainingTables(facts, speaker), ...reproduce.blocks]),
      section('intendedUse', say('cardUse'), [
        { kind: 'text', text: say('cardUseText') },
        { kind: 'note', tone: 'caution', text: say('cardNotUse') },
      ]),
      section('factors', say('cardFactors'), subgroupsSection(facts, speaker).blocks),
      section('metrics', say('cardMetrics'), [
        ...summarySection(facts, speaker).blocks,
        ...methodsSection(speaker).blocks,
      ]),
      section('evaluationData', say('cardEvaluationData'), judged.blocks, judged.sections),
      section('trainingData', say('cardTrainingData'), datasetSection(facts, speaker).blocks),
      section(
        'quantitativeAnalyses',
        say('cardAnalyses'),
        [...performanceTables(facts, speaker), ...calibrationTables(facts, speaker)],
        [prevalenceSection(facts, speaker), comparisonSection(facts, speaker)],
      ),
      section('ethicalConsiderations', say('cardEthics'), [{ kind: 'text', text: say('cardEthicsText') }]),
      section(
        'caveats',
        say('cardCaveats'),
        [...cautions(facts, speaker), ...limitsSection(facts, speaker).blocks],
        [sampleSection(facts, speaker), authorsSection(speaker)],
      ),
    ],
  };
}
