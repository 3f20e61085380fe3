// Escape puts the working away; a tap outside does so by itself. The page works without this.
document.addEventListener("keydown", function (event) {
  if (event.key === "Escape" && document.activeElement) { document.activeElement.blur(); }
});
