// tests/accessibility/check.js: one report after another in a headless browser. Says "ok NAME" or "not ok NAME" for each
// check, and ends with 1 when one failed.
//
//     node check.js /usr/bin/chromium NAME=/path/report.html ...
'use strict';
const fs = require('fs');
const puppeteer = require('puppeteer-core');

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [browserPath, ...reports] = process.argv.slice(2);
let failed = 0;

function tell(ok, name, why) {
  console.log((ok ? 'ok ' : 'not ok ') + name);
  if (!ok) {
    failed++;
    for (const line of [].concat(why || []).slice(0, 20)) console.log('   ' + line);
  }
}

// A page with the report, and everything it asked for or complained of.
async function open(browser, path, change) {
  const page = await browser.newPage();
  page.asked = [];
  page.said = [];
  page.on('request', request => page.asked.push(request.url()));
  page.on('console', message => page.said.push(message.text()));
  page.on('pageerror', error => page.said.push(String(error)));
  if (change) await change(page);
  await page.goto('file://' + path, { waitUntil: 'load', timeout: 120000 });
  return page;
}

// Everything in sight: nothing folded away, no region that scrolls, so that axe-core need not guess at any text.
async function unfold(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const region of document.querySelectorAll('.scroll')) {
      region.style.maxHeight = 'none';
      region.style.overflow = 'visible';
    }
    for (const head of document.querySelectorAll('thead th')) head.style.position = 'static';
    for (const wide of document.querySelectorAll('main,header,footer')) wide.style.maxWidth = 'none';
    for (const table of document.querySelectorAll('table')) table.style.maxWidth = '100%';
  });
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function describe(results) {
  return results.flatMap(rule => [`${rule.id}: ${rule.help} (${rule.nodes.length})`].concat(
    rule.nodes.slice(0, 3).map(node => '  ' + node.target.join(' ') + ': ' +
      (node.any.concat(node.all, node.none)[0] || { message: '' }).message)));
}

// What text of a picture has beneath it: the shapes painted before it, one over the other, on the white page.
const contrasts = () => {
  const parse = (paint, opacity) => {
    const parts = paint.match(/[\d.]+/g);
    return parts && { r: +parts[0], g: +parts[1], b: +parts[2], a: (parts[3] === undefined ? 1 : +parts[3]) * opacity };
  };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a) });
  const light = c => [c.r, c.g, c.b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const poor = [];
  let n = 0;
  for (const svg of document.querySelectorAll('figure svg')) {
    const shapes = [...svg.querySelectorAll('polygon,rect')].filter(s => !s.closest('defs')).map(s => {
      const style = getComputedStyle(s);
      return { shape: s, box: s.getBoundingClientRect(), paint: parse(style.fill, style.fillOpacity * style.opacity) };
    });
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect(), to = svg.getScreenCTM().inverse();
      const ink = parse(getComputedStyle(text).fill, 1);
      n++;
      for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) {
        const at = new DOMPoint(box.left + share * box.width, box.top + box.height / 2);
        let ground = { r: 255, g: 255, b: 255 };
        for (const { shape, box: of, paint } of shapes) {
          if (!paint || at.x < of.left || at.x > of.right || at.y < of.top || at.y > of.bottom) continue;
          const inside = at.matrixTransform(shape.getScreenCTM().inverse());
          if (shape.isPointInFill(inside)) ground = over(paint, ground);
        }
        if (ratio(ink, ground) < 4.5) {
          poor.push(`${svg.id || svg.closest('figure').id}: ${text.textContent} ${ratio(ink, ground).toFixed(2)}`);
          break;
        }
      }
    }
  }
  return { n, poor };
};

// axe-core cannot see what lies beneath the text of a picture: that is measured here, and axe-core judges the contrast of
// all other text with the pictures emptied. All rows of a table are made alike: long tables are cut.
async function checkAxe(browser, name, path) {
  const page = await open(browser, path, p => p.setViewport({ width: 2400, height: 1400 }));
  const pictures = await page.evaluate(contrasts);
  await page.evaluate(() => { document.querySelector('figure svg text').style.fill = '#cccccc'; });
  tell((await page.evaluate(contrasts)).poor.length === pictures.poor.length + 1, `${name}: a pale text would be seen`);
  tell(pictures.n > 50 && pictures.poor.length === 0,
    `${name}: ${pictures.n} texts in pictures, each with a contrast of 4.5 or more`, pictures.poor);
  await unfold(page);
  await page.evaluate(() => {
    for (const body of document.querySelectorAll('tbody'))
      [...body.rows].slice(12).forEach(row => row.remove());
  });
  await page.evaluate(axe);
  const run = options => page.evaluate(o => axe.run(document, { resultTypes: ['violations', 'incomplete'], ...o }), options);
  const whole = await run({ runOnly: rules, rules: { 'color-contrast': { enabled: false } } });
  await page.evaluate(() => document.querySelectorAll('figure svg > g').forEach(g => g.remove()));
  const text = await run({ runOnly: { type: 'rule', values: ['color-contrast'] } });
  const violations = whole.violations.concat(text.violations), incomplete = whole.incomplete.concat(text.incomplete);
  tell(violations.length === 0, `${name}: axe-core finds no violation, contrast included`, describe(violations));
  tell(incomplete.length === 0, `${name}: axe-core leaves nothing to review`, describe(incomplete));
  await page.close();
}

