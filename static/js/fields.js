// A form's fields by name: what they hold, what somebody changed in them, what they say in words.

export function values(form) {
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

export const named = (form, name) => [...form.elements].filter((field) => field.name === name);

/** What the writer saw, kept beside the words: the version of a thing, or the value of a field. */
export const isSeen = (field) => field.type === "hidden" && (field.name === "base" || "was" in field.dataset);
export const seen = (form) => [...form.elements].filter(isSeen);

export function isChanged(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue;
}

export function setValue(form, name, value) {
  for (const field of named(form, name)) {
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Array.isArray(value) ? value.includes(field.value) : Boolean(value);
    else field.value = value ?? "";
  }
}

const isTicked = (field) => field.type === "radio" || field.type === "checkbox";

/** The value that the server has drawn, whatever stands in the fields now. */
export function shown(form, name) {
  const fields = named(form, name), ticked = fields.filter((field) => field.defaultChecked);
  if (!isTicked(fields[0])) return fields[0].defaultValue;
  if ("list" in fields[0].dataset) return ticked.map((field) => field.value);
  return fields[0].type === "radio" ? ticked[0]?.value : ticked.length > 0;
}

/** As if the server had drawn this value; what somebody has entered stays. */
export function setShown(form, name, value) {
  const drawn = form.cloneNode(true);
  setValue(drawn, name, value);
  const fresh = named(drawn, name);
  named(form, name).forEach((field, n) => {
    if (isTicked(field)) {
      const { checked } = field;
      field.defaultChecked = fresh[n].checked;
      field.checked = checked;
    } else {
      const words = field.value;
      field.defaultValue = fresh[n].value;
      field.value = words;
    }
  });
}

const plain = (value) => (Array.isArray(value) ? [...value].sort().join() : String(value ?? "").trim().split(/\s+/).join(" "));
export const isSame = (one, other) => plain(one) === plain(other);

const textOf = (field) => field.closest("label")?.textContent.trim() ?? field.value;

export function label(form, name) {
  const [field] = named(form, name);
  const isChoice = field.type === "radio" || "list" in field.dataset;
  const words = isChoice ? field.closest("fieldset")?.querySelector("legend") : field.closest("label")?.querySelector(".label, span");
  return words?.textContent.trim() ?? "";
}

/** A value as the form's own labels say it. */
export function inWords(form, name, value) {
  const fields = named(form, name);
  if (fields[0].type === "radio" || Array.isArray(value)) {
    const wanted = [value].flat();
    return fields.filter((field) => wanted.includes(field.value)).map(textOf).join(", ");
  }
  if (fields[0].type === "checkbox") return value ? "Yes" : "No";
  return value;
}
