/** `npm run format [-- FILES]` writes what the formatter says, `-- --check` only tells; with no FILES, all of the checkout. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {createFromBuffer} from '@dprint/formatter';
import {getPath} from '@dprint/typescript';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const places = ['src', 'test', 'bench', 'scripts', 'fixtures', 'vitest.config.ts'];

const shared = {indentWidth: 4, lineWidth: 180, newLineKind: 'lf', useTabs: true};
const typescript = {
	'arrayExpression.preferHanging': 'always',
	'arrowFunction.useParentheses': 'preferNone',
	'binaryExpression.operatorPosition': 'maintain',
	'constructSignature.spaceAfterNewKeyword': true,
	'constructorType.spaceAfterNewKeyword': true,
	'exportDeclaration.sortNamedExports': 'maintain',
	'exportDeclaration.spaceSurroundingNamedExports': false,
	'forStatement.spaceAfterSemiColons': true,
	'importDeclaration.sortNamedImports': 'maintain',
	'importDeclaration.spaceSurroundingNamedImports': false,
	'jsx.quoteStyle': 'preferDouble',
	'module.sortExportDeclarations': 'maintain',
	'module.sortImportDeclarations': 'maintain',
	nextControlFlowPosition: 'sameLine',
	operatorPosition: 'nextLine',
	quoteProps: 'preserve',
	quoteStyle: 'preferSingle',
	singleBodyPosition: 'maintain',
	spaceSurroundingProperties: false,
	useBraces: 'maintain',
};

const walk = place => {
	const stats = fs.statSync(place, {throwIfNoEntry: false});
	if (stats === undefined) return [];
	if (stats.isDirectory()) return fs.readdirSync(place).flatMap(name => walk(path.join(place, name)));
	return /\.(?:[cm]?js|tsx?)$/.test(place) ? [place] : [];
};

const formatter = createFromBuffer(fs.readFileSync(getPath()));
formatter.setConfig(shared, typescript);
for (const {propertyName, message} of formatter.getConfigDiagnostics()) throw new Error(`${propertyName}: ${message}`);

const given = process.argv.slice(2);
const check = given.includes('--check');
const named = given.filter(argument => !argument.startsWith('--'));
const files = (named.length > 0 ? named : places.map(place => path.join(root, place))).flatMap(walk);
let different = 0;
for (const file of files) {
	const text = fs.readFileSync(file, 'utf8');
	const name = path.relative('', file);
	try {
		const formatted = formatter.formatText({filePath: file, fileText: text});
		if (formatted === text) continue;
		different++;
		if (!check) fs.writeFileSync(file, formatted);
		process.stdout.write(`${check ? 'not formatted' : 'formatted'}: ${name}\n`);
	} catch (error) {
		process.stdout.write(`${name}: ${error}\n`);
		process.exitCode = 1;
	}
}

if (check && different > 0) {
	process.stdout.write('npm run format puts them right\n');
	process.exitCode = 1;
}