async function checkNetwork(browser, name, path) {
  const page = await open(browser, path);
  const others = page.asked.filter(url => url !== 'file://' + path);
  tell(others.length === 0, `${name}: nothing but the page itself is asked for`, others);
  tell(page.said.length === 0, `${name}: the browser has no complaint`, page.said);
  await page.close();
}

const where = () => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const all = [...document.querySelectorAll('a[href],button,summary,[tabindex="0"]')].filter(e => e.checkVisibility());
  return { place: all.indexOf(at), total: all.length, what: at.outerHTML.slice(0, 80),
           seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
};

async function checkKeyboard(browser, name, path) {
  const page = await open(browser, path);
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.className);
  tell(first === 'skip', `${name}: the first stop is the skip link`, first);
  await page.keyboard.press('Enter');
  tell(await page.evaluate(() => location.hash) === '#main', `${name}: it skips to the main content`);
  await page.reload({ waitUntil: 'load' });
  const wrong = [];
  let total = 1;
  for (let i = 0; i < total && wrong.length < 5; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(where);
    total = stop.total;
    if (stop.place !== i) wrong.push(`stop ${i} is ${stop.what} (place ${stop.place})`);
    else if (!stop.seen) wrong.push(`stop ${i} does not show that it has the focus: ${stop.what}`);
  }
  tell(wrong.length === 0, `${name}: ${total} stops in reading order, each seen`, wrong);
  const sorted = await page.evaluate(() => {
    document.querySelectorAll('details').forEach(d => { d.open = true; });
    const button = [...document.querySelectorAll('th.num button')].find(b => b.checkVisibility());
    if (!button) return 'no table to sort';
    button.focus();
    return '';
  });
  if (!sorted) await page.keyboard.press('Enter');
  const state = sorted || await page.evaluate(() => document.activeElement.closest('th').getAttribute('aria-sort') + ' ' +
    document.getElementById('live').textContent);
  tell(/^ascending Sorted by /.test(state), `${name}: Enter on a heading sorts, and says so`, state);
  await page.close();
}

async function checkPhone(browser, name, path) {
  const page = await open(browser, path, p => p.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true }));
  const width = () => page.evaluate(() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest('.skip,.hidden'))
    .map(e => e.outerHTML.slice(0, 90)).concat(document.documentElement.scrollWidth > 360
      ? [`the page is ${document.documentElement.scrollWidth} pixels wide`] : []));
  let wide = await width();
  tell(wide.length === 0, `${name}: 360 pixels are wide enough`, wide);
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  wide = await width();
  tell(wide.length === 0, `${name}: also with everything unfolded`, wide);
  await page.close();
}

async function checkPrint(browser, name, path) {
  const page = await open(browser, path);
  const before = await page.evaluate(() => document.querySelectorAll('details:not([open])').length);
  const opened = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const closed = document.querySelectorAll('details:not([open])').length;
    dispatchEvent(new Event('afterprint'));
    return closed;
  });
  tell(opened === 0, `${name}: printing unfolds all ${before} details`);
  const pdf = await page.pdf({ format: 'A4', timeout: 120000, tagged: true });
  const pages = (Buffer.from(pdf).toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
  tell(pages > 3, `${name}: prints on ${pages} pages`);
  await page.close();
}

async function checkWithoutScript(browser, name, path) {
  const page = await open(browser, path, p => p.setJavaScriptEnabled(false));
  const has = await page.$$eval('h1,figure svg[role=img],table caption,details summary', all => all.length);
  tell(has > 10, `${name}: without script, ${has} headings, pictures and tables are there`);
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: browserPath, headless: true, protocolTimeout: 600000,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync'] });
  for (const report of reports) {
    const name = report.slice(0, report.indexOf('=')), path = report.slice(report.indexOf('=') + 1);
    for (const check of [checkNetwork, checkAxe, checkKeyboard, checkPhone, checkPrint, checkWithoutScript]) {
      try {
        await check(browser, name, path);
      } catch (error) {
        tell(false, `${name}: ${check.name}`, String(error.stack || error).split('\n'));
      }
    }
  }
  await browser.close();
  process.exit(failed ? 1 : 0);
})();
