import Stakebook

extension Answer {
  /// The one style sheet: that of reports, and what pages have besides.
  static let styles = Answer(
    type: "text/css; charset=utf-8", body: .bytes(Array((Stylesheet.text + WebStyles.text).utf8))
  ).tagged

  /// What a tab of the browser shows.
  static let icon = Answer(
    type: "image/svg+xml",
    body: .bytes(
      Array(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0550ae"/>\
        <path d="M3 12V8h2.5v4zM6.75 12V4h2.5v8zM10.5 12V6H13v6z" fill="#fff"/></svg>
        """.utf8))
  ).tagged

  /// The script for comfort.
  static let script = Answer(
    type: "text/javascript; charset=utf-8", body: .bytes(PackageResources.script_js)
  ).tagged
}

/// What pages have that a report's file does not: where one can go, the clocks, forms.
enum WebStyles {
  static let text = """
    .web{max-width:64rem}.web.wide{max-width:76rem}
    .web nav.site{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .7rem;padding:.7rem 0;\
    border-bottom:1px solid var(--line);font-size:.86rem}
    .web nav.site ul{display:flex;flex-wrap:wrap;gap:.2rem .7rem;list-style:none;margin:0;padding:0}
    .web nav.site a{text-decoration:none}
    .web nav.site a:hover,.web nav.site a[aria-current]{text-decoration:underline}
    .web nav.site .brand{flex:none;font-weight:700;color:var(--ink);letter-spacing:-.01em}
    .web nav.site .find{margin-left:auto}
    .web nav.site .find input{width:7.6rem}
    .web .langs{font-size:.8rem}
    .web input,.web select,.web textarea,.web button{font:inherit;font-size:.9rem;color:var(--ink);\
    background:var(--paper);border:1px solid var(--muted);border-radius:.35rem;padding:.3rem .55rem;\
    max-width:100%}
    .web textarea{width:100%;font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;\
    font-size:.85rem;line-height:1.5;padding:.6rem .7rem}
    .web button,.web .button{background:var(--soft);cursor:pointer;font-weight:600}
    .web .button{display:inline-block;font-size:.9rem;border:1px solid var(--link);border-radius:.35rem;\
    padding:.35rem .8rem;background:var(--link);color:var(--paper);text-decoration:none}
    .web button:hover,.web .button:hover{filter:brightness(1.08)}
    .web code,.web pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85em}
    .web pre{background:var(--soft);border:1px solid var(--line);border-radius:.4rem;padding:.7rem .9rem;\
    overflow-x:auto;white-space:pre-wrap}
    .web .clocks{display:flex;flex-wrap:wrap;gap:.35rem 1.2rem;align-items:center;padding:.55rem 0;\
    border-bottom:1px solid var(--line);font-size:.88rem;color:var(--muted)}
    .web .clock{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .5rem}
    .web .clock label{font-weight:600}
    .web .step{display:inline-block;min-width:1.5rem;text-align:center;text-decoration:none;font-size:1.2rem;line-height:1}
    .web .slider{width:13rem;padding:0;border:0;accent-color:var(--link);background:none}
    .web .clocks details{flex-basis:100%}
    .web .clocks details .clock{margin:.45rem 0}
    .web .clocks details .clock label{min-width:8.5rem}
    .web header{padding:1.4rem 0 .2rem}
    .web main>section:first-child>h2,.web main>.actions+section>h2{border-top:0}
    .web h1{font-size:1.75rem}
    .web main>section:first-child>h2,.web .columns h2{margin-top:1.2rem}
    .web h2 a{color:inherit;text-decoration:none}
    .web h2 a:hover{text-decoration:underline}
    .web .quiet{color:var(--muted);font-size:.88rem}
    .web .forms,.web .actions,.web .pager{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;font-size:.85rem;margin:.5rem 0 0}
    .web .actions{margin:1rem 0;font-size:.92rem}
    .web .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 2.5rem}
    .web .deals,.web .dated,.web .plain,.web .changes{list-style:none;margin:0;padding:0}
    .web .deals li,.web .dated li,.web .plain li{padding:.4rem 0;border-bottom:1px solid var(--line);font-size:.92rem}
    .web .deals li{display:grid;grid-template-columns:minmax(12rem,2fr) minmax(9rem,1fr) 3fr;gap:0 1rem}
    .web .deals .name{font-weight:600}
    .web .deals .parties{font-size:.88rem}
    .web .dated li{display:grid;grid-template-columns:7rem 1fr;gap:0 1rem}
    .web .dated .date{color:var(--muted);font-variant-numeric:tabular-nums}
    .web .plain .plain li{border:0;padding:.1rem 0;font-size:.85rem}
    .web .said>.quiet,.web .lost,.web td .line{display:block}
    .web td:is(.n,.d){white-space:normal}
    .web .lost{font-size:.9em}
    .web .said .none{margin:0}
    .web .scroll{background:linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/2rem 100% no-repeat local,\
    linear-gradient(270deg,var(--paper) 40%,transparent) 100% 0/2rem 100% no-repeat local,\
    linear-gradient(90deg,var(--line),transparent) 0 0/.6rem 100% no-repeat scroll,\
    linear-gradient(270deg,var(--line),transparent) 100% 0/.6rem 100% no-repeat scroll}
    .web header:has(+main>section:first-child>.facts) .forms{margin-bottom:.8rem}
    .web .arithmetic{font-variant-numeric:tabular-nums}
    .web td[data-label=""]:not(:empty){grid-template-columns:1fr}
    .web .plan{max-height:40rem;overflow-y:auto}
    .web .hash{font-size:.7rem;color:var(--muted)}
    .web .late{color:var(--c1);font-style:normal;font-weight:600}
    .web .gone{text-decoration:line-through;color:var(--muted)}
    .web .ended .name{font-weight:400}
    .web .facts{margin:0;font-size:.92rem}
    .web .facts>div{display:grid;grid-template-columns:10.5rem 1fr;gap:0 1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
    .web .facts.wide>div{grid-template-columns:15rem 1fr}
    .web .facts dt{color:var(--muted)}
    .web .facts:not(.wide) dt::first-letter{text-transform:uppercase}
    .web main>.actions+section>h2{margin-top:1.2rem}
    .web table.few{width:auto;min-width:min(100%,24rem)}
    .web .steps{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style-position:inside;padding:0;margin:.4rem 0;color:var(--muted)}
    .web .steps [aria-current]{color:var(--ink);font-weight:600}
    .web .facts dd{margin:0}
    .web .facts dd p{margin:0 0 .2rem}
    .web .facts .facts{font-size:1em}
    .web .item+.item{margin-top:.5rem;border-top:1px solid var(--line);padding-top:.3rem}
    .web .facts .facts>div:last-child{border:0}
    .web .why{color:inherit;text-decoration:underline dotted var(--muted)}
    .web .why:hover{color:var(--link);text-decoration:underline}
    .web .chart.bars{max-width:30rem}
    .web .chart .hit{fill:none;stroke:none;pointer-events:all}
    .web .chart a{cursor:pointer}
    .web .chart a:hover text{text-decoration:underline}
    .web .chart a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
    .web thead a{color:inherit;text-decoration:none}
    .web thead a:hover{text-decoration:underline}
    .web [aria-sort=ascending] a::after{content:" ↑"}
    .web [aria-sort=descending] a::after{content:" ↓"}
    .web.wide td.t{min-width:12rem}.web.wide td.much{min-width:11rem}
    .web:not(.wide) table:not(.few) td.t{min-width:7rem}.web:not(.wide) table:not(.few) td.much{min-width:9rem}
    .web .filters{display:flex;flex-wrap:wrap;gap:0 2.5rem}
    .web .filter,.web .row{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center;margin:.4rem 0 1rem;font-size:.88rem}
    .web .chip{border:1px solid var(--line);border-radius:1rem;padding:.15rem .7rem;text-decoration:none;background:var(--soft)}
    .web .fault{border-left:.25rem solid var(--c1);background:var(--soft);padding:.7rem 1rem}
    .web .lines{white-space:pre-line}
    .web .kept{border-left:.25rem solid var(--c2);background:var(--soft);padding:.7rem 1rem;font-weight:600}
    .web .ask{position:relative}
    .web fieldset{min-width:0;border:1px solid var(--line);border-radius:.4rem;margin:.7rem 0;padding:.5rem .9rem}
    .web fieldset label{display:block;margin:.25rem 0}
    .web legend{font-weight:600;font-size:.88rem;padding:0 .3rem}
    .web .choices{display:flex;flex-wrap:wrap;gap:.3rem;list-style:none;margin:.3rem 0 0;padding:0;font-size:.85rem}
    .web .choices[hidden]{display:none}
    .web .choices li{padding:.1rem .6rem;cursor:pointer;border:1px solid var(--line);border-radius:1rem;background:var(--soft)}
    .web .choices li[aria-selected=true],.web .choices li:hover{background:var(--link);color:var(--paper)}
    .web .tip{position:absolute;z-index:3;pointer-events:none;background:var(--ink);color:var(--paper);\
    font-size:.8rem;padding:.25rem .55rem;border-radius:.3rem;max-width:20rem}
    .web .changes li{border-left:.25rem solid var(--c5);padding:.1rem 0 .1rem .9rem;margin:.9rem 0}
    .web .changes .added{border-color:var(--c2)}
    .web .changes .removed{border-color:var(--c1)}
    .web .changes p{margin:0 0 .2rem}
    .web .changes .facts{font-size:.85rem}
    .web .changes .facts>div{border:0;padding:.1rem 0}
    .web del{color:var(--muted)}
    .web ins{text-decoration:none;font-weight:600}
    .web .entry label{display:block;font-weight:600;font-size:.9rem;margin:.9rem 0 .15rem}
    .web .entry .help{display:block;color:var(--muted);font-weight:400;font-size:.82rem;margin:0 0 .25rem}
    .web .entry input:not([type=checkbox]):not([type=file]),.web .entry select,.web .entry textarea:not(#mapping){width:min(100%,28rem)}
    .web .entry fieldset label{margin:.5rem 0 .1rem}
    .web .rows .item{padding:.2rem 0 .8rem;position:relative;\
    display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:0 1.2rem;padding-left:1.8rem}
    .web .rows .item+.item{margin-top:0;padding-top:.4rem}
    .web .rows .no{position:absolute;left:0;top:.6rem;margin:0;color:var(--muted);font-variant-numeric:tabular-nums}
    .web .rows legend{font-size:.9rem}
    .web .confirm{position:sticky;bottom:0;background:var(--paper);border-top:1px solid var(--line)}
    .web .confirm .actions{margin:.6rem 0}
    .web section>section>h2{border-top:0;margin-top:1rem;padding-top:0;font-size:1.05rem}
    .web .entry .told{display:block;font-size:.85rem;margin:.2rem 0 0;color:var(--muted)}
    .web .entry .told.bad{color:var(--c1);font-weight:600}
    .web [aria-invalid=true]{border-color:var(--c1)}
    .web .needed::before{content:"* ";color:var(--c1)}
    .web .drop{border:1px dashed var(--muted);border-radius:.4rem;padding:.8rem}
    .web .drop.over{border-style:solid;background:var(--soft)}
    @media screen and (max-width:56rem){\(Stylesheet.cards)}
    @media screen and (min-width:40.01rem) and (max-width:56rem){.web section>.scroll tbody{display:grid;\
    grid-template-columns:1fr 1fr;gap:0 2.2rem}}
    @media (min-width:56.01rem){.web:not(.wide) table:not(.few):has(.n){font-size:.84rem}\
    .web:not(.wide) details table:has(.n){font-size:.76rem}\
    .web:not(.wide) table:not(.few):has(.n) :is(th,td:not(.t,.much)){padding-right:.4rem;min-width:3.4rem}\
    .web:not(.wide) table:not(.few):has(.n) .n{padding-right:.7rem}\
    .web:not(.wide) table:not(.few):has(.n) .s{min-width:4.2rem}.web nav.site{flex-wrap:nowrap}.web .langs{white-space:nowrap}}
    @media (max-width:40rem){.web td.t{min-width:0}.web nav.site .find{margin-left:0;flex-basis:100%;order:4}\
    .web nav.site .brand{flex:1}.web nav.site ul{order:3;flex-basis:100%}.web .clock .slider{order:2}\
    .web nav.site .find input{width:100%}.web .slider{width:100%}\
    .web .deals li,.web .dated li,.web .facts>div,.web .facts.wide>div{grid-template-columns:1fr}\
    .web .clocks details .clock label{min-width:0}.web .filter label{display:flex;align-items:center;gap:.5rem;flex:1 1 100%}\
    .web .filter label>:is(input,select){flex:1;min-width:0}.web .rows .item{padding-left:0}.web .rows .no{position:static}.web input,.web select,.web textarea,.web button{font-size:1rem}}
    @media print{.web nav.site,.web .clocks,.web .forms,.web .actions{display:none}}

    """
}
