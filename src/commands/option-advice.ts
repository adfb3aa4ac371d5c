const FORMATS = {
  json: "'--json' prints the snapshot",
  csv: "'mxtls report --format csv' prints a survey over lists as CSV",
  markdown: "'mxtls report --format markdown' prints a survey over lists as Markdown",
  text: 'text is what it prints',
} as const;
const OF_SCAN = `${FORMATS.json}; ${FORMATS.csv}, and 'markdown' likewise`;
const OUT = "'--out FILE' writes the snapshot";
const REDIRECT = "it prints to standard output: 'mxtls … > FILE'";

/** Options that people know from other programs, or from other commands of this one, and what does that here. */
const OF_COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  scan: {
    '--format': OF_SCAN,
    '-f': OF_SCAN,
    '--csv': FORMATS.csv,
    '--markdown': FORMATS.markdown,
    '-j': FORMATS.json,
    '--output': OUT,
    '-o': OUT,
    '--file': "'--list FILE' asks the domains of a list",
    '--input': "'--list FILE' asks the domains of a list",
    '--domain': 'domains are given without an option: mxtls scan wind.gr',
    '-d': 'domains are given without an option: mxtls scan wind.gr',
    '--dns': "'--resolver IP' asks another resolver",
    '--nameserver': "'--resolver IP' asks another resolver",
    '--server': "'--resolver IP' asks another resolver; one host alone cannot be asked",
    '--deep': "'--depth deep' asks more of each host",
    '--quick': "'--depth quick' asks less of each host",
    '--verbose': "'--transcript' prints the SMTP dialogues",
    '-v': "'--transcript' prints the SMTP dialogues",
    '--debug': "'--transcript' prints the SMTP dialogues",
    '--quiet': "'--no-progress' shows no progress line",
    '-q': "'--no-progress' shows no progress line",
    '-p': "'--port NUMBER' sets the SMTP port",
    '-t': "'--timeout SECONDS' limits each connection",
  },
  report: { '--json': "it is '--format json' here", '--output': REDIRECT, '-o': REDIRECT },
  diff: { '--json': "it is '--format json' here", '--output': REDIRECT, '-o': REDIRECT },
  history: { '--json': "it is '--format json' here", '--output': REDIRECT, '-o': REDIRECT },
};

/** What to use in place of an option that its command does not have; null where nothing is known of it. */
export function optionAdvice(args: readonly string[], option: string): string | null {
  const [command = ''] = args;
  const advice = OF_COMMANDS[command]?.[option] ?? null;
  if (advice !== OF_SCAN) return advice;
  const value = valueOf(args, option);
  return Object.entries(FORMATS).find(([format]) => format === value)?.[1] ?? advice;
}

/** The value that follows an option: `json` of `--format json` and of `--format=json`. */
function valueOf(args: readonly string[], option: string): string | undefined {
  const at = args.findIndex((each) => each === option || each.startsWith(`${option}=`));
  return args[at]?.split('=')[1] ?? args[at + 1];
}
