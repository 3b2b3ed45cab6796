import { batch } from './batch.ts';
import { charts } from './charts.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { compare } from './compare.ts';
import { data } from './data.ts';
import { doctor } from './doctor.ts';
import { errors } from './errors.ts';
import { explain } from './explain.ts';
import { exporting } from './exporting.ts';
import { fine } from './fine.ts';
import { frame } from './frame.ts';
import { help } from './help.ts';
import { importing } from './importing.ts';
import { importScores } from './importScores.ts';
import { jobs } from './jobs.ts';
import { notes } from './notes.ts';
import { predict } from './predict.ts';
import { preview } from './preview.ts';
import { recipes } from './recipes.ts';
import { report } from './report.ts';
import { results } from './results.ts';
import { review } from './review.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { subgroups } from './subgroups.ts';
import { terms } from './terms.ts';
import { train } from './train.ts';
import { triage } from './triage.ts';
import { tuning } from './tuning.ts';
import { viewer } from './viewer.ts';
import { workbench } from './workbench.ts';

/** Every word the window says, both languages; a key begins with the name of its file. */
export const messages = {
  ...batch,
  ...charts,
  ...commands,
  ...common,
  ...compare,
  ...data,
  ...doctor,
  ...errors,
  ...explain,
  ...exporting,
  ...fine,
  ...frame,
  ...help,
  ...importing,
  ...importScores,
  ...jobs,
  ...notes,
  ...predict,
  ...preview,
  ...recipes,
  ...report,
  ...results,
  ...review,
  ...settings,
  ...start,
  ...subgroups,
  ...terms,
  ...train,
  ...triage,
  ...tuning,
  ...viewer,
  ...workbench,
};
