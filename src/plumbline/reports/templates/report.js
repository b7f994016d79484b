(function () {
  "use strict";
  var find = document.getElementById("find"), only = document.getElementById("only"), shown = document.getElementById("shown");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#accounts tbody tr"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function filter() {
    var words = find.value.trim().toLowerCase().split(/\s+/), count = 0;
    rows.forEach(function (row, i) {
      var fits = (!only.value || row.getAttribute("data-verdict") === only.value) &&
        words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) { count += 1; }
    });
    shown.textContent = count + " / " + rows.length;
  }
  function openTarget() {
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  function openAll() {
    document.querySelectorAll("details").forEach(function (item) { item.open = true; });
    if (find.value || only.value) { find.value = ""; only.value = ""; filter(); }
  }
  document.getElementById("search").hidden = false;
  find.addEventListener("input", filter);
  only.addEventListener("change", filter);
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", openAll);
  filter();
  openTarget();
})();
