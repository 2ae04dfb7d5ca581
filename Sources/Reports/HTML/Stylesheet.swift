/// The one style sheet of a page, and the policy that allows it and nothing else.
package enum Stylesheet {
  /// What the page may load: this style sheet by its hash, and nothing from anywhere.
  static let policy =
    "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"

  /// SHA-256 of ``text`` in Base64; a test computes it and tells it when it is another.
  static let hash = "0iMuuNOwspdYbrzmSoqjP8WAi1BV0wBEBmRIuJ5ejh4="

  package static let text = colours + page + screens + pictureRules + paper

  /// Rows as cards, where a window is too narrow for their columns.
  package static let cards = cards(of: ":is(section,details)>.scroll")

  private static func cards(of place: String) -> String {
    """
    \(place) thead{position:absolute;width:1px;height:1px;overflow:hidden;\
    clip-path:inset(50%)}\
    \(place) :is(table,tbody,tr,th,td){display:block;max-width:none;min-width:0;width:auto}\
    \(place) tr{border-bottom:1px solid var(--line);padding:.45rem 0}\
    \(place) :is(th,td){border:0;padding:.1rem 0;text-align:left;white-space:normal;\
    overflow-wrap:anywhere}\
    \(place) td:empty{display:none}\
    \(place) td:not(:empty){display:grid;grid-template-columns:8.5rem 1fr;gap:0 .5rem}\
    \(place) td::before{content:attr(data-label) " ";color:var(--muted);font-size:.8rem}
    """
  }

  /// On screens tables fit the page: in smaller letters where columns are many; of a report on tablets as cards.
  private static let screens = """
    @media screen and (min-width:56.01rem){body:not(.wide) .few :is(th,td){min-width:0}}
    @media screen and (min-width:60.01rem){\
    body:not(.wide) section>.scroll table:not(.few){font-size:.82rem}\
    body:not(.wide) section>.scroll table:not(.few) :is(th,td){padding-right:.55rem;min-width:0}\
    body:not(.wide) section>.scroll table:not(.few) :is(th,td):is(.n,.d){white-space:normal}\
    body:not(.wide) section>.scroll table:not(.few) tbody th{min-width:6.2rem}\
    body:not(.wide) section>.scroll table:not(.few) td.t{min-width:6.4rem}\
    body:not(.wide) section>.scroll table:not(.few) td.much{min-width:8rem}\
    body:not(.wide) section>.scroll table:not(.few) .s{min-width:3.6rem}\
    body:not(.wide) section>.scroll table:has(thead th:nth-child(9)){font-size:.74rem}\
    body:not(.wide) section>.scroll table:has(thead th:nth-child(9)) :is(th,td){padding-right:.45rem}\
    body:not(.wide) section>.scroll table:has(thead th:nth-child(9)) td:is(.k,.short){white-space:normal}\
    body:not(.wide) section>.scroll table:has(thead th:nth-child(9)) :is(td.t,tbody th){min-width:5rem}\
    body:not(.wide) section>.scroll table:has(thead th:nth-child(9)) td.much{min-width:6.5rem}}
    @media screen and (max-width:60rem){\(cards(of: "body:not(.web) section>.scroll:has(table:not(.few))"))}
    @media screen and (max-width:56rem){\(cards(of: "body:not(.web) :is(section,details)>.scroll"))}

    """

  /// The styles of a picture that stands alone.
  static let pictures = colours + pictureRules + "svg{background:var(--paper)}"

  /// Colours that people with every kind of colour vision tell apart (after Okabe and Ito), dark
  /// enough on white and light enough on black; every series has a dash or a mark besides.
  private static let light = """
    --paper:#fff;--ink:#1b1f24;--muted:#57606a;--line:#d0d7de;--soft:#f6f8fa;--link:#0550ae;\
    --c0:#0066a6;--c1:#c04a00;--c2:#007a58;--c3:#a0457c;--c4:#2784b8;--c5:#9a6700;--c6:#59636e
    """
  private static let dark = """
    --paper:#0f1318;--ink:#e6edf3;--muted:#9aa5b1;--line:#30363d;--soft:#171c23;--link:#79b8ff;\
    --c0:#56a8e8;--c1:#f08a4b;--c2:#2fc090;--c3:#e08ac0;--c4:#8fd0f5;--c5:#f0b840;--c6:#a8b3bf
    """
  private static let colours = """
    :root{color-scheme:light dark;\(light)}
    @media (prefers-color-scheme:dark){:root{\(dark)}}
    @media print{:root{color-scheme:light;\(light)}}

    """

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;padding:0 1.25rem 3rem;max-width:60rem;background:var(--paper);\
    color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",\
    Arial,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
    a{color:var(--link);text-underline-offset:.15em}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
    .skip{position:absolute;left:-100rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
    .skip:focus{left:.5rem;top:.5rem}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
    white-space:nowrap}
    header{padding:2.5rem 0 1rem}
    h1{font-size:2rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em;text-wrap:balance}
    h2{font-size:1.35rem;line-height:1.3;margin:3rem 0 .9rem;padding-top:.9rem;\
    border-top:1px solid var(--line)}
    h3{font-size:1rem;margin:1.75rem 0 .5rem}
    .readings{margin:0;color:var(--muted)}
    nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0;padding:.6rem 0;\
    font-size:.9rem}
    nav a{text-decoration:none}
    .no{color:var(--muted);font-weight:400;font-variant-numeric:tabular-nums}
    nav a:hover{text-decoration:underline}
    .glance{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:.75rem;\
    margin:0}
    .glance div{background:var(--soft);border:1px solid var(--line);border-radius:.5rem;\
    padding:.8rem 1rem}
    .glance dt{color:var(--muted);font-size:.85rem}
    .glance dd{margin:0}
    .glance .figure{font-size:1.45rem;font-weight:600;line-height:1.35}
    .glance .wide{font-size:1.05rem}.glance .wider{font-size:.9rem}
    .glance .line{display:block;color:var(--muted);font-size:.85rem}
    .lead{font-size:1.05rem;margin:.2rem 0 1rem}
    .terms{margin:0;font-size:.92rem}
    .terms div{display:grid;grid-template-columns:10.5rem 1fr;gap:0 1rem;padding:.35rem 0;\
    border-bottom:1px solid var(--line)}
    .terms dt{font-weight:600}
    .terms dd{margin:0}
    .terms .line{display:inline;color:var(--muted);font-size:.8rem;margin-left:.4rem}
    .terms details[open].line{display:block;margin:.2rem 0}
    .scroll{overflow-x:auto}
    table{border-collapse:separate;border-spacing:0;width:100%;font-size:.9rem;line-height:1.4}
    th,td{text-align:left;vertical-align:top;padding:.45rem .7rem .45rem 0;\
    border-bottom:1px solid var(--line);overflow-wrap:break-word;min-width:4.5rem;max-width:22rem}
    th:last-child,td:last-child{padding-right:0}
    thead th{color:var(--muted);font-weight:600;font-size:.8rem;border-bottom-color:var(--muted);\
    vertical-align:bottom}
    tbody th{font-weight:600}
    .sum th{font-weight:400}
    .sum>*{color:var(--muted);font-style:italic}
    .n{text-align:right;font-variant-numeric:tabular-nums;padding-right:1.1rem;\
    white-space:nowrap}
    .d{white-space:nowrap;font-variant-numeric:tabular-nums}
    .k,.short{white-space:nowrap}
    .long{overflow-wrap:anywhere}@media screen{.long{min-width:9rem}}
    td.wrap{white-space:normal;min-width:6rem}
    td.t{min-width:9rem}td.much{min-width:15rem}table:not(.few) td.much{min-width:12rem}
    td.n,td.d{min-width:0;max-width:none}
    .s{min-width:5.5rem;max-width:9rem}
    .refs{font-size:.72rem;line-height:0;font-weight:400;font-variant-numeric:tabular-nums;\
    margin-left:.25rem;overflow-wrap:normal}
    td .refs{vertical-align:baseline;margin:0;font-size:.75rem;line-height:1.4}
    .refs a,.back a{text-decoration:none;padding:.1rem .12rem}
    .refs a:hover,.back a:hover{text-decoration:underline}
    figure{margin:1rem 0 1.5rem}
    figcaption{font-weight:600;margin-bottom:.5rem}
    .chart{display:block;width:100%;height:auto}
    .chart.narrow{max-width:30rem}
    .chart.narrow,.legend,.at{display:none}
    figure .told{color:var(--muted);font-size:.85rem;margin:.5rem 0}
    summary{cursor:pointer;font-size:.85rem;color:var(--link)}
    details table{margin-top:.5rem;font-size:.82rem}
    details thead th{white-space:normal}details .n{padding-right:.8rem}details :is(th,td){min-width:3rem}details td.n{white-space:normal}
    .findings{padding:0;list-style:none}
    .findings>li{border-left:.25rem solid var(--c5);padding:.1rem 0 .1rem .8rem;margin:.7rem 0}
    .findings .error{border-color:var(--c1)}
    .findings ul{margin:.25rem 0 0;padding-left:1.1rem}
    .timeline{list-style:none;padding:0;margin:0}
    .timeline li{display:grid;grid-template-columns:10.5rem 1fr;gap:0 1rem;padding:.3rem 0;\
    border-bottom:1px solid var(--line);font-size:.92rem}
    .timeline .date{color:var(--muted);font-variant-numeric:tabular-nums}
    .timeline em{color:var(--muted)}
    .timeline p{margin:0 0 .15rem}
    .source{border-bottom:1px solid var(--line);padding:.4rem 0;font-size:.88rem}
    .source p{margin:0}
    .notes{list-style:none;padding:0;margin:.15rem 0 0}
    .notes li{padding:.1rem 0 .1rem 3.2rem;position:relative}
    .notes li::before{content:attr(value);position:absolute;left:0;color:var(--muted);\
    font-variant-numeric:tabular-nums}
    .notes li:target,.refs a:target,.back a:target{background:var(--soft);\
    outline:2px solid var(--c5);outline-offset:1px}
    .notes .more{color:var(--muted)}
    cite{font-style:normal}
    .back{font-size:.8rem}
    footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);\
    font-size:.85rem}
    footer dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:0}
    footer dd{margin:0;overflow-wrap:anywhere}
    @media (max-width:40rem){body{padding:0 1rem 2rem}h1{font-size:1.55rem}header{padding-top:1.5rem}\
    .glance div:is(.full,:has(.wide,.wider)){grid-column:1/-1}\
    .timeline li{grid-template-columns:1fr}.glance{grid-template-columns:1fr 1fr;grid-auto-flow:dense;gap:.5rem}\
    .glance div{padding:.6rem .7rem}.glance .figure{font-size:1.15rem}\
    .terms div{grid-template-columns:1fr}.scroll table:not(details table){font-size:.88rem}\
    \(cards)\
    .chart.wide{display:none}.chart.narrow{display:block}.legend{display:flex;flex-wrap:wrap;gap:.1rem .9rem;list-style:none;\
    padding:0;margin:0 0 .4rem;font-size:.8rem}.legend li{display:flex;gap:.3rem}.legend svg{width:1.625rem;\
    height:1rem;flex:none;margin-top:.1rem}}

    """

  private static let pictureRules = """
    .chart text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;\
    font-size:12px;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px;\
    stroke-linejoin:round}
    .chart .k{font-size:11px;fill:var(--muted)}
    .chart .b{font-weight:600}
    .g{stroke:var(--line);stroke-width:1}
    .x{stroke:var(--muted);stroke-width:1}
    .now{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3}
    .l{fill:none;stroke-width:2}
    .faded{opacity:.3}
    .leader{fill:none;stroke-width:1;opacity:.55}
    .m{stroke-width:1.5}
    .e{fill:none}
    .o{fill:var(--paper)}
    .w{fill:none;stroke-width:1.5}
    .band{opacity:.22}
    .h{stroke-width:2.5;opacity:.7}
    .hatched{fill-opacity:1}
    .thin{stroke-width:1.5;opacity:.85}
    .dot{stroke:var(--paper);stroke-width:1;fill-opacity:.85}
    .box{stroke-width:1.25}
    .dash{stroke-dasharray:4 3}
    .d1{stroke-dasharray:7 4}.d2{stroke-dasharray:2 3}.d3{stroke-dasharray:9 3 2 3}.d4{stroke-dasharray:14 3}
    .c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}\
    .c4{stroke:var(--c4)}.c5{stroke:var(--c5)}.c6{stroke:var(--c6)}
    .f0{fill:var(--c0)}.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}\
    .f4{fill:var(--c4)}.f5{fill:var(--c5)}.f6{fill:var(--c6)}

    """

  /// Paper of any size: pages are numbered, rows stay whole, heads of tables come again.
  private static let paper = """
    @page{margin:12mm 13mm 14mm;@bottom-right{content:counter(page) " / " counter(pages);\
    font:9pt "Helvetica Neue",Arial,"Liberation Sans",sans-serif;color:#57606a}}
    @media print{body{max-width:none;padding:0;font-size:9.5pt;line-height:1.35}\
    .skip,details,.glance .line:has(a),.terms .line,details.line{display:none!important}\
    header{padding:0 0 .1rem}h1{font-size:16pt;margin-bottom:0}.readings{line-height:1.25}\
    nav ol{display:block;columns:5;column-gap:1rem;font-size:7.5pt;line-height:1.3;padding:.4rem 0}\
    nav li{break-inside:avoid}\
    footer{margin-top:.5rem;padding-top:.3rem;font-size:7pt}footer p{margin:.2rem 0}\
    footer dl{display:block}footer :is(dt,dd){display:inline}footer dt::after{content:": "}footer dt:lang(fr)::after{content:"\\a0: "}\
    footer dd:not(:last-child)::after{content:" · "}h2{font-size:12.5pt;margin:.9rem 0 .35rem;padding-top:.4rem}\
    h3{font-size:9.5pt;margin:.7rem 0 .25rem}h2,h3,figcaption{break-after:avoid}\
    .first h2{margin-top:.3rem}.lead{font-size:9pt;line-height:1.3;margin:.1rem 0 .4rem}\
    .timeline li:last-child{break-before:avoid}tr,.timeline li,figure,footer,body:not(.whole) .source,.glance div,.terms div,.findings>li:not(:has(ul)),.findings ul li{break-inside:avoid}\
    .findings ul li:is(:first-child,:nth-child(2),:last-child){break-before:avoid}\
    thead{display:table-header-group}tbody tr:is(:first-child,:nth-child(2),:last-child,:nth-last-child(2),.sum),footer{break-before:avoid}\
    tbody th{min-width:5.2rem}.k{white-space:normal}\
    .scroll{overflow:visible}.n{padding-right:.7rem}td.n{white-space:normal}.few td.n:not(.wrap){white-space:nowrap}td.wrap{min-width:3.2rem}td.t{min-width:6.8rem}td.much{min-width:10rem}.chart{width:70%}table{font-size:8pt;line-height:1.3}\
    section table:not(.few){font-size:7pt}section table:has(thead th:nth-child(10)){font-size:6.7pt}table:not(.few) td.t{min-width:5.6rem}table:not(.few) td.much{min-width:5.6rem}table:not(.few) tbody th{min-width:4.6rem}\
    .few td.much{min-width:6.6rem}.few tbody th{min-width:4.8rem}\
    section table:has(thead th:nth-child(9)) td.t{min-width:4.5rem}section table:has(thead th:nth-child(9)) td.much{min-width:5.1rem}\
    section table:has(thead th:nth-child(9)) tbody th{min-width:3.9rem}\
    th,td{padding:.18rem .5rem .18rem 0;min-width:0;overflow-wrap:break-word}table:not(.few) :is(th,td){padding-right:.4rem}\
    .refs,td .refs{font-size:6.5pt}.refs{vertical-align:.3em}td .refs{line-height:1}\
    thead th{font-size:7.5pt}.s{max-width:6rem;min-width:3.2rem}\
    a{color:inherit;text-decoration:none}figure .told{font-size:7.5pt;margin:.2rem 0}\
    .source a[href^=http]::after{content:" <" attr(href) ">";color:#57606a}.back{display:none}\
    .glance{grid-template-columns:repeat(4,minmax(0,1fr));gap:.3rem;padding-right:1px}\
    .glance:has(>:nth-child(5)):not(:has(>:nth-child(7))){grid-template-columns:repeat(3,minmax(0,1fr))}\
    .glance:has(>:nth-child(9)){grid-template-columns:repeat(5,minmax(0,1fr))}\
    .glance div{padding:.3rem .5rem}\
    .glance .figure{font-size:11pt}.glance .wide{font-size:9.5pt}.glance .wider{font-size:8pt}.glance :is(dt,dd,.line){font-size:7.5pt;line-height:1.25}\
    .glance .line{display:inline}.glance .refs+.line::before{content:"\\a";white-space:pre}\
    .glance .on::after{content:";"}\
    .terms{font-size:8pt;line-height:1.3}.terms div{grid-template-columns:8.5rem 1fr;padding:.14rem 0}\
    .first:has(.glance>:nth-child(9)) .lead{font-size:8.5pt}\
    .first:has(.glance>:nth-child(9)) .terms{font-size:7.5pt;line-height:1.25}.first:has(.glance>:nth-child(9)) .terms div{padding:.06rem 0}\
    .glance:has(>:nth-child(9)) :is(dt,dd,.line){font-size:7pt}.glance:has(>:nth-child(9)) .figure{font-size:9.5pt}\
    .glance:has(>:nth-child(9)) .wide{font-size:8.4pt}.glance:has(>:nth-child(9)) .wider{font-size:7.2pt}\
    .first.crowded:has(.glance) .lead{font-size:8pt;line-height:1.25}.first.crowded:has(.glance>:first-child) .terms{font-size:7pt;line-height:1.2}\
    .first.crowded .terms div{grid-template-columns:6.5rem 1fr}.first.crowded .glance :is(dt,dd,.line){font-size:6.7pt;line-height:1.2}\
    .first.crowded .glance div{padding:.2rem .4rem}\
    .findings>li{font-size:8pt;line-height:1.3;margin:.25rem 0}.findings ul{margin:0}\
    .timeline li{grid-template-columns:7.5rem 1fr;font-size:7.5pt;line-height:1.25;padding:.1rem 0}\
    .timeline p{margin:0}\
    .source{font-size:7pt;line-height:1.25;padding:.07rem 0}.notes{display:inline;margin:0}\
    .notes li{display:inline;padding:0 .5rem 0 0}\
    .notes li::before{position:static;content:attr(value) " ";font-weight:600}\
    .source p{display:inline}.source p::after{content:" – "}\
    body:not(.whole) .notes :is(.what,.when){display:none}\
    .whole .notes,.whole .notes li,.whole .source p{display:block}.whole .source p::after{content:""}.whole .source p{break-after:avoid}\
    .at{display:inline;color:#57606a}.source{orphans:2;widows:2}\
    body:not(.whole) .source:nth-last-child(-n+6){break-before:avoid}\
    .whole .source:nth-last-child(-n+3){break-before:avoid}\
    main>section:last-child>.source:last-child{border-bottom:0;break-inside:avoid}\
    main>section:last-child>.source:last-child::after{content:"";display:block;height:17mm}\
    main:has(>section:last-child>.source)+footer{break-before:auto;margin-top:-17mm}\
    figure{margin:.3rem 0 .6rem}.note{font-size:8.5pt;margin:.2rem 0;break-inside:avoid}.note:is(:nth-child(3),:last-child){break-before:avoid}\
    nav a::after{content:" – " target-counter(attr(href url),page)}\
    .at a::after{content:" (" target-counter(attr(href url),page) ")"}}

    """
}
