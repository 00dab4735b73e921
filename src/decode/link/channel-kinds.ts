import {bit} from '../field.ts';

const truth = {meaning: ['True', 'False']} as const;

/** Bits of what kind of channel a frame of 802.11 came over, as PPI and radiotap both have them. */
export const channelKinds = {
	gfsk: bit(1, 'Gaussian Frequency Shift Keying (GFSK)', truth),
	dynamic: bit(1, 'Dynamic CCK-OFDM', truth),
	passive: bit(1, 'Passive', truth),
	'5ghz': bit(1, '5 GHz spectrum', truth),
	'2ghz': bit(1, '2 GHz spectrum', truth),
	ofdm: bit(1, 'Orthogonal Frequency-Division Multiplexing (OFDM)', truth),
	cck: bit(1, 'Complementary Code Keying (CCK)', truth),
	turbo: bit(1, 'Turbo', truth),
};
