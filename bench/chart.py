# SPDX-License-Identifier: MIT
"""A bar chart as SVG, readable on a light page and on a dark one."""
from xml.sax.saxutils import escape

WIDTH, LABEL, ROW, BAR, GAP, TOP = 760, 190, 20, 13, 34, 58
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 } .group { font-weight: 600 } .note { fill: #57606a }
  .bar { fill: #8c959f } .ours { fill: #0969da } .one { stroke: #57606a; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #9198a1 } .bar { fill: #656c76 } .ours { fill: #4493f8 } .one { stroke: #9198a1 }
  }
"""
LONGEST = 4  # times the yardstick; longer bars are cut


def chart(title, note, ours, groups):
    """`groups`: [(name, [(contestant, ratio), ...]), ...]; a dashed line stands at 1."""
    groups = [(name, sorted(bars, key=lambda bar: bar[1])) for name, bars in groups if bars]
    height = TOP + sum(GAP + ROW * len(bars) for _, bars in groups)
    longest = min(LONGEST, max((ratio for _, bars in groups for _, ratio in bars), default=1))
    scale = (WIDTH - LABEL - 80) / longest
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
             f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>",
             f'<text class="title" x="0" y="18">{escape(title)}</text>', f'<text class="note" x="0" y="38">{escape(note)}</text>']
    y = TOP
    for name, bars in groups:
        lines.append(f'<text class="group" x="0" y="{y + 10}">{escape(name)}</text>')
        y += ROW
        one = LABEL + scale
        lines.append(f'<line class="one" x1="{one:.1f}" x2="{one:.1f}" y1="{y - 4}" y2="{y + ROW * len(bars) - 3}"/>')
        for contestant, ratio in bars:
            width = max(1, min(ratio, longest) * scale)
            kind = "bar ours" if contestant == ours else "bar"
            lines.append(f'<text x="{LABEL - 8}" y="{y + 10}" text-anchor="end">{escape(contestant)}</text>')
            lines.append(f'<rect class="{kind}" x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>')
            lines.append(f'<text x="{LABEL + width + 6:.1f}" y="{y + 10}">{ratio:.2f}{" (cut)" if ratio > longest else ""}</text>')
            y += ROW
        y += GAP - ROW
    return "\n".join([*lines, "</svg>"]) + "\n"
