/** Options of Node, allowed in NODE_OPTIONS, with which V8 collects garbage earlier: less memory for more CPU. */
export const SMALL_HEAP = ['--max-old-space-size=1024', '--max-semi-space-size=2'];
