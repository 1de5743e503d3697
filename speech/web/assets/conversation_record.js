// What a tab stores about a conversation, and how it is opened again.

import { get, post } from "./api.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "conversation";
export const CONVERSATIONS = "/simulator/conversations";

// `log` holds the turns to play again after a restart of the server, `pending` those without an answer, `turns` what was
// said, and `earlier` what was said before a restart that ended it.
export const emptyRecord = () => ({
  name: "",
  locale: "",
  isReplayable: false,
  log: [],
  pending: [],
  turns: [],
  earlier: [],
});

export function loadRecords() {
  const { record, earlier } = load(STORAGE_KEY) ?? {};
  return { record: { ...emptyRecord(), ...record }, earlier: earlier ?? [] };
}

// Requests and responses are too large to keep.
export function saveRecords(record, earlier) {
  const slim = (turns) => turns.map(({ request, response, screen, ...turn }) => turn);
  const slimRecord = (one) => ({ ...one, turns: slim(one.turns), earlier: slim(one.earlier) });
  save(STORAGE_KEY, { record: slimRecord(record), earlier: earlier.map(slimRecord) });
}

export const startConversation = (locale) => post(CONVERSATIONS, locale ? { locale } : {});

// Returns what the server knows of the conversation, and how that came: it is "resumed", "replayed" after a restart of
// the server, or a new one after the conversation "ended" with it.
export async function openRecord({ name, locale, isReplayable, log }) {
  const resumed = await get(`${CONVERSATIONS}/${name}`).catch(unless("isGone"));
  if (resumed) return { info: resumed, origin: "resumed" };
  const replayed = isReplayable && (await post(CONVERSATIONS, { locale, turns: log }).catch(unless("isRefused")));
  if (replayed) return { info: replayed, origin: "replayed" };
  const started = await startConversation(locale).catch(unless("isRefused"));
  return { info: started ?? (await startConversation()), origin: "ended" }; // if the skill no longer speaks the language
}

const unless = (kind) => (fault) => {
  if (fault[kind]) return null;
  throw fault;
};
