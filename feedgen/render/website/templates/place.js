(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const isServed = location.protocol.startsWith("http");
  const absolute = (file) => new URL(file, location.href).href;
  const links = {
    webcal: (url) => url.replace(/^https?:/, "webcal:"),
    google: (url) => "https://calendar.google.com/calendar/r?cid=" + encodeURIComponent(links.webcal(url)),
    outlook: (url, name) => add("live.com", url, name),
    office: (url, name) => add("office.com", url, name),
  };
  const add = (host, url, name) =>
    `https://outlook.${host}/calendar/0/addfromweb?url=${encodeURIComponent(url)}&name=${encodeURIComponent(name)}`;

  if (isServed) {
    for (const link of all("[data-to]")) {
      link.href = links[link.dataset.to](absolute(link.dataset.file), link.dataset.name || "");
      link.hidden = false;
    }
    for (const text of all("span[data-file]")) {
      if (!text.textContent) text.textContent = absolute(text.dataset.file);
    }
    one("#copying").hidden = false;
  }

  if (!isServed && one("#apple").hidden) {
    // From a disk there is no address to subscribe to.
    one("#apple").textContent = "下载日历文件";
    one("#apple").download = "";
    one("#apple").hidden = false;
  }

  const agent = navigator.userAgent;
  if (/MicroMessenger|QQ\//.test(agent)) one("#in-app").hidden = false;
  if (/Android|HarmonyOS/.test(agent)) {
    one("#apple").classList.remove("first");
    one("#other").classList.add("first");
    one("#other").textContent = "订阅到手机日历";
    one("#other").after(one("#apple"));
  }

  const copy = one("#copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const address = one("#address");
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(address.textContent);
      isCopied = true;
    } catch {
      getSelection().selectAllChildren(address);
      isCopied = document.execCommand("copy");
    }
    one("#copied").textContent = isCopied ? "已复制" : "没能复制，请长按地址自己复制";
  });

  try {
    localStorage.setItem("place", JSON.stringify(PLACE));
  } catch {
    // Private windows may refuse; nothing is lost.
  }
})();
