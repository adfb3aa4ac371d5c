/** What a run is expected to take, before it starts. */
export interface Forecast {
  /** `usual`: where each server speaks TLS 1.2 and 1.3. `most`: where each takes all that a run may make. */
  connections: { usual: number; most: number };
  /** With servers that answer at once, and with slow ones, some of which are asked in each pass. */
  seconds: { least: number; most: number };
  /** The operator with the most work, whose queue ends last; null if there is nothing to ask. */
  longest: { operator: string; addresses: number } | null;
}
