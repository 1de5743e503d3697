// Recognizers turn speech into text. The page uses the first that is available.
//
// A recognizer has
// - `isAvailable`: whether this browser and this simulator have what it needs;
// - `destination(locale)`: a promise of a sentence that says where the sound goes, shown before it listens;
// - `listen(locale, { signal, onPartial })`: a promise of the words, empty if none were heard. It rejects with an Error
//   whose message a person can read. `signal` ends the listening, and `onPartial` gets the words so far.
//
// One that sends a WAV file to the simulator, which answers with its text, belongs before the browser's own: then the
// sound stays on this machine.

import { BrowserRecognizer } from "./browser_recognizer.js";

const RECOGNIZERS = [new BrowserRecognizer()];

export const availableRecognizer = () => RECOGNIZERS.find((recognizer) => recognizer.isAvailable) ?? null;
