// Looks at the page in each frame as a reader would, and writes what is wrong as JSON into #found.
const sections = WANTED;

function visible(element) {
  if (element.closest("title, style, script, defs")) return false;
  return element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true, opacityProperty: true });
}

function texts(page) {
  const found = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !visible(node.parentElement)) continue;
    const range = page.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // Lines that are higher than their letters may touch: what is written lies within.
      const slack = node.parentElement.closest("svg") ? 2 : box.height * 0.22;
      const inner = { left: box.left + 1, right: box.right - 1, top: box.top + slack, bottom: box.bottom - slack };
      if (inner.right > inner.left && inner.bottom > inner.top) found.push({ ...inner, text: node.data.trim().slice(0, 40), node });
    }
  }
  return found.sort((a, b) => a.top - b.top);
}

function overlaps(all) {
  const found = [];
  all.forEach((one, at) => {
    for (let next = at + 1; next < all.length && all[next].top < one.bottom; next++) {
      const other = all[next];
      if (other.node !== one.node && other.left < one.right && one.left < other.right) found.push(`"${one.text}" and "${other.text}"`);
    }
  });
  return found;
}

function luminance(colour) {
  const [r, g, b] = colour.map((it) => (it / 255 <= 0.03928 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function numbers(colour) {
  return colour.match(/[\d.]+/g).map(Number);
}

function ground(element, view) {
  if (element.closest("svg .box")) return numbers(view.getComputedStyle(element.closest("g").querySelector("rect")).fill).slice(0, 3);
  for (let it = element; it; it = it.parentElement) {
    const colour = numbers(view.getComputedStyle(it).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
  }
  return [255, 255, 255];
}

// WCAG 2.2, 1.4.3: 4.5 to 1.
function faint(all, view) {
  const found = new Set();
  for (const it of all) {
    const element = it.node.parentElement;
    const style = view.getComputedStyle(element);
    const one = luminance(numbers(element.closest("svg") ? style.fill : style.color).slice(0, 3));
    const other = luminance(ground(element, view));
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) found.add(`"${it.text}" ${contrast.toFixed(2)}`);
  }
  return [...found];
}

window.addEventListener("load", () => {
  const result = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    page.querySelectorAll("details").forEach((it) => (it.open = true));
    const all = texts(page);
    const cut = all.filter((it) => it.right > frame.clientWidth + 1 && !it.node.parentElement.closest(".scroll"));
    result[frame.id] = {
      texts: all.length,
      missing: sections.filter((id) => (page.getElementById(id)?.innerText ?? "").trim().length < 20),
      overlaps: overlaps(all),
      cut: cut.map((it) => it.text),
      faint: faint(all, frame.contentWindow),
      blanks: all.filter((it) => /undefined|NaN|\bnull\b|TODO|\{\{|\}\}/.test(it.text)).map((it) => it.text),
      scripts: page.scripts.length,
      fetched: [...page.querySelectorAll("[src],link[href]")].length,
    };
  }
  document.getElementById("found").textContent = JSON.stringify(result);
});
