/** The version of the package, as `inkcap --version` says it. */
export const version = '0.1.0';
