// The recognizer of the simulator, if it was started with one: the recording goes to this machine's own server alone.

import { postSound } from "./api.js";
import { Endpointer } from "./endpointer.js";
import { wav } from "./wav.js";

const RATE = 16_000; // samples a second, as recognizers take them
const WORKLET = "/simulator/assets/recorder_worklet.js";
const FAULTS = {
  NotAllowedError: "The microphone is not allowed for this page. You can type instead.",
  NotFoundError: "No microphone was found. You can type instead.",
};

export class LocalRecognizer {
  constructor(conversation) {
    this.conversation = conversation;
  }

  get isAvailable() {
    return Boolean(this.conversation.info?.canTranscribe && navigator.mediaDevices && globalThis.AudioWorkletNode);
  }

  async destination() {
    return "The simulator recognises your speech on this machine. The recording is not kept.";
  }

  async listen(locale, { signal }) {
    const { chunks, hasSpeech } = await record(signal);
    if (!hasSpeech) return "";
    const { sentence } = await postSound(this.conversation.path("transcribe"), wav(chunks, RATE));
    return sentence;
  }
}

async function record(signal) {
  const constraints = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } };
  const stream = await navigator.mediaDevices.getUserMedia(constraints).catch((fault) => {
    throw new Error(FAULTS[fault.name] ?? `The microphone failed: ${fault.message}`);
  });
  const context = new AudioContext({ sampleRate: RATE });
  try {
    await context.audioWorklet.addModule(WORKLET);
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
    context.createMediaStreamSource(stream).connect(recorder);
    return await collect(recorder.port, signal);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

// Resolves at the end of what is said, or when the person ends it.
function collect(port, signal) {
  const endpointer = new Endpointer(RATE);
  const chunks = [];
  return new Promise((resolve) => {
    const end = () => resolve({ chunks, hasSpeech: endpointer.hasSpeech });
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    port.onmessage = ({ data }) => {
      chunks.push(data);
      if (endpointer.push(data)) end();
    };
  });
}
