// Filter and sort the table of drafts. Without this the table is whole, in alphabetical order.
(function () {
  "use strict";
  var table = document.querySelector("table"), body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  var box = document.getElementById("filter"), shown = document.getElementById("shown");
  document.querySelector(".find").hidden = false;
  function filter() {
    var wanted = box.value.toLowerCase().split(/\s+/), count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) { count += 1; }
    });
    shown.textContent = count + " of " + rows.length;
  }
  box.addEventListener("input", filter);
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort(function (one, other) {
        var a = one.cells[column].textContent.trim(), b = other.cells[column].textContent.trim();
        return (down ? -1 : 1) * a.localeCompare(b, "en", { numeric: true });
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
  filter();
})();
