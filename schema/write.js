// Writes the JSON Schemas of the snapshot format and of reports, as part of `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotJsonSchema } from '../dist/model/json-schema.js';
import { reportJsonSchema } from '../dist/model/report-json-schema.js';

write('mxtls-1.schema.json', snapshotJsonSchema());
write('mxtls-report-1.schema.json', reportJsonSchema());

function write(name, schema) {
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(schema, null, 2)}\n`);
}
