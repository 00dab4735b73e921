import type {LiveCapture, LiveStatus} from './capture/live/live-capture.ts';
import type {Packets} from './packets.ts';

export type {LiveStatus} from './capture/live/live-capture.ts';

/** What a screen can ask of a live capture. Sentences that come back say what went wrong. */
export type LiveControl = {
	readonly status: LiveStatus;
	/** Whether an SSH connection could be left out, or brought back. */
	readonly overSsh: boolean;
	/** Ends the run, or begins another; what came so far stays. */
	toggle(): Promise<string | undefined>;
	/** Goes on with another filter; the one before where libpcap does not take it. */
	filter(text: string): Promise<string | undefined>;
	/** Goes on with another interface. */
	interface(name: string): Promise<string | undefined>;
	/** Leaves the SSH connection out, or brings it back. */
	toggleSsh(): Promise<string | undefined>;
	/** Throws away what came so far, and begins again. */
	restart(show: (packets: Packets) => void): Promise<string | undefined>;
};

/** What is said where rights that were given up would be needed. */
const goneRights = 'The right to capture was given up: start inkcap again';

/** What the screen asks of a live capture; `again` opens its packets anew. */
export function liveControl(live: LiveCapture, again: () => Promise<Packets>): LiveControl {
	const ssh = live.ownSsh;
	const change = async (target: Partial<LiveStatus['target']>): Promise<string | undefined> => {
		const before = live.status.target;
		if (!live.repeatable) return goneRights;
		const wrong = await live.start({...before, ...target});
		if (wrong !== undefined && before.interfaces.length > 0) await live.start(before);
		return wrong;
	};

	return {
		get status() {
			return live.status;
		},
		overSsh: ssh !== undefined,
		async toggle() {
			if (live.status.state === 'stopped') return change({});
			await live.stop();
			return undefined;
		},
		filter: text => change({filter: text.trim()}),
		interface: name => change({interfaces: [name]}),
		toggleSsh: () => change({ssh: live.status.target.ssh === undefined ? ssh : undefined}),
		async restart(show) {
			if (!live.repeatable) return goneRights;
			await live.stop();
			live.empty();
			show(await again());
			return live.start();
		},
	};
}
