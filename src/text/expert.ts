export {groups, severities} from '../decode/expert.ts';

/** The expert line of a packet whose bytes ran out. */
export const ranOut = {name: '_ws.malformed.expert', text: 'Malformed Packet (Exception occurred)'} as const;
