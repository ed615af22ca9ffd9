// "Copy" beside a field: data-copy names the field, data-copied is what the button says then.
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("span");
  const usual = words.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without the right to the clipboard: the text is marked, Ctrl+C takes it.
      return;
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = usual; }, 2000);
  });
}
