/** `npm run docs`: makes the pages that come from declarations. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {apiDocs} from './api-docs.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
fs.writeFileSync(path.join(root, 'docs/api.md'), apiDocs(path.join(root, 'dist/types')));
