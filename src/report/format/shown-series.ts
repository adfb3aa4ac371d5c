import type { LinesPicture, Series } from '../document/picture.ts';

/** The series of a picture that are drawn, with their places among all: what is stacked and never there is left out. */
export function shownSeries({ series, stacked }: LinesPicture): { series: Series; nth: number }[] {
  const all = series.map((each, nth) => ({ series: each, nth }));
  const isThere = ({ shares }: Series) => shares.some((share) => share !== null && share.count > 0);
  return stacked ? all.filter((each) => isThere(each.series)) : all;
}
