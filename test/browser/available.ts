/** Whether there is a tool to test with, or why not. */
export type Available = { ok: true } | { ok: false; reason: string };

/** The title of tests that need a tool. */
export function titleOf(tests: string, tool: Available): string {
  return tool.ok ? tests : `${tests} (skipped: ${tool.reason})`;
}
