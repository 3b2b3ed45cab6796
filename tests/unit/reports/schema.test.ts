import { format } from 'prettier';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toMetricsJson } from '../../../electron/core/reports/formats/json.ts';
import { ReportFacts } from '../../../electron/shared/schemas/report.ts';
import { aModel } from './cases.ts';

const published = (): Record<string, unknown> => ({
  ...z.toJSONSchema(ReportFacts, { io: 'output' }),
  title: 'metrics.json of a LesionLab report',
});

/** `vitest -u` writes it anew. */
test('the published schema is the one that reports are checked against', async () => {
  const text = await format(JSON.stringify(published()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot('../../../resources/schemas/metrics.schema.json');
});

test('what is written is what the published schema takes, and not without its figures', async () => {
  const written: unknown = JSON.parse(toMetricsJson(await aModel()));
  const reader = z.fromJSONSchema(published());
  expect(reader.safeParse(written).error).toBeUndefined();
  const { sensitivity: _left, ...without } = ReportFacts.parse(written);
  expect(reader.safeParse(without).success).toBe(false);
  expect(reader.safeParse({ ...ReportFacts.parse(written), notice: 'none' }).success).toBe(false);
});
