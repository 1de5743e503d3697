// The commands that a document runs when it is touched or mounted.

import { evaluate } from "./expression.js";

const COMMANDS = {
  SendEvent: (drawing, command, scope) => drawing.send(evaluate(command.arguments ?? [], scope)),
  SetValue: (drawing, command, scope) => drawing.setValue(command.componentId, command.property, evaluate(command.value, scope)),
  Finish: (drawing) => drawing.finish(),
  ScrollToComponent: (drawing, command, scope, element) => scroll(element),
};

export function run(drawing, commands, scope, element) {
  for (const command of [commands ?? []].flat()) {
    if ("when" in command && !evaluate(command.when, scope)) continue;
    const execute = COMMANDS[command.type];
    if (!execute) drawing.reportUnsupported(`the command ${command.type}`);
    else drawing.schedule(evaluate(command.delay ?? 0, scope), () => execute(drawing, command, scope, element));
  }
}

// Scrolls only within the screen, not the page around it.
function scroll(element) {
  const container = element.closest("[data-scrolls]");
  if (!container) return;
  const top = offset(element, container);
  container.scrollTop = top - (container.clientHeight - element.offsetHeight) / 2;
}

function offset(element, container) {
  const scale = element.getBoundingClientRect().width / (element.offsetWidth || 1) || 1;
  return (element.getBoundingClientRect().top - container.getBoundingClientRect().top) / scale + container.scrollTop;
}
