// The page works without this. With it, Escape also puts away what is only pointed at, a phrase that is tapped again
// closes, a phrase that the sheet would cover is moved into view, and the drawer begins right below the bar.
(function () {
  "use strict";
  var root = document.documentElement, bar = document.querySelector(".top");
  function place() {
    document.body.style.setProperty("--head", Math.max(0, bar.getBoundingClientRect().bottom) + "px");
  }
  window.addEventListener("scroll", place, { passive: true });
  window.addEventListener("resize", place);
  place();
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    if (document.activeElement.closest(".claim")) { document.activeElement.blur(); }
    root.classList.add("quiet");
  });
  document.addEventListener("pointerover", function (event) {
    if (!event.target.closest(".why")) { root.classList.remove("quiet"); }
  });
  var kept = null;
  document.addEventListener("pointerdown", function (event) {
    var claim = event.target.closest(".claim");
    kept = claim && !event.target.closest(".why") && claim === document.activeElement ? claim : null;
  });
  document.addEventListener("click", function (event) {
    if (kept && event.target.closest(".claim") === kept) { kept.blur(); root.classList.add("quiet"); }
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.classList.contains("claim")) {
      root.classList.remove("quiet");
      event.target.scrollIntoView({ block: "nearest" });
    }
  });
})();
