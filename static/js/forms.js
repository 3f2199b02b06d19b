// Forms and buttons marked with a command become operations. Answers land beside the field; the
// writer's words stay until they are saved.

import { accept, fromRefusal, isNews, meet, overtake, showChoice } from "./conflict.js";
import { isLive, send } from "./connection.js";
import { dropDraft, keepDraft, restoreDrafts } from "./drafts.js";
import { named, values } from "./fields.js";
import { on } from "./news.js";
import { say, toast } from "./notices.js";
import { notSaved, putInOutbox, saved, unsaved } from "./outbox.js";
import { retrace } from "./undo.js";

export { say, toast };

const OUTBOX_AFTER = 1000;
const byId = (id) => document.getElementById(id);
const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

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
  const other = refusal.current && fromRefusal(form, refusal.current);
  if (other && isNews(form, other)) return refusedAsStale(form, refusal.message, other);
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
  say(fields.length ? fields[0][1] : refusal.message);
}

function offerAnyway(form, confirm) {
  const button = copyOf("t-confirm");
  if (/^\d{4}-/.test(confirm)) button.textContent = "Yes, that date";
  button.addEventListener("click", () => submit(form, { confirm }));
  form.append(button);
}

// Somebody else's text came in between. What is not in dispute is sent again at once.
function refusedAsStale(form, message, other) {
  if (!meet(form, other, help).disputed.length) {
    accept(form, other);
    return submit(form);
  }
  showChoice(form, { takesFocus: true });
  say(message);
}

function leave(form) {
  const item = form.dataset.item && byId(form.dataset.item);
  if (item) delete item.dataset.state;
  if ("closesDrawer" in form.dataset) closeDrawer();
  if ("refreshDrawer" in form.dataset) refreshDrawer();
}

const help = { submit: (form) => submit(form), leave };
document.addEventListener("overtaken", (event) => overtake(event.target, event.detail, help));

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
    empty(living(form), data);
    delete form.dataset.busy;
    sendNext(form);
  }, isLive() ? OUTBOX_AFTER : 0);
  const { ack, refuse } = await answer;
  clearTimeout(timer);
  delete form.dataset.busy;
  if (item?.dataset.state === "pending") delete item.dataset.state;
  if (boxed) return answerInOutbox(boxed, data, refuse);
  if (refuse) {
    if (item) item.dataset.state = "refused";
    return showRefusal(living(form), refuse);
  }
  done(living(form), ack, data);
  sendNext(form);
}

function sendNext(form) {
  if (!form.dataset.next) return;
  delete form.dataset.next;
  submit(living(form));
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
    if ("was" in field.dataset) standsNow(form, field, sent);
    if (field.type === "hidden" || field.type === "radio" || "keep" in field.dataset) continue;
    if (field.type === "checkbox") field.checked = false;
    else if (["text", "because", "origin", "question"].includes(field.name) && field.value === sent[field.name]) field.value = field.defaultValue;
  }
  keepDraft(form);
  const words = form.elements.namedItem("text");
  if (words && document.activeElement && form.contains(document.activeElement)) words.focus();
}

// What was sent is what the next change starts from, and no draft any more.
function standsNow(form, was, sent) {
  const name = was.dataset.was, [field] = named(form, name);
  was.value = field.defaultValue = sent[name];
}

// Without a place to write, the words stay in the outbox to be copied.
function putBack(text) {
  const words = document.querySelector("#composer [name=text]");
  if (!words) return say("There is no field for it in this phase. Copy the words from here.");
  compose(document.querySelector("[data-compose]"), true);
  words.value = text;
  keepDraft(words.form);
  words.focus();
  return true;
}

/** After a reload: what had not been answered is in sight again until it is. */
export async function takeUp({ op, answer }) {
  const item = putInOutbox(op.data);
  answerInOutbox(item, op.data, (await answer).refuse);
}

function answerInOutbox(item, data, refuse) {
  if (!refuse) return saved(item);
  notSaved(item, data.text, refuse.message, putBack);
  say(`Not saved. ${refuse.message}`);
}

/** Words that were refused before a reload are still their writer's. */
export function takeUpUnsaved() {
  for (const { text, message } of unsaved()) notSaved(putInOutbox({ text }), text, message, putBack);
}

document.addEventListener("words:left", ({ detail: text }) => {
  notSaved(putInOutbox({ text }), text, "The room moved on before this was sent.", putBack);
});

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
  if (button.dataset.undo) toast(button.dataset.undo, () => retrace("undo", { seq: ack.seq }));
  if (ack?.event?.said) say(ack.event.said);
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

// While the drawer is open somebody else may change what it shows. Forms in it stay where they are,
// with the caret in them, and are compared with the ones that the server draws now.
async function compareDrawer() {
  const address = drawerUrl, drawer = byId("drawer");
  let answer;
  try { answer = await fetch(address, { headers: { "HX-Request": "true" } }); } catch { return; }
  if (!answer.ok || address !== drawerUrl || drawer.hidden) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const form of drawer.querySelectorAll("form[data-draft]")) {
    const drawn = fresh.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
    if (drawn) overtake(form, drawn, help);
  }
}
on((message) => {
  if (message.t !== "ev" || !drawerUrl || byId("drawer")?.hidden !== false) return;
  if (message.ev.some((event) => event.thing && drawerUrl.includes(event.thing))) compareDrawer();
});

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
