// Writes the JSON Schemas of the formats that mxtls writes, as part of `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesJsonSchema } from '../dist/model/output/changes-text.js';
import { exportJsonSchema } from '../dist/model/output/export.js';
import { historyJsonSchema } from '../dist/model/output/history.js';
import { latestJsonSchema } from '../dist/model/output/latest.js';
import { notificationJsonSchema } from '../dist/model/output/notification.js';
import { vantagesJsonSchema } from '../dist/model/output/vantages.js';
import { snapshotJsonSchema } from '../dist/model/records/json-schema.js';
import { reportJsonSchema } from '../dist/model/output/report.js';

const schemas = {
  'mxtls-1.schema.json': snapshotJsonSchema(),
  'mxtls-changes-1.schema.json': changesJsonSchema(),
  'mxtls-export-1.schema.json': exportJsonSchema(),
  'mxtls-history-1.schema.json': historyJsonSchema(),
  'mxtls-latest-1.schema.json': latestJsonSchema(),
  'mxtls-notification-1.schema.json': notificationJsonSchema(),
  'mxtls-report-1.schema.json': reportJsonSchema(),
  'mxtls-vantages-1.schema.json': vantagesJsonSchema(),
};
for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(schema, null, 2)}\n`);
}
