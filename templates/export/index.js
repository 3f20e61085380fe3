// Finds, narrows and sorts the table of drafts. Without this the table is whole, in alphabetical order.
(function () {
  "use strict";
  var table = document.getElementById("drafts"), body = table.tBodies[0], heads = table.tHead.rows[0].cells;
  var rows = Array.prototype.slice.call(body.rows);
  var form = document.querySelector(".find"), box = document.getElementById("filter");
  var show = document.getElementById("show"), shown = document.getElementById("shown");
  // Accents apart and in any case: "dyfed" finds Dyfed-Powys.
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var texts = rows.map(function (row) { return plain(row.textContent); });
  function narrow() {
    var words = plain(box.value).split(/\s+/), count = 0;
    rows.forEach(function (row, at) {
      var wanted = (!show.value || row.classList.contains(show.value)) &&
        words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      row.hidden = !wanted;
      if (wanted) { count += 1; }
    });
    shown.textContent = count + " of " + rows.length;
    document.getElementById("none").hidden = count > 0;
  }
  function key(row, column) {
    var cell = row.cells[column], sort = cell.getAttribute("data-sort");
    return sort === null ? cell.textContent.trim() : sort;
  }
  function sortBy(head, column) {
    var down = head.getAttribute("aria-sort") === "ascending";
    Array.prototype.forEach.call(heads, function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.slice().sort(function (one, other) {
      return (down ? -1 : 1) * key(one, column).localeCompare(key(other, column), "en", { numeric: true });
    }).forEach(function (row) { body.appendChild(row); });
  }
  Array.prototype.forEach.call(heads, function (head, column) {
    if (head.hasAttribute("data-unsorted")) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sortBy(head, column); });
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", narrow);
  show.addEventListener("change", narrow);
  form.hidden = false;
  narrow();
})();
