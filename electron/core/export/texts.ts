import { NOTICE } from '../../shared/notice.ts';
import type { ExportManifest } from '../../shared/schemas/bundle.ts';
import type { Views } from '../../shared/schemas/run.ts';

type Facts = Omit<ExportManifest, 'files'>;

/** What somebody who finds the folder has to know; the figures stand in manifest.json too. */
export function readmeOf(facts: Facts): string {
  return facts.format === 'lesionlab-run-bundle' ? bundleReadme(facts) : savedModelReadme(facts);
}

const heading = ({ run, lesionlab, createdAt, modelHash }: Facts, what: string): string => `${NOTICE}

${what}
Run "${run.name}" (${run.id}), trained on ${run.trainCount} photos of "${run.datasetName}".
Model ${modelHash}
Written by LesionLab ${lesionlab} at ${createdAt}.`;

const meaning = ({
  threshold,
}: Facts): string => `A score is the probability of malignant that the network gives, from 0 to 1.
The call is malignant at a score of ${threshold.value} or more, else benign.
It says nothing about lesions or cameras unlike those that the run was trained on.`;

function bundleReadme(facts: Facts): string {
  return `${heading(facts, 'A run bundle: all that LesionLab needs to score photos with this run on another computer.')}

${meaning(facts)}

  lesionlab score FOLDER --bundle THIS_FOLDER --out scores.csv
  lesionlab score - --bundle THIS_FOLDER        paths on stdin, a JSON line a photo on stdout

No data folder is needed, no network, and nothing is written here. Every file's SHA-256 stands in manifest.json; a folder
in which one byte has changed is refused. Copy the folder whole, as bytes (an archive made by tar or zip is fine).

  backbone/saved_model.pb   the ${networkWords(facts.run.config)}, a TensorFlow graph from uint8 pixels to features
  backbone/backbone.json    what it is, where its weights come from, how a photo enters it
  run/head.bin              the run's own weights
${facts.likeness === null ? '' : '  run/reference.bin         features of the training photos, by which a photo is flagged as unlike them (no picture, no path)\n'}  manifest.json             run, threshold, recalibration, preprocessing, versions, hashes
`;
}

function networkWords({ tuning, ensemble }: Facts['run']['config']): string {
  if (ensemble !== undefined) return 'networks of the averaged runs side by side';
  return tuning === null ? 'frozen network' : 'network as this run fine-tuned it';
}

function savedModelReadme(facts: Facts): string {
  const { imageSizePx: size, mean, scale, resize, views } = facts.preprocessing;
  const howSquare =
    resize === 'squash'
      ? `3. Squash the whole photo to ${size} x ${size} pixels (its shape is not kept), linear interpolation that averages when it shrinks.`
      : `3. Cut out the square in the middle and bring it to ${size} x ${size} pixels, linear interpolation that averages when it shrinks.`;
  return `${heading(facts, 'A TensorFlow SavedModel (tag "serve", signature "serving_default") for other programs.')}

${meaning(facts)}

Input   photo   uint8   [n, ${size}, ${size}, 3]   RGB, rows from the top
Output  score   float32 [n]   probability of malignant
        logit   float32 [n]   its log-odds

Before the graph:
1. Decode the whole file; refuse one that is cut off. Of an animation take the first picture.
2. Turn it upright (EXIF orientation) and convert it to 8-bit sRGB by its colour profile; transparent parts become white.
${howSquare}
Within the graph: ${mean === 0 && scale === 1 ? 'each network scales the values in its own way' : `(value - ${mean}) / ${scale}`}${averaged[views]}.

The graph gives LesionLab's scores for the same pixels. Another program's decoder and resizing give slightly other pixels, so
that scores differ in later digits and a call very near the threshold may differ: compare both on your own photos before
you rely on it. The recalibration in manifest.json, where there is one, is not part of the graph.
`;
}

const averaged: Record<Views, string> = {
  one: '',
  flips: '; the photo and its three mirror images are looked at and averaged',
  turns: '; the photo, its quarter turns and the mirror images of all four are looked at and averaged',
};

export const licenseOf = ({ backbone }: Facts): string => `${backbone.name}
Licence (SPDX): ${backbone.license}
Weights from: ${backbone.source}
SHA-256 of the weights as they came: ${backbone.weightsSha256}
${backbone.caveat === '' ? '' : `\n${backbone.caveat}\n`}`;
