/** The version of this program; a test holds it to package.json. */
export const VERSION = '0.1.0';

/**
 * The day of its release in UTC, or where it is not released yet a day before which nobody had it: a clock that is earlier is
 * wrong.
 */
export const RELEASED = '2026-11-01';
