/** What TCP analysis says of a segment: bits of the `analysis` column. */
export const retransmission = 1 << 0;
export const fastRetransmission = 1 << 1;
export const spuriousRetransmission = 1 << 2;
export const outOfOrder = 1 << 3;
/** Something before it was not captured. */
export const lostSegment = 1 << 4;
/** It acknowledges something that was not captured. */
export const acknowledgedLost = 1 << 5;
export const duplicateAcknowledgment = 1 << 6;
export const keepAlive = 1 << 7;
export const keepAliveAnswer = 1 << 8;
export const windowFull = 1 << 9;
export const windowUpdate = 1 << 10;
export const zeroWindow = 1 << 11;
export const zeroWindowProbe = 1 << 12;
export const zeroWindowProbeAnswer = 1 << 13;
/** The first segment of a connection over the ports of an earlier one. */
export const reusedPorts = 1 << 14;
/** RFC 7413: a SYN with a cookie, its answer that takes the data, and one that does not. */
export const fastOpen = 1 << 15;
export const fastOpenTaken = 1 << 16;
export const fastOpenIgnored = 1 << 17;

/** It acknowledges what is not there yet, after another that did: nothing to tell again. */
export const acknowledgedLostAgain = 1 << 18;

/** Bits that stand in the tree below 'TCP Analysis Flags'. */
export const flagged = (1 << 15) - 1;

/** Whether something is amiss: not where a connection is only kept alive, or a window opens. */
export const isAmiss = (flags: number): boolean => (flags & flagged & ~(windowUpdate | keepAlive | keepAliveAnswer)) !== 0;

/** Numbers that the row has in the log, in this order; the last has two. */
export const numbersFrom = 24;
export const hasAcknowledged = 1 << 24;
export const hasFlight = 1 << 25;
export const hasUnpushed = 1 << 26;
export const hasRepeated = 1 << 27;
export const hasDuplicated = 1 << 28;
