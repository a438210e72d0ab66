#include "app/report/report_style.h"

#include "app/report/figure_palette.h"

namespace app {
namespace {

constexpr const char* kLayout = R"css(
*{box-sizing:border-box}
html{background:var(--page);color:var(--text);font:15px/1.5 Inter,'Helvetica Neue',Arial,'Noto Sans',sans-serif}
body{max-width:1060px;margin:0 auto;padding:40px 28px 80px}
header{border-bottom:2px solid var(--c0);padding-bottom:18px;margin-bottom:26px}
h1{font-size:28px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:20px;margin:44px 0 10px;padding-top:14px;border-top:1px solid var(--grid)}
h3{font-size:14px;margin:26px 0 8px}
p{margin:0 0 12px;max-width:76ch}
.disclaimer{display:inline-block;border:1px solid var(--c1);color:var(--c1);border-radius:6px;padding:3px 10px;font-weight:600;margin:0}
.muted,.note{color:var(--muted)}
nav{display:flex;flex-wrap:wrap;gap:6px 16px;font-size:13px;margin-top:14px}
a{color:var(--c0)}
dl{display:grid;grid-template-columns:minmax(220px,38%) 1fr;margin:0 0 14px;border-top:1px solid var(--grid)}
dt,dd{margin:0;padding:6px 10px 6px 0;border-bottom:1px solid var(--grid);overflow-wrap:anywhere}
dt{color:var(--muted)}dd{font-variant-numeric:tabular-nums}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:8px;border:0}
.cards div{border:1px solid var(--grid);border-radius:8px;padding:10px 12px;background:var(--paper)}
.cards dt,.cards dd{border:0;padding:0}.cards dd b{font-size:22px;font-weight:650}
.cards dd small{display:block;color:var(--muted);font-size:11px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;color:var(--muted);border-bottom:1px solid var(--axis);padding:5px 12px 5px 0;vertical-align:bottom}
td{border-bottom:1px solid var(--grid);padding:5px 12px 5px 0;vertical-align:top;overflow-wrap:anywhere}
td.number{white-space:nowrap}
td.number:not(:last-child){min-width:5em}
td.item{width:28%}
details{font-size:12px;color:var(--muted)}summary{cursor:pointer}
.absent{color:var(--c1);font-weight:600}
.author{color:var(--muted);font-style:italic}
figure{margin:0 0 22px;border:1px solid var(--grid);border-radius:10px;background:var(--paper);overflow-x:auto}
figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
footer{margin-top:60px;border-top:1px solid var(--grid);padding-top:14px;font-size:12px;color:var(--muted);overflow-wrap:anywhere}
@media print{
html{font-size:10.5pt;background:#fff}body{max-width:none;padding:0}nav{display:none}
h2{break-after:avoid}h3{break-after:avoid}figure,tr,.cards div{break-inside:avoid}details{display:none}
@page{margin:16mm 14mm}
}
)css";

std::string variables(bool dark) {
  std::string text = dark ? "--page:#0E1014;" : "--page:#FFFFFF;";
  for (const Ink& ink : all_inks()) {
    text.append("--").append(ink.token).append(":").append(dark ? ink.dark : ink.light).append(";");
  }
  return text;
}

}  // namespace

std::string report_style() {
  std::string text = ":root{color-scheme:light dark;" + variables(false) + "}\n";
  text += "@media screen and (prefers-color-scheme:dark){:root{" + variables(true) + "}}\n";
  for (const Ink& ink : all_inks()) {
    text.append(".f-").append(ink.token).append("{fill:var(--").append(ink.token).append(")}");
    text.append(".s-").append(ink.token).append("{stroke:var(--").append(ink.token).append(")}\n");
  }
  return text + kLayout;
}

}  // namespace app
