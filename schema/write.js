// Writes the JSON Schema of the snapshot format, as part of `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotJsonSchema } from '../dist/model/json-schema.js';

const file = join(import.meta.dirname, 'mxtls-1.schema.json');
writeFileSync(file, `${JSON.stringify(snapshotJsonSchema(), null, 2)}\n`);
