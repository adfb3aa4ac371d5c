// Writes the JSON Schemas of the snapshot format and of histories, as part of `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyJsonSchema } from '../dist/model/history.js';
import { snapshotJsonSchema } from '../dist/model/json-schema.js';

write('mxtls-1.schema.json', snapshotJsonSchema());
write('mxtls-history-1.schema.json', historyJsonSchema());

function write(name, schema) {
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(schema, null, 2)}\n`);
}
