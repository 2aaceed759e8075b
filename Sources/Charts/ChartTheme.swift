/// Colours and strokes of all figures, as CSS custom properties and classes under `svg.chart`.
///
/// The series colours are those of Okabe and Ito (blue, vermilion, bluish green, reddish purple),
/// made lighter on dark ground; series differ in marker and dash as well, so nothing rests on
/// colour alone.
public enum ChartTheme {
  /// The size of nearly all text, in chart units.
  static let textSize = 12.0

  /// Custom properties for light ground, to be put inside a rule.
  public static let lightProperties = """
    --chart-ink:#1c2430;--chart-muted:#5a6472;--chart-grid:#e4e7eb;--chart-axis:#8b95a3;\
    --chart-ground:#ffffff;--chart-neutral:#8b95a3;--chart-alert:#b3261e;\
    --chart-s1:#0067a5;--chart-s2:#c24d00;--chart-s3:#00805f;--chart-s4:#a64d84;
    """

  /// Custom properties for dark ground, to be put inside a rule.
  public static let darkProperties = """
    --chart-ink:#e8ebf0;--chart-muted:#a3adba;--chart-grid:#2a313b;--chart-axis:#6f7a88;\
    --chart-ground:#161b22;--chart-neutral:#7c8795;--chart-alert:#ff8a80;\
    --chart-s1:#62b6ee;--chart-s2:#ff9a4d;--chart-s3:#4ccba4;--chart-s4:#e29cc7;
    """

  /// The classes that figures use.
  public static let rules = """
    svg.chart{display:block;width:100%;height:auto;font-family:inherit;\
    font-variant-numeric:tabular-nums}
    svg.chart text{fill:var(--chart-ink)}
    svg.chart .muted{fill:var(--chart-muted)}
    svg.chart .strong{font-weight:650}
    svg.chart .s1{--c:var(--chart-s1)}svg.chart .s2{--c:var(--chart-s2)}
    svg.chart .s3{--c:var(--chart-s3)}svg.chart .s4{--c:var(--chart-s4)}
    svg.chart .plain{--c:var(--chart-neutral)}svg.chart .alert{--c:var(--chart-alert)}
    svg.chart .grid{stroke:var(--chart-grid);stroke-width:1}
    svg.chart .axis{stroke:var(--chart-axis);stroke-width:1}
    svg.chart .rule{stroke:var(--chart-axis);stroke-width:1.2;stroke-dasharray:2 4;\
    stroke-linecap:round}
    svg.chart .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;\
    stroke-linecap:round}
    svg.chart .dash{stroke-dasharray:6 4}
    svg.chart .thin{stroke-width:1.4}
    svg.chart .dot{fill:var(--c);stroke:var(--chart-ground);stroke-width:1.2}
    svg.chart .ring{fill:var(--chart-ground);stroke:var(--c);stroke-width:1.8}
    svg.chart .fill{fill:var(--c)}
    svg.chart .area{fill:var(--c);fill-opacity:.16}
    svg.chart .soft{fill:var(--c);fill-opacity:.3}
    svg.chart .empty{fill:none;stroke:var(--chart-grid);stroke-dasharray:3 3}
    svg.chart [class^=shade]{fill:var(--c)}
    svg.chart .shade0{fill-opacity:.03}svg.chart .shade1{fill-opacity:.1}
    svg.chart .shade2{fill-opacity:.2}svg.chart .shade3{fill-opacity:.3}
    svg.chart .shade4{fill-opacity:.42}svg.chart .shade5{fill-opacity:.55}
    """

  /// A style sheet for an SVG file of its own, following the reader's light or dark setting.
  static let standalone = """
    \(rules)
    svg.chart{\(lightProperties)background:var(--chart-ground);\
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    @media (prefers-color-scheme:dark){svg.chart{\(darkProperties)}}
    """
}
