import {expect, test} from 'vitest';
import {runInkcap} from './run-inkcap.ts';

test('what RADIUS carries stands below its attribute, and leaves the list to it', async () => {
	const list = await runInkcap(['-n', '-r', 'fixtures/radius/eap.pcap', '-c', '2']);
	expect(list.output).toMatch(/RADIUS 117 Access-Request id=1\n.*RADIUS 96 Access-Challenge id=1\n$/);
	const tree = await runInkcap(['-n', '-r', 'fixtures/radius/eap.pcap', '-c', '1', '-V']);
	expect(tree.output).toMatch(/^ {8}AVP: t=EAP-Message.* Last Segment\[2\]$(?:\n {12}.*)*\n {12}Extensible Authentication Protocol$/m);
});
