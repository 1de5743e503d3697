// Recognizers turn speech into text. The page uses the first that is available: the simulator's own if it was started
// with one, since then the sound stays on this machine, else the browser's.
//
// A recognizer has
// - `isAvailable`: whether this browser and this simulator have what it needs;
// - `destination(locale)`: a promise of a sentence that says where the sound goes, shown before it listens;
// - `listen(locale, { signal, onPartial })`: a promise of the words, empty if none were heard. It rejects with an Error
//   whose message a person can read. `signal` ends the listening, and `onPartial` gets the words so far, if they come.

import { BrowserRecognizer } from "./browser_recognizer.js";
import { LocalRecognizer } from "./local_recognizer.js";

export class Recognizers {
  #all;

  constructor(conversation) {
    this.#all = [new LocalRecognizer(conversation), new BrowserRecognizer()];
  }

  get available() {
    return this.#all.find((recognizer) => recognizer.isAvailable) ?? null;
  }
}
