// Finds the end of what is said in a recording: a pause after speech, or too long a wait.

const PAUSE = 1.2; // seconds
const MAX_WAIT = 8; // for the first word
const MAX_LENGTH = 20;
const LOUDER = 3; // how much louder speech is than the quietest part
const MIN_LEVEL = 0.008; // of silence, in the square root of the mean power

export class Endpointer {
  #rate;
  #seconds = 0;
  #quiet = 0;
  #floor = Infinity;
  hasSpeech = false;

  constructor(rate) {
    this.#rate = rate;
  }

  // Takes the next samples. Returns whether what is said has ended.
  push(samples) {
    const seconds = samples.length / this.#rate;
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    this.#floor = Math.min(this.#floor, Math.max(level, MIN_LEVEL / LOUDER));
    const isLoud = level > Math.max(MIN_LEVEL, this.#floor * LOUDER);
    this.hasSpeech ||= isLoud;
    this.#seconds += seconds;
    this.#quiet = isLoud ? 0 : this.#quiet + seconds;
    if (!this.hasSpeech) return this.#seconds > MAX_WAIT;
    return this.#quiet > PAUSE || this.#seconds > MAX_LENGTH;
  }
}
