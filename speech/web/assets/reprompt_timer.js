// Says nothing on the person's behalf after as long as Alexa waits for an answer, so that the reprompt is heard.

const TIMEOUT = 8000; // milliseconds

export class RepromptTimer {
  #timer = 0;

  constructor(conversation, player, sentence, microphone) {
    const start = () => {
      this.#cancel();
      const isWaiting = conversation.turns.at(-1)?.reprompt && !sentence.value && !player.isMuted;
      if (isWaiting) this.#timer = setTimeout(() => conversation.staySilent(), TIMEOUT);
    };
    player.addEventListener("finished", start);
    player.addEventListener("change", () => player.state === "loading" && this.#cancel());
    sentence.addEventListener("input", () => this.#cancel());
    microphone.addEventListener("change", () => this.#cancel());
    for (const name of ["started", "sending"]) conversation.addEventListener(name, () => this.#cancel());
  }

  #cancel() {
    clearTimeout(this.#timer);
  }
}
