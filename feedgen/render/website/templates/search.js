(() => {
  const MOST = 20;
  const one = (selector) => document.querySelector(selector);
  const places = [];
  const above = [];
  for (const line of DIVISIONS.split("\n")) {
    const [name, part, initials, code, ...others] = line.slice(1).split("|");
    const depth = Number(line[0]);
    const parent = depth ? above[depth - 1] : null;
    const place = {
      depth, name, initials, code, parent,
      // ü is v in addresses, u or ü to people.
      pinyin: part.replaceAll("-", ""),
      slug: (parent ? parent.slug + "/" : "") + part,
      full: (parent ? parent.full : "") + name,
      forms: [name, ...others],
    };
    if ("省市盟区县旗".includes(name.at(-1)) && name.length > 2) place.forms.push(name.slice(0, -1));
    place.joined = place.slug.replaceAll(/[/-]/g, "");
    above[depth] = place;
    places.push(place);
  }

  // A form of the name, perhaps with forms of what it lies in before it: 松江, 上海松江, 广东梅州丰顺.
  const isCalled = (place, text) => place.forms.some((form) => {
    if (text === form) return true;
    if (!text.endsWith(form)) return false;
    const before = text.slice(0, text.length - form.length);
    for (let above = place.parent; above; above = above.parent) {
      if (isCalled(above, before)) return true;
    }
    return false;
  });

  const rank = (place, text, letters) => {
    const tests = [
      text === place.slug || text === place.code || isCalled(place, text),
      letters && (letters === place.pinyin || letters === place.joined || letters === place.pinyin.replaceAll("v", "u")),
      text === place.initials,
      place.name.startsWith(text),
      letters && place.pinyin.startsWith(letters),
      text.length > 1 && /^\d+$/.test(text) && place.code.startsWith(text),
      place.name.includes(text) || (letters.length > 2 && place.joined.includes(letters)),
    ];
    return tests.indexOf(true);
  };

  const find = (typed) => {
    const text = typed.trim().toLowerCase().replaceAll(/\s+/g, "").replaceAll("ü", "v");
    if (!text) return [];
    const letters = /^[a-z/'-]+$/.test(text) ? text.replaceAll(/[^a-z]/g, "") : "";
    const ranked = [];
    for (const place of places) {
      const found = rank(place, text, letters);
      if (found >= 0) ranked.push([found, place.depth, place.code, place]);
    }
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    return ranked.map((each) => each[3]);
  };

  const item = (place) => {
    let page = place;
    while (page.depth > DEEPEST) page = page.parent;
    const link = document.createElement("a");
    link.href = page.slug + ".html";
    const name = document.createElement("b");
    name.textContent = place.name;
    const where = place.parent ? ` ${place.parent.full}` : "";
    link.append(name, where + (page === place ? "" : ` → 看${page.name}`));
    const line = document.createElement("li");
    line.append(link);
    return line;
  };

  const input = one("#find");
  const show = () => {
    const found = find(input.value);
    one("#found").replaceChildren(...found.slice(0, MOST).map(item));
    let message = "";
    if (input.value.trim()) {
      message = found.length ? `${found.length} 个地方` : "没有找到，试试只写两个字，或者下面按省份找";
      if (found.length > MOST) message += `，只列出 ${MOST} 个`;
      if (!found.length && NAMES.includes(input.value.trim())) message = "这是考试的名字，请写你所在的地方，如 " + EXAMPLE;
    }
    one("#found-count").textContent = message;
  };
  input.addEventListener("input", show);
  if (input.value) show();
})();
