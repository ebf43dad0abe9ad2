// Passkeys: the server's challenge stands on the button, the browser's answer goes into the field `credential`.
// Loaded by the pages that have such a button; without it, or in a browser that cannot, the button stays hidden.
if ("PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => answer(button));
  });
}

async function answer(button) {
  const form = button.form;
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  try {
    const credential = await ask(button.dataset.passkey, JSON.parse(button.dataset.options));
    form.elements.credential.value = JSON.stringify(credential);
    form.requestSubmit();
  } catch {
    // Refused by the person, timed out, or no authenticator: the browser says no more, and pressing again starts anew.
    fault.hidden = false;
  }
}

function ask(kind, options) {
  if (kind === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}
