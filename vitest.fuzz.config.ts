import { defineConfig } from 'vitest/config';

/** `npm run fuzz`: see test/fuzz/budget.ts. */
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    testTimeout: 86_400_000,
  },
});
