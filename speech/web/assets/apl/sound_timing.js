// Ties a document that counts down to the sound that it comes with. A skill can only estimate how long its answer takes
// to say: its data names the length `seconds`, and the `start` and `end` of each of its lines.

import { usesElapsedTime } from "./drawing.js";

const LIKELY = [0.6, 1.6]; // how the sound's length relates to an estimate of it

// Returns the directive with the times of the sound, or null if it does not count down the sound. `times` has the
// sound's length in `seconds`, and in `starts` when each of the answer's `words` starts.
export function tiedToSound(directive, times, words) {
  if (!usesElapsedTime(directive.document)) return null;
  let isTied = false;
  const datasources = Object.fromEntries(
    Object.entries(directive.datasources ?? {}).map(([name, data]) => {
      const ratio = times.seconds / data?.seconds;
      if (!(ratio >= LIKELY[0] && ratio <= LIKELY[1])) return [name, data];
      isTied = true;
      const lines = data.lines && retimed(data.lines, times, words);
      return [name, { ...data, seconds: Math.round(times.seconds), ...(lines && { lines }) }];
    }),
  );
  return isTied ? { ...directive, datasources } : null;
}

// Finds the words of each line in the answer. A line that is not there keeps its share of the whole.
function retimed(lines, times, words) {
  const spoken = words.split(/\s+/).filter(Boolean);
  const length = lines.at(-1)?.end || 1;
  let from = 0;
  const starts = lines.map((line) => {
    const at = position(spoken, textOf(line.text).split(/\s+/), from);
    if (at < 0) return (line.start / length) * times.seconds;
    from = at + 1;
    return at === 0 ? 0 : times.starts[at];
  });
  return lines.map((line, index) => ({ ...line, start: starts[index], end: starts[index + 1] ?? times.seconds }));
}

const textOf = (markup) => new DOMParser().parseFromString(String(markup), "text/html").body.textContent.trim();

const position = (spoken, line, from) =>
  spoken.findIndex((_, at) => at >= from && line.every((word, offset) => spoken[at + offset] === word));
