// Narrows the page to what is asked for. Without this the page is whole, and its folds open by themselves.
(function () {
  "use strict";
  var form = document.querySelector(".find"), box = document.getElementById("filter");
  var force = document.getElementById("force"), offence = document.getElementById("offence");
  var kind = document.getElementById("kind"), fresh = document.getElementById("fresh");
  var shown = document.getElementById("shown"), none = document.getElementById("none");
  // Accents apart and in any case: "dyfed" finds Dyfed-Powys.
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function every(selector, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(selector)); }
  var total = 0;
  var areas = every(".area").map(function (section) {
    var name = plain(section.querySelector("h2").textContent);
    var cards = every(".card", section).map(function (card) {
      var words = ["h3", ".kind", ".short"].map(function (part) { return card.querySelector(part).textContent; });
      return { card: card, text: name + " " + plain(words.join(" ")) };
    });
    total += cards.length;
    return {
      section: section, cards: cards, more: section.querySelector(".more"), opened: false,
      entry: document.querySelector('.areas li[data-area="' + section.id + '"]')
    };
  });
  function narrow() {
    var words = plain(box.value).split(/\s+/).filter(Boolean), count = 0;
    var asked = words.length > 0 || force.value || offence.value || kind.value || fresh.checked;
    areas.forEach(function (area) {
      var here = 0, folded = 0;
      area.cards.forEach(function (one) {
        var data = one.card.dataset;
        var wanted = (!force.value || force.value === area.section.id) &&
          (!offence.value || data.offence === offence.value) && (!kind.value || data.kind === kind.value) &&
          (!fresh.checked || "fresh" in data) &&
          words.every(function (word) { return one.text.indexOf(word) >= 0; });
        one.card.hidden = !wanted;
        if (wanted) {
          here += 1;
          if (area.more && area.more.contains(one.card)) { folded += 1; }
        }
      });
      count += here;
      area.section.hidden = Boolean(asked) && here === 0;
      if (area.entry) {
        area.entry.hidden = area.section.hidden;
        area.entry.querySelector(".many").textContent = here;
      }
      if (area.more) {
        area.more.hidden = Boolean(asked) && folded === 0;
        // What is found in a fold is shown; a fold that the search opened closes when it is over.
        if (asked && folded && !area.more.open) { area.more.open = area.opened = true; }
        if (!asked && area.opened) { area.more.open = area.opened = false; }
      }
    });
    shown.textContent = count + " of " + total + " lines";
    none.hidden = count > 0;
    every(".areas .sort").forEach(function (title) {
      title.hidden = every("li", title.nextElementSibling).every(function (entry) { return entry.hidden; });
    });
    document.querySelectorAll(".check").forEach(function (section) { section.hidden = Boolean(asked); });
  }
  // A link to a line in a fold opens the fold.
  function arrive() {
    var goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = goal && goal.closest(".more");
    if (fold && !fold.open) { fold.open = true; goal.scrollIntoView(); }
  }
  window.addEventListener("hashchange", arrive);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  [box, force, offence, kind, fresh].forEach(function (one) { one.addEventListener("input", narrow); });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
    if (event.key === "Escape" && document.activeElement === box && box.value) { box.value = ""; narrow(); }
  });
  if (window.matchMedia("(max-width: 60rem)").matches) { document.querySelector(".areas details").open = false; }
  form.hidden = false;
  narrow();
  arrive();
})();
