import type { Answers } from '../facts.ts';

/** The server that a tool asks. */
export interface Target {
  /** The name that the certificate should be for, sent as SNI where the tool can. */
  readonly host: string;
  readonly address: string;
  /** It says how TLS starts. */
  readonly port: number;
  /** Files that all runs share. */
  readonly files: ToolFiles;
}

/** Paths of what the tools read. */
export interface ToolFiles {
  /** An empty folder. */
  readonly folder: string;
  readonly roots: string;
  /** A folder with a main.cf, for posttls-finger. */
  readonly postfix: string;
  /** A folder with an nmap-services that calls the port smtp, or smtps where TLS comes first. */
  readonly nmap: string;
}

/** Another program that answers the same questions. */
export interface Tool {
  readonly name: string;
  /** A command that prints the version, if the tool is installed; the first match of the pattern is the version. */
  readonly version: { readonly command: readonly string[]; readonly pattern: RegExp };
  /** For one command. */
  readonly timeoutSeconds: number;
  /** What is run, one after the other, for one server. */
  readonly commands: (target: Target) => readonly (readonly string[])[];
  /** Reads the answers from the output of each command; a fact without an answer is left out. */
  readonly parse: (outputs: readonly string[]) => Answers;
}
