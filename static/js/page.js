// Small helps for document pages. Every page works without them.

function takeLinkToken(form) {
  // What stands after # never reaches a server or a log; it leaves the address bar at once, too.
  const token = decodeURIComponent(location.hash.slice(1));
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  const field = form.elements.namedItem("token");
  field.value = token;
  field.closest(".field").hidden = true;
  form.requestSubmit();
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  source.select();
  await navigator.clipboard.writeText(source.value);
  button.querySelector("span").textContent = "Copied";
}

for (const form of document.querySelectorAll("[data-link-token]")) takeLinkToken(form);

// The clipboard exists only over https and on this machine; elsewhere the field is there to select.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
