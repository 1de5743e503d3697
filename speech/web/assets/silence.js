// If nothing comes for as long as Alexa waits after an answer, the reprompt is heard. Once: then the page has patience.

const PATIENCE = 8000;

export class Silence {
  #timer = 0;

  constructor(talk, voice, sentence) {
    const expect = () => {
      this.#forget();
      if (talk.turns.at(-1)?.reprompt && !sentence.value && !voice.isMute) this.#timer = setTimeout(() => talk.staySilent(), PATIENCE);
    };
    voice.addEventListener("over", expect);
    voice.addEventListener("change", () => voice.state === "loading" && this.#forget());
    sentence.addEventListener("input", () => this.#forget());
    for (const name of ["begun", "asked"]) talk.addEventListener(name, () => this.#forget());
  }

  #forget() {
    clearTimeout(this.#timer);
  }
}
