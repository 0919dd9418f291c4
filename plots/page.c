/* plots/page.c: the frame of the report. WCAG 2.2 AA: contrast of text at least 4.5, targets of 24 pixels, visible
 * focus, reflow on a phone, print. */
#include "plots/page.h"

#include "plots/svg.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <string.h>

static const char style[] =
    "*{box-sizing:border-box}"
    "html{scroll-padding-top:1rem}"
    "body{font:1.1875rem/1.5 Arial,\"Liberation Sans\",Helvetica,sans-serif;color:#0b0c0c;background:#fff;margin:0}"
    "header,main,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}"
    "header{padding-top:2.5rem}"
    ".masthead{border-top:.6rem solid #12436d}"
    "h1{font-size:2.5rem;line-height:1.15;margin:0 0 .75rem;max-width:32ch}"
    "h2{font-size:1.75rem;line-height:1.2;margin:0 0 1rem;padding-top:1.25rem;border-top:2px solid #12436d}"
    "h3{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem}"
    "section{margin-top:3.5rem}"
    "p,li,dd{max-width:44rem}"
    ".lede{font-size:1.4375rem;color:#505a5f;margin:0 0 1.5rem}"
    "a{color:#1d70b8;text-underline-offset:.15em}"
    "a:hover{text-decoration-thickness:.15em}"
    "a:focus-visible,button:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid #0b0c0c;"
    "outline-offset:2px;background:#fd0}"
    ".scroll:focus-visible{background:#fff}"
    ".skip{position:absolute;left:-999rem}"
    ".skip:focus{left:1rem;top:1rem;background:#fd0;padding:.5rem 1rem;z-index:2}"
    ".hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    ".banner{border-left:.5rem solid #b8420a;background:#fdf3ee;padding:1rem 1.25rem;margin:1.5rem 0;max-width:46rem}"
    ".findings{list-style:none;padding:0;margin:0}"
    ".findings li{border-left:.3rem solid #12436d;padding:.1rem 0 .1rem 1rem;margin:0 0 1rem}"
    "nav{margin-top:3.5rem}nav ol{padding-left:2.2rem}"
    "nav a{display:inline-block;min-height:24px}"
    "figure{margin:2rem 0 3rem}"
    "figcaption h3{margin-top:0}"
    "figure svg{display:block;width:100%;min-width:40rem;height:auto}"
    ".scroll{overflow-x:auto}"
    "details>.scroll{max-height:36rem;overflow:auto}"
    "details{margin:1rem 0;border-left:.3rem solid #b1b4b6;padding:0 0 0 1rem}"
    "summary{cursor:pointer;color:#1d70b8;text-decoration:underline;padding:.25rem 0;min-height:24px;max-width:44rem}"
    "table{border-collapse:collapse;min-width:30rem;font-size:1rem;line-height:1.35}"
    "caption{text-align:left;font-weight:bold;padding:.5rem 0}"
    "th,td{padding:.45rem .75rem;border-bottom:1px solid #b1b4b6;text-align:left;vertical-align:top}"
    "th:first-child,td:first-child{padding-left:0}"
    "th[scope=row]{font-weight:normal}"
    "thead th{position:sticky;top:0;background:#fff;border-bottom:2px solid #0b0c0c;vertical-align:bottom}"
    ".num{text-align:right;font-variant-numeric:tabular-nums}"
    "td.num{white-space:nowrap}"
    ".regression thead th{min-width:8rem;max-width:11rem}"
    ".regression .fit{border-top:2px solid #0b0c0c}"
    ".regression .fit td{font-size:.9em;white-space:normal;overflow-wrap:anywhere}"
    "th button{font:inherit;font-weight:bold;color:#1d70b8;background:none;border:0;padding:.1rem 0;min-height:24px;"
    "text-align:inherit;cursor:pointer;text-decoration:underline}"
    "th button::after{content:\"\\00a0\\2195\";text-decoration:none}"
    "[aria-sort=ascending] button::after{content:\"\\00a0\\25B2\"}"
    "[aria-sort=descending] button::after{content:\"\\00a0\\25BC\"}"
    ".file{font-size:1rem;color:#505a5f;margin:.5rem 0 1.5rem}"
    "code{font-family:\"Liberation Mono\",Consolas,monospace;font-size:.95em;overflow-wrap:anywhere}"
    "dt{font-weight:bold;margin-top:1rem}"
    "dd{margin:.15rem 0 0}"
    ".notes li{margin-bottom:.35rem}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:1rem;font-family:inherit;max-width:50rem;margin:0}"
    "footer{margin-top:4rem;padding-top:1.5rem;padding-bottom:3rem;border-top:1px solid #b1b4b6;color:#505a5f;"
    "font-size:1rem}"
    "@media(max-width:40rem){h1{font-size:1.875rem}h2{font-size:1.5rem}.lede{font-size:1.1875rem}"
    "body{font-size:1.0625rem}section{margin-top:2.5rem}}"
    "@media print{.skip,nav,.file{display:none}body{font-size:10pt}header,main,footer{max-width:none;padding:0}"
    ".scroll,details>.scroll{max-height:none;overflow:visible}figure svg{min-width:0}figure,tr,.findings li{"
    "break-inside:avoid}thead{display:table-header-group}thead th{position:static}h2,h3{break-after:avoid}"
    "a{color:inherit;text-decoration:none}}";

/* Headings become buttons that sort, where a table has more than one row; details open for printing. Symbols and
 * blanks sort last. */
static const char script[] =
    "const live=document.getElementById('live');"
    "for(const table of document.querySelectorAll('table:not(.regression)')){"
    "const body=table.tBodies[0];if(!body||body.rows.length<2)continue;"
    "table.querySelectorAll('thead th').forEach((th,i)=>{"
    "const b=document.createElement('button');b.type='button';b.textContent=th.textContent;th.replaceChildren(b);"
    "th.setAttribute('aria-sort','none');"
    "b.addEventListener('click',()=>{"
    "const up=th.getAttribute('aria-sort')!=='ascending';"
    "table.querySelectorAll('thead th').forEach(h=>h.setAttribute('aria-sort','none'));"
    "th.setAttribute('aria-sort',up?'ascending':'descending');"
    "const num=th.classList.contains('num');"
    "const key=r=>{const t=r.cells[i].textContent.trim();if(!num)return t;"
    "const v=parseFloat(t.replace(/[,<]/g,'').replace('\\u2212','-'));return isNaN(v)?null:v};"
    "const rows=[...body.rows];"
    "rows.sort((a,c)=>{const x=key(a),y=key(c);"
    "if(x===null||x==='')return y===null||y===''?0:1;if(y===null||y==='')return -1;"
    "const d=num?x-y:x.localeCompare(y,'en-GB');return up?d:-d});"
    "body.append(...rows);"
    "live.textContent='Sorted by '+b.textContent+', '+(up?'ascending':'descending')})})}"
    "let closed=[];"
    "addEventListener('beforeprint',()=>{closed=[...document.querySelectorAll('details:not([open])')];"
    "closed.forEach(d=>d.open=true)});"
    "addEventListener('afterprint',()=>closed.forEach(d=>d.open=false));";

static void say_hash(const char *text, nh_text *html)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
    sha256_init(&context);
    sha256_update(&context, strlen(text), (const uint8_t *)text);
    sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    nh_text_say(html, "'sha256-%s'", base64);
}

