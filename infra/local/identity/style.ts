/** The look of the issuer's pages: the house colours, one column, no web font. */
export const style = `
:root{--ink:#1f2933;--muted:#52606d;--line:#d9d6cf;--accent:#0f766e;--accent-dark:#115e59;--paper:#faf9f7;--card:#fff;--error:#b42318}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 system-ui,-apple-system,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
header,main{max-width:880px;margin:0 auto;padding:0 20px}
header{display:flex;align-items:center;justify-content:space-between;gap:16px;padding-top:20px;padding-bottom:20px}
.brand{font-weight:650;font-size:18px;letter-spacing:.02em}
nav{display:flex;gap:4px}
nav a{padding:6px 10px;border-radius:10px;color:var(--muted);text-decoration:none}
nav a[aria-current]{color:var(--ink);background:#efece6}
main{padding-bottom:64px}
h1{font-size:30px;line-height:1.3;margin:12px 0 20px}
h2{font-size:16px;line-height:1.4;margin:28px 0 10px}
a{color:var(--accent)}
.notice{background:#eef6f5;border-left:4px solid var(--accent);border-radius:10px;padding:14px 18px;margin:0 0 24px}
.notice p{margin:0}
.notice p+p{margin-top:6px;color:var(--muted)}
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(240px,100%),1fr));gap:10px}
button{font:inherit;cursor:pointer;border-radius:10px;border:1px solid var(--line)}
.person{width:100%;height:100%;min-height:60px;display:flex;flex-direction:column;justify-content:center;text-align:left;padding:10px 16px;background:var(--card);color:inherit;overflow-wrap:anywhere}
.person:hover{border-color:var(--accent);background:#f5fbfa}
.name{font-weight:600;line-height:1.4}
.account{font-size:14px;line-height:1.4;color:var(--muted)}
.new{margin-top:36px;padding:4px 20px 20px;background:var(--card);border:1px solid var(--line);border-radius:10px}
.new h2{margin-top:14px}
label{font-weight:600}
.rule{margin:0 0 8px;font-size:14px;color:var(--muted)}
.error{margin:0 0 8px;color:var(--error);font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:10px}
input:not([type=hidden]){flex:1 1 220px;min-width:0;font:inherit;color:inherit;padding:9px 14px;border:1px solid #7b8794;border-radius:10px;background:#fff}
input[aria-invalid]{border-color:var(--error)}
.primary,.quiet{padding:9px 24px;min-height:46px}
.primary{background:var(--accent);border-color:var(--accent);color:#fff;font-weight:600}
.primary:hover{background:var(--accent-dark)}
.quiet{background:var(--card);color:inherit}
.reason{font-size:14px;color:var(--muted);overflow-wrap:anywhere}
:focus-visible{outline:3px solid #5eb5ad;outline-offset:2px}
`;
