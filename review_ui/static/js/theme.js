// Runs before the first paint, so that a chosen theme does not flash. No choice: the system's own.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be closed; the system's theme is shown.
}
