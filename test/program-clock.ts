/** Options for Node that start the clock of a program at an instant, from which it goes on. */
export function clockAt(start: Date): string {
  const code = `const Real = Date;
    const later = ${start.getTime()} - Real.now();
    globalThis.Date = class extends Real {
      constructor(...args) { super(...(args.length === 0 ? [Real.now() + later] : args)); }
      static now() { return Real.now() + later; }
    };`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}
