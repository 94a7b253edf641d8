/** Conversations by the days that they were on. */

const DAY_MS = 86_400_000;

/**
 * Group conversations, newest first, by how long ago they were: by the reader's own clock.
 * @template {{updated_at: string}} T
 * @param {T[]} conversations
 * @returns {[string, T[]][]}
 */
export function byDay(conversations) {
  const today = new Date().setHours(0, 0, 0, 0);
  const groups = new Map();
  for (const each of conversations) {
    const ago = Math.ceil((today - new Date(each.updated_at).getTime()) / DAY_MS);
    const label = ago <= 0 ? "Today" : ago === 1 ? "Yesterday" : ago <= 7 ? "Last seven days" : "Older";
    groups.set(label, [...(groups.get(label) ?? []), each]);
  }
  return [...groups];
}
