// What a document does when it is touched or shown.

import { evaluate } from "./expression.js";

const COMMANDS = {
  SendEvent: (drawing, command, scope) => drawing.send(evaluate(command.arguments ?? [], scope)),
  SetValue: (drawing, command, scope) => drawing.assign(command.componentId, command.property, evaluate(command.value, scope)),
  Finish: (drawing) => drawing.finish(),
  ScrollToComponent: (drawing, command, scope, element) => scroll(element),
};

export function run(drawing, commands, scope, element) {
  for (const command of [commands ?? []].flat()) {
    if ("when" in command && !evaluate(command.when, scope)) continue;
    const act = COMMANDS[command.type];
    if (!act) drawing.leaveOut(`the command ${command.type}`);
    else drawing.later(evaluate(command.delay ?? 0, scope), () => act(drawing, command, scope, element));
  }
}

// Within the screen alone: the page around it stays where it is.
function scroll(element) {
  const view = element.closest("[data-scrolls]");
  if (!view) return;
  const top = offset(element, view);
  view.scrollTop = top - (view.clientHeight - element.offsetHeight) / 2;
}

function offset(element, within) {
  const scale = element.getBoundingClientRect().width / (element.offsetWidth || 1) || 1;
  return (element.getBoundingClientRect().top - within.getBoundingClientRect().top) / scale + within.scrollTop;
}
