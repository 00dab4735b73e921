import {expect, test} from 'vitest';
import {settledVersion, settledVersions} from '../../../src/decode/application/tls-names.ts';
import {applicationNames, newSession, pack, portApplication, unpack} from '../../../src/decode/application/tls-session.ts';

test('what is kept of a session is a small number that gives it back', () => {
	const back = newSession();
	for (const version of settledVersions) {
		for (const cipher of [0, 0x1302, 0xffff]) {
			for (let application = 0; application < applicationNames.length; application++) {
				for (let bits = 0; bits < 8; bits++) {
					const direction = bits & 4 ? 1 : 0;
					const session = {...newSession(), version, cipher, application, abbreviated: (bits & 1) !== 0};
					session.encrypted[direction] = (bits & 2) !== 0;
					const packed = pack(session, direction);
					expect(packed).toBeGreaterThanOrEqual(0);
					expect(packed).toBeLessThan(2 ** 30);
					expect(unpack(packed, back)).toBe(direction);
					expect(back).toEqual(session);
				}
			}
		}
	}
});

test('no version is settled that is not kept', () => {
	const settled = new Set(Array.from({length: 0x1_0000}, (_, version) => settledVersion(version)));
	expect([...settled].toSorted()).toEqual(settledVersions.toSorted());
});

test('the lower port says what is inside, else the higher', () => {
	expect(portApplication(50_000, 443)).toBe(applicationNames.indexOf('Hypertext Transfer Protocol'));
	expect(portApplication(993, 443)).toBe(portApplication(443, 993));
	expect(portApplication(8000, 8883)).toBe(applicationNames.indexOf('MQ Telemetry Transport Protocol'));
	expect(portApplication(8000, 65_535)).toBe(0);
});
