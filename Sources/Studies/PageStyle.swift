import Charts

/// The style sheet of a report: one column of text and figures, light, dark, phone and paper.
enum PageStyle {
  static let css =
    ":root{\(ChartTheme.lightProperties)\(light)}\n"
    + "@media (prefers-color-scheme:dark){:root:not([data-theme=light])"
    + "{\(ChartTheme.darkProperties)\(dark)}}\n"
    + ":root[data-theme=dark]{\(ChartTheme.darkProperties)\(dark)}\n"
    + ChartTheme.rules + "\n" + rules

  private static let light = """
    --chart-ground:#ffffff;--line:#dfe3e8;--wash:#f4f6f8;--good:#00694e;--bad:#b3261e;\
    color-scheme:light
    """

  private static let dark = """
    --chart-ground:#12161c;--line:#2c343f;--wash:#1b2129;--good:#4ccba4;--bad:#ff8a80;\
    color-scheme:dark
    """

  private static let rules = #"""
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--chart-ground);color:var(--chart-ink);
      font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    main,header,footer{max-width:1000px;margin:0 auto;padding:0 24px}
    header{padding-top:40px}
    h1{font-size:clamp(1.5rem,1.1rem + 1.9vw,2.25rem);line-height:1.18;letter-spacing:-.015em;
      margin:.25em 0 .5em;max-width:26em;text-wrap:balance}
    h2{font-size:1.3rem;line-height:1.3;margin:0 0 .3em;letter-spacing:-.005em}
    h3{font-size:1rem;margin:1.6em 0 .2em}
    p{margin:.5em 0;max-width:44em}
    a{color:var(--chart-s1)}
    section{padding:34px 0 6px;margin-top:34px;border-top:1px solid var(--line)}
    .kicker{color:var(--chart-muted);font-size:.9rem;margin:0}
    .lede{font-size:1.12rem;line-height:1.5}
    .note,figcaption{color:var(--chart-muted);font-size:.9rem}
    nav{margin:1.4em 0 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.2em 1.2em}
    nav a{color:var(--chart-muted);padding:.35em 0}
    dl.keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:0 28px;
      margin:2em 0 0;font-variant-numeric:tabular-nums}
    dl.keys div{border-top:3px solid var(--chart-s1);padding:.5em 0 1.1em}
    dl.keys dt{color:var(--chart-muted);font-size:.9rem}
    dl.keys dd{margin:0}
    dl.keys .value{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
    dl.keys .more{color:var(--chart-muted);font-size:.85rem}
    .strip{display:block;position:relative;height:12px;margin:.35em 0 .15em}
    .strip::before{content:"";position:absolute;inset:5px 0 auto;height:2px;background:var(--line)}
    .strip i{position:absolute;top:3px;height:6px;border-radius:3px;background:var(--chart-s1);
      opacity:.45}
    .strip b{position:absolute;top:0;width:4px;height:12px;margin-left:-2px;border-radius:2px;
      background:var(--chart-s1)}
    ul.findings{list-style:none;margin:1.2em 0 0;padding:0;display:grid;gap:.8em}
    ul.findings li{display:grid;grid-template-columns:1.6em 1fr;max-width:46em}
    ul.findings .mark{font-weight:700;color:var(--chart-muted)}
    .good .mark{color:var(--good)!important}.bad .mark{color:var(--bad)!important}
    figure{margin:1.4em 0 0;min-width:0}
    figcaption{margin-top:.5em;max-width:48em}
    .pair{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,430px),1fr));
      gap:0 40px}
    .pair figure h3{margin-top:0}
    svg.narrow{display:none!important}
    .scroll{overflow-x:auto;margin:1em 0;-webkit-overflow-scrolling:touch}
    table{border-collapse:collapse;min-width:min(100%,36em);font-size:.92rem;
      font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--chart-muted);padding:0 0 .5em;caption-side:top}
    th,td{padding:.42em 1.8em .42em 0;text-align:left;vertical-align:top;
      border-bottom:1px solid var(--line)}
    th{font-weight:600;white-space:nowrap;border-bottom-color:var(--chart-axis)}
    td:last-child,th:last-child{padding-right:0}
    .n{text-align:right;white-space:nowrap}
    .sortable th{cursor:pointer}
    .sortable th[aria-sort]::after{content:" ↑"}
    .sortable th[aria-sort=descending]::after{content:" ↓"}
    .ci{color:var(--chart-muted);font-size:.92em;margin-left:.35em}
    code,pre{font:0.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    code.token{background:var(--wash);border:1px solid var(--line);border-radius:4px;
      padding:.05em .35em;white-space:pre-wrap;overflow-wrap:anywhere}
    td code.token{display:inline-block;max-width:16em;white-space:pre;overflow:hidden;
      text-overflow:ellipsis;vertical-align:top}
    pre{background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:.8em 1em;
      overflow-x:auto;margin:.8em 0}
    td.prose{min-width:15em;overflow-wrap:anywhere}
    .unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
    summary{cursor:pointer;color:var(--chart-muted);font-size:.92rem;margin-top:.6em;padding:.3em 0}
    dl.facts{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:.3em 1.6em;
      font-size:.92rem;margin:.8em 0 1.4em;font-variant-numeric:tabular-nums}
    dl.facts dt{color:var(--chart-muted)}
    dl.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
    dl.defs dt{font-weight:600;margin-top:.9em}
    dt .note{font-weight:400}
    dl.defs dd{margin:.1em 0 0;max-width:46em}
    .annotated{line-height:2.1;max-width:46em;overflow-wrap:anywhere}
    .annotated span,.verdicts span{border-radius:3px;padding:.12em 0}
    .verdicts{list-style:none;padding:0;margin:1.2em 0;display:flex;flex-wrap:wrap;gap:.5em 1.6em;
      font-size:.92rem;color:var(--chart-muted)}
    .verdicts span{padding:.12em .5em;color:var(--chart-ink)}
    .unknown{background:color-mix(in srgb,var(--chart-s2) 32%,transparent);
      box-shadow:inset 0 -2px var(--chart-s2)}
    .unknowable{background:color-mix(in srgb,var(--chart-s1) 30%,transparent);
      box-shadow:inset 0 -2px var(--chart-s1)}
    .outside{background:var(--wash)}
    .unpredicted{color:var(--chart-muted)}
    p.text{max-width:46em;overflow-wrap:anywhere}
    p.text span{border-radius:3px;padding:.08em 0}
    ins{background:color-mix(in srgb,var(--good) 20%,transparent);text-decoration-color:var(--good)}
    del{color:var(--chart-muted);text-decoration-color:var(--bad)}
    footer{padding-top:26px;padding-bottom:60px;color:var(--chart-muted);font-size:.88rem}
    .filter{font:inherit;font-size:.9rem;color:inherit;background:transparent;padding:4px 8px;
      border:1px solid var(--chart-grid);border-radius:6px;max-width:100%}
    .rows button{font:inherit;font-size:.85rem;color:var(--chart-muted);background:none;
      border:1px solid var(--line);border-radius:6px;padding:.2em .7em;cursor:pointer}
    #theme{float:right;margin:-6px 0 0 12px;font:inherit;font-size:.85rem;color:var(--chart-muted);
      background:none;border:1px solid var(--line);border-radius:6px;padding:.35em .8em;
      cursor:pointer}
    :focus-visible{outline:2px solid var(--chart-s1);outline-offset:2px}
    @media (max-width:640px){
      main,header,footer{padding-left:16px;padding-right:16px}
      header{padding-top:22px}
      dl.keys{grid-template-columns:1fr 1fr;gap:0 20px}
      th,td{padding-right:1.1em}
      dl.facts{grid-template-columns:1fr;gap:0}
      dl.facts dd{margin-bottom:.6em}
      svg.wide{display:none!important}svg.narrow{display:block!important}
      section{margin-top:24px;padding-top:24px}
    }
    @media print{
      html{font-size:9.5pt}
      main,header,footer{max-width:none;padding-left:0;padding-right:0}
      nav,#theme,.filter,details:not([open]){display:none}
      section{break-inside:auto;margin-top:18px;padding-top:18px}
      figure,tr,ul.findings li,dl.keys div{break-inside:avoid}
      h2,h3,caption{break-after:avoid}
      .pair{grid-template-columns:1fr 1fr;gap:0 24px}
      .scroll{overflow:visible}
      pre{white-space:pre-wrap;overflow-wrap:anywhere}
    }
    """#
}
