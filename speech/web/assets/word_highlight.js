// Highlights the word that is spoken, without changing the text that a screen reader reads.

const NAME = "spoken"; // in styles/conversation.css

export class WordHighlight {
  #highlight = null;
  #ranges = [];
  #path = "";
  #word = -1;

  // `elementOf` returns the element with the words of a sound's path, or null.
  constructor(playback, elementOf) {
    if (!globalThis.CSS?.highlights) return; // an older browser reads aloud without it
    this.#highlight = new Highlight();
    CSS.highlights.set(NAME, this.#highlight);
    playback.addEventListener("progress", () => this.#show(playback, elementOf));
  }

  #show(playback, elementOf) {
    const { word, times } = playback;
    if (word === this.#word && times?.path === this.#path) return;
    if (times && times.path !== this.#path) {
      const element = elementOf(times.path);
      this.#ranges = element ? words(element) : [];
      this.#path = times.path;
    }
    this.#word = word;
    this.#highlight.clear();
    if (this.#ranges[word]) this.#highlight.add(this.#ranges[word]);
  }
}

// Returns the range of each word, without the marks of pauses.
export function words(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".pause, .visually-hidden") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const ranges = [];
  while (walker.nextNode()) {
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      ranges.push(range);
    }
  }
  return ranges;
}