void nh_page_begin(const char *title, nh_text *html)
{
    nh_text_say(html, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    say_hash(style, html);
    nh_text_say(html, "; script-src ");
    say_hash(script, html);
    nh_text_say(html, "; base-uri 'none'; form-action 'none'\">\n<title>");
    nh_escape(title, html);
    nh_text_say(html, "</title>\n<style>%s</style>\n</head>\n<body>\n"
                "<a class=\"skip\" href=\"#main\">Skip to main content</a>\n", style);
}

void nh_page_end(nh_text *html)
{
    nh_text_say(html, "<script>%s</script>\n</body>\n</html>\n", script);
}

typedef struct definition {
    const char *term, *meaning;
} definition;

static const definition definitions[] = {
    { "Looked after",
      "A child in the care of a local authority, or given somewhere to live by it for more than 24 hours, under the "
      "Children Act 1989. Series of short breaks are left out, as in the Department for Education's statistics." },
    { "Responsible authority", "The local authority that looks after the child, wherever the child lives." },
    { "Inside and outside the area",
      "Whether the placement stands in the area of the responsible authority. A placement outside can be close by, "
      "and one inside a large county can be far away." },
    { "Over 20 miles",
      "The straight line between the child's home and the placement is longer than 20 miles. Where a distance is "
      "not recorded it is shown as unknown, and stays in the base of a percentage unless the table says otherwise." },
    { "At a distance",
      "Outside the area of the responsible authority and of every authority that adjoins it (regulation 11(5) of "
      "the Care Planning, Placement and Case Review (England) Regulations 2010). It is not the same as over 20 "
      "miles." },
    { "Net gain",
      "Other authorities' children placed in an area, less the area's own children placed elsewhere. Authorities "
      "above zero take in children on balance (importers); those below zero send them out (exporters)." },
    { "Breakdown",
      "A placement that ended because the carer or the child asked for it to end (the primary measure). A wider "
      "measure adds ends brought about by the authority, safeguarding or custody; an upper bound adds reasons that "
      "may hide a breakdown. Rates are shares of placements that ended by a move." },
    { "Placement groups",
      "Foster care; placed for adoption; placed with parents; children's homes, secure homes included; supported or "
      "independent living; other residential settings and schools; other placements." },
    { "Confidence interval",
      "A range that would hold the true value in 95 of 100 repetitions if chance alone were at work. It says "
      "nothing about errors in recording, nor about what causes what." },
    { "Still in placement",
      "Kaplan-Meier estimate: the share of placements that have lasted at least so long, with those that are still "
      "open counted for as long as they have been seen." },
    { "Symbols in tables",
      "c: suppressed, because the count is small or would reveal a small one. z: not applicable. x: not available. "
      "k: rounds to zero. u: low reliability. Blank: missing." },
};

void nh_page_definitions(nh_text *html)
{
    nh_text_say(html, "<dl>\n");
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
        nh_text_say(html, "<dt>");
        nh_escape(definitions[i].term, html);
        nh_text_say(html, "</dt><dd>");
        nh_escape(definitions[i].meaning, html);
        nh_text_say(html, "</dd>\n");
    }
    nh_text_say(html, "</dl>\n");
}
