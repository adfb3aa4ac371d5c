/** A line of an attempt's dialogue, raw as it was: foreign bytes, to be escaped where they are shown. */
export interface TranscriptLine {
  from: 'client' | 'server' | 'scanner';
  text: string;
}
