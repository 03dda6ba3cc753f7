(() => {
  const one = (selector) => document.querySelector(selector);
  one("#search").hidden = false;
  try {
    const place = JSON.parse(localStorage.getItem("place"));
    if (place && /^[a-z][a-z/-]*$/.test(place.slug)) {
      one("#last-place").href = place.slug + ".html";
      one("#last-place").textContent = place.name;
      one("#last").hidden = false;
    }
  } catch {
    // Nothing was remembered.
  }
  one("#search").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = one("#found a");
    if (first) first.click();
  });
})();
