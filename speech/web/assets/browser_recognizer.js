// The browser's own speech recognition. https://developer.mozilla.org/docs/Web/API/SpeechRecognition

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

const FAULTS = {
  "audio-capture": "No microphone was found.",
  "language-not-supported": "Your browser does not recognise this language.",
  network: "Your browser does not reach its recogniser. You can type instead.",
  "not-allowed": "The microphone is not allowed for this page. You can type instead.",
  "service-not-allowed": "Your browser does not allow speech recognition. You can type instead.",
};
const REMOTE = `Your browser sends the sound to its maker's servers to recognise it: Chrome to Google, Safari to Apple.
Nothing is sent unless you press the microphone.`;
const SILENT = ["aborted", "no-speech"];

export class BrowserRecognizer {
  get isAvailable() {
    return Boolean(Recognition);
  }

  async destination(locale) {
    if (await isLocal(locale)) return "Your browser recognises your speech on this machine.";
    return REMOTE;
  }

  async listen(locale, { signal, onPartial }) {
    const recognition = new Recognition();
    Object.assign(recognition, { lang: locale, interimResults: true });
    if (await isLocal(locale)) recognition.processLocally = true;
    return new Promise((resolve, reject) => {
      let words = "";
      recognition.onresult = ({ results }) => {
        words = Array.from(results, ([best]) => best.transcript).join(" ").trim();
        onPartial(words);
      };
      recognition.onerror = ({ error }) => {
        if (!SILENT.includes(error)) reject(new Error(FAULTS[error] ?? `The browser's recogniser failed: ${error}.`));
      };
      recognition.onend = () => resolve(words);
      signal.addEventListener("abort", () => recognition.stop());
      recognition.start();
    });
  }
}

async function isLocal(locale) {
  const options = { langs: [locale], processLocally: true };
  return (await Recognition.available?.(options).catch(() => "")) === "available";
}
