/**
 * Moves places apart until each is at least `gap` from the next, as little as possible, and keeps their order and the
 * limits. Where there is not enough room, they stand evenly.
 */
export function spread(
  places: readonly number[],
  gap: number,
  { from, to }: { from: number; to: number },
): number[] {
  const room = places.length < 2 ? gap : Math.min(gap, (to - from) / (places.length - 1));
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  // Groups of places that touch, each around the middle of where its members would be.
  const groups: { members: number[]; start: number }[] = [];
  for (const index of order) {
    groups.push(groupOf([index], places, room, { from, to }));
    for (;;) {
      const [before, last] = groups.slice(-2);
      if (before === undefined || last === undefined) break;
      if (before.start + before.members.length * room <= last.start + 1e-9) break;
      const members = [...before.members, ...last.members];
      groups.splice(-2, 2, groupOf(members, places, room, { from, to }));
    }
  }
  const spreadOut = [...places];
  for (const { members, start } of groups) {
    for (const [nth, index] of members.entries()) spreadOut[index] = start + nth * room;
  }
  return spreadOut;
}

function groupOf(
  members: number[],
  places: readonly number[],
  room: number,
  { from, to }: { from: number; to: number },
): { members: number[]; start: number } {
  const starts = members.map((index, nth) => (places[index] ?? 0) - nth * room);
  const mean = starts.reduce((sum, each) => sum + each, 0) / members.length;
  const last = to - (members.length - 1) * room;
  return { members, start: Math.max(from, Math.min(mean, last)) };
}
