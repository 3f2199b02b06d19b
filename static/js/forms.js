// Forms and buttons marked with a command become operations. Answers land beside the field; the
// writer's words stay until they are saved.

import { dropDraft, keepDraft, restoreDrafts } from "./board.js";
import { send } from "./socket.js";

const OUTBOX_AFTER = 1000;
const byId = (id) => document.getElementById(id);
const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

export function say(text) {
  const place = byId("said");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}

function values(form) {
  const data = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled) continue;
    if (field.type === "radio") { if (field.checked) data[field.name] = field.value; }
    else if (field.type === "checkbox" && !("list" in field.dataset)) data[field.name] = field.checked;
    else if ("list" in field.dataset) {
      data[field.name] ??= [];
      if (field.type !== "checkbox" || field.checked) data[field.name].push(field.value);
    } else data[field.name] = field.value;
  }
  return data;
}

function clearErrors(form) {
  for (const error of form.querySelectorAll(".field__error, [data-confirm], [data-stale]")) error.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

let errorCount = 0;
function showRefusal(form, refusal) {
  clearErrors(form);
  const fields = Object.entries(refusal.fields ?? {});
  let placed = false;
  for (const [name, sentence] of fields) {
    let field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field = field[0];
    if (!field || field.type === "hidden") continue;
    const error = copyOf("t-error");
    error.id = `error-${++errorCount}`;
    error.querySelector("span").textContent = sentence;
    (field.closest(".field, .check") ?? field).after(error);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
    if (!placed) field.focus();
    placed = true;
  }
  if (!placed) {
    const error = copyOf("t-error");
    error.querySelector("span").textContent = refusal.message;
    form.append(error);
    error.scrollIntoView({ block: "nearest" });
  }
  if (refusal.confirm) offerAnyway(form, refusal.confirm);
  if (refusal.current) offerBoth(form, refusal.current);
  say(fields.length ? fields[0][1] : refusal.message);
}

function offerAnyway(form, confirm) {
  const button = copyOf("t-confirm");
  if (/^\d{4}-/.test(confirm)) button.textContent = "Yes, that date";
  button.addEventListener("click", () => submit(form, { confirm }));
  form.append(button);
}

function offerBoth(form, current) {
  const note = copyOf("t-stale"), mine = form.elements.namedItem("text"), base = form.elements.namedItem("base");
  note.querySelector("[data-other]").textContent = current.text;
  note.addEventListener("click", (event) => {
    const keep = event.target.dataset.keep;
    if (!keep) return;
    base.value = current.version;
    if (keep === "other") mine.value = current.text;
    if (keep === "both") mine.value = `${current.text}\n${mine.value}`;
    note.remove();
    if (keep === "both") mine.focus(); else submit(form);
  });
  form.append(note);
}

// A note typed under the kind "question" is parked instead of placed.
function translate(form, data) {
  if (form.dataset.command === "add_sticky" && data.kind === "question") return ["park_question", { text: data.text }];
  return [form.dataset.command, data];
}

export async function submit(form, extra = {}) {
  const [command, data] = translate(form, { ...values(form), ...extra });
  // A quick writer's next note waits for the answer to the last; a second press of one is let go.
  const body = JSON.stringify(data);
  if (form.dataset.busy) { if (body !== form.dataset.busy) form.dataset.next = "1"; return; }
  form.dataset.busy = body;
  const item = form.dataset.item && byId(form.dataset.item);
  if (item) item.dataset.state = "pending";
  const answer = send(command, data);
  let boxed = null;
  const timer = setTimeout(() => {
    if (!("outbox" in form.dataset)) return;
    boxed = putInOutbox(data);
    empty(form, data);
    delete form.dataset.busy;
  }, OUTBOX_AFTER);
  const { ack, refuse } = await answer;
  clearTimeout(timer);
  delete form.dataset.busy;
  if (item?.dataset.state === "pending") delete item.dataset.state;
  if (boxed) return refuse ? refuseInOutbox(boxed, data, refuse) : takeFromOutbox(boxed);
  if (refuse) {
    if (item) item.dataset.state = "refused";
    return showRefusal(living(form), refuse);
  }
  done(living(form), ack, data);
  if (form.dataset.next) { delete form.dataset.next; submit(living(form)); }
}

// A frame may have drawn the form anew while its answer was on the way.
function living(form) {
  if (form.isConnected || !form.dataset.draft) return form;
  return document.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`) ?? form;
}

function done(form, ack, sent) {
  clearErrors(form);
  if (form.dataset.draft && !form.closest("#drawer")) empty(form, sent);
  else dropDraft(form);
  if ("closesDrawer" in form.dataset) closeDrawer();
  if ("refreshDrawer" in form.dataset) refreshDrawer();
  if (form.dataset.closes) byId(form.dataset.closes)?.close();
  if (ack?.event?.said) say(ack.event.said);
  // Where the parked questions are not in sight, say that it has arrived.
  if (ack?.event?.name === "question_parked" && !byId("questions")) toast("Parked. It waits with the questions.");
}

// Only what was sent goes: what somebody typed since stays.
function empty(form, sent) {
  dropDraft(form);
  for (const field of form.elements) {
    if (field.type === "hidden" || field.type === "radio" || "keep" in field.dataset) continue;
    if (field.type === "checkbox") field.checked = false;
    else if (["text", "because", "origin"].includes(field.name) && field.value === sent[field.name]) field.value = "";
  }
  keepDraft(form);
  const words = form.elements.namedItem("text");
  if (words && document.activeElement && form.contains(document.activeElement)) words.focus();
}

// The outbox: what has not been saved yet, in words.

function putInOutbox(data) {
  const item = copyOf("t-outbox");
  item.querySelector(".outbox__text span").textContent = data.text ?? Object.values(data).join(" ");
  const box = byId("outbox");
  box.append(item);
  box.hidden = false;
  return item;
}

function takeFromOutbox(item) {
  item.dataset.state = "sent";
  item.querySelector(".outbox__state").textContent = "Saved";
  setTimeout(() => { item.remove(); byId("outbox").hidden = !byId("outbox").children.length; }, 1500);
}

function refuseInOutbox(item, data, refusal) {
  item.dataset.state = "refused";
  item.querySelector(".outbox__state").textContent = "Not saved";
  item.querySelector("small").textContent = refusal.message;
  const again = item.querySelector("[data-again]");
  again.hidden = false;
  again.addEventListener("click", () => {
    const words = document.querySelector("#composer [name=text]");
    // Without a place to write, the words stay here to be copied.
    if (!words) return say("There is no field for it in this phase. Copy the words from here.");
    compose(document.querySelector("[data-compose]"), true);
    words.value = data.text;
    keepDraft(words.form);
    words.focus();
    item.remove();
    byId("outbox").hidden = !byId("outbox").children.length;
  });
  say(`Not saved. ${refusal.message}`);
}

/** After a reload: what had not been answered is in sight again until it is. */
export async function takeUp({ op, answer }) {
  const item = putInOutbox(op.data);
  const { refuse } = await answer;
  if (refuse) refuseInOutbox(item, op.data, refuse);
  else takeFromOutbox(item);
}

// Buttons that are a whole command.

let pressed = "";
async function press(button) {
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  pressed = button.dataset.args;
  const data = JSON.parse(button.dataset.args ?? "{}");
  const { ack, refuse } = await send(button.dataset.command, data);
  delete button.dataset.busy;
  if (refuse) return toast(refuse.message);
  if ("closesDrawer" in button.dataset) closeDrawer();
  if ("refreshDrawer" in button.dataset) refreshDrawer();
  if (button.dataset.undo) toast(button.dataset.undo, undoOf(button.dataset.command, data));
  if (ack?.event?.said) say(ack.event.said);
}

function undoOf(command, data) {
  const back = { remove: "restore", park: "unpark" };
  const [verb, ...rest] = command.split("_");
  return () => send([back[verb], ...rest].join("_"), data);
}

export function toast(text, undo) {
  const note = copyOf("t-toast"), button = note.querySelector("button");
  note.querySelector("span").textContent = text;
  if (undo) button.addEventListener("click", () => { undo(); note.remove(); });
  else button.remove();
  byId("toasts").replaceChildren(note);
  const leave = () => { if (!note.matches(":focus-within, :hover")) note.remove(); else setTimeout(leave, 2000); };
  setTimeout(leave, 8000);
}

// The drawer.

let opener = null, drawerUrl = "";
export function closeDrawer() {
  const drawer = byId("drawer");
  if (!drawer || drawer.hidden) return;
  drawer.hidden = true;
  for (const form of drawer.querySelectorAll("form")) dropDraft(form);
  drawer.replaceChildren();
  // The thing that was opened may have been drawn anew: find it by its address.
  const again = drawerUrl && document.querySelector(`[hx-get="${CSS.escape(drawerUrl)}"]`);
  (document.contains(opener) ? opener : again || byId("board"))?.focus({ preventScroll: true });
}

function refreshDrawer() { if (drawerUrl) window.htmx.ajax("GET", drawerUrl, { target: "#drawer", swap: "innerHTML" }); }

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id !== "drawer") return;
  drawerUrl = event.detail.pathInfo?.requestPath ?? event.detail.requestConfig.path;
  if (!event.detail.elt.closest("#drawer")) opener = event.detail.elt;
});
// An answer that comes late must not open a drawer that was closed, or another thing's, meanwhile.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "drawer") return;
  const { requestConfig, pathInfo } = event.detail;
  const isRefresh = !requestConfig?.triggeringEvent;
  if ((isRefresh && byId("drawer").hidden) || pathInfo?.requestPath !== drawerUrl) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "drawer") return;
  const drawer = byId("drawer"), first = drawer.hidden;
  drawer.hidden = false;
  // Marking a note or setting one field draws the drawer anew; what was begun elsewhere in it stays.
  if (!first) restoreDrafts(drawer);
  if (!first && !drawer.contains(document.activeElement)) {
    const args = pressed && `[data-args="${CSS.escape(pressed)}"]`;
    ((args && drawer.querySelector(args)) || drawer.querySelector("[data-close-drawer]"))?.focus();
  }
  if (first) drawer.querySelector("[data-close-drawer]")?.focus();
});
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.target?.id === "drawer") toast("That is no longer on the board.");
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.command) return;
  event.preventDefault();
  submit(form);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.command && button.type === "button") press(button);
  if ("closeDrawer" in button.dataset) closeDrawer();
  if (button.dataset.open) byId(button.dataset.open)?.showModal();
  if (button.dataset.close) byId(button.dataset.close)?.close();
  if (button.dataset.hide) byId(button.dataset.hide).hidden = true;
  if (button.dataset.starter) start(button);
  if ("park" in button.dataset) parkWords(button.dataset.park);
  if ("compose" in button.dataset) compose(button);
});

function start(button) {
  const form = document.querySelector(`form[data-draft="${button.dataset.starter}"]`);
  const words = form.elements.namedItem("text");
  words.value = button.dataset.text;
  form.elements.namedItem("assumption").checked = "assumption" in button.dataset;
  keepDraft(form);
  words.focus();
}

function compose(button, open = !("composing" in document.body.dataset)) {
  if (open) document.body.dataset.composing = ""; else delete document.body.dataset.composing;
  button?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#composer [name=text]")?.focus();
}

function parkWords(words) {
  const form = document.querySelector("#composer form");
  if (!form) return toast("Questions are parked in the timeline and root cause phases.");
  compose(document.querySelector("[data-compose]"), true);
  const question = form.querySelector('input[value="question"]');
  if (question) { question.checked = true; question.dispatchEvent(new Event("change", { bubbles: true })); }
  const field = form.elements.namedItem("text");
  field.value ||= words;
  field.focus();
}

document.addEventListener("input", (event) => keepDraft(event.target.form));
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.name === "kind" && target.dataset.label) {
    target.form.querySelector("[data-words]").textContent = target.dataset.label;
    const when = target.form.elements.namedItem("when");
    when.closest(".field").hidden = target.value === "question";
  }
  keepDraft(target.form);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key === "Enter" && event.target.matches("textarea") && form?.dataset.command && !event.shiftKey && event.target.rows < 3) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.key === "Escape") {
    const up = document.querySelector("#directive:not([hidden]) [data-escape]");
    if (up && document.body.dataset.role === "facilitator") press(up);
    else closeDrawer();
  }
  // Alt and 1 to 4 pick the kind of note without leaving the words.
  if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
    const kind = document.querySelectorAll("#composer [name=kind]")[Number(event.code.at(-1)) - 1];
    if (kind) { event.preventDefault(); kind.checked = true; kind.dispatchEvent(new Event("change", { bubbles: true })); }
  }
});
