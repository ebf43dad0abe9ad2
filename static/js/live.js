// Speaks saves and progress once. The server's event `say` carries the words; a toast speaks by its own role.
document.addEventListener("say", (event) => {
  document.getElementById("live").textContent = event.detail.text ?? event.detail.value ?? "";
});
