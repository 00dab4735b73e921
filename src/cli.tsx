import {version} from './version.ts';

process.stdout.write(`inkcap ${version}\n`);
