// An existing site as people bring it in: pages of HTML for Jekyll in two languages, with what old pages have.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const SUBJECTS = [
  ["design", "Design and operations", "设计与运营", "Four teams run the service around the clock. Each hands over in writing.", "四个团队全天候运行服务，每次交接都有书面记录。"],
  ["access", "Access to data", "数据访问", "Nobody has standing access to what customers store. Each access is granted for an hour.", "任何人都没有长期访问客户数据的权限。每次访问只授权一小时。"],
  ["backups", "Backups", "备份", "A copy is made every night and read back every week.", "每晚制作一份副本，每周读回一次。"],
  ["incidents", "Incidents", "事件处理", "Whoever notices something calls one number. The first answer comes within an hour.", "发现问题的人拨打同一个号码。一小时内会有首次答复。"],
];

const box = (en) => `
            <div class="span bp0-col-1-1 bp2-col-2-1"><div id="SideBarWrapper" class="row-fluid"><div id="HelpfulInformation" class="span">
               <h1>${en ? "Helpful information" : "实用信息"}</h1>
               <label><a class="mscom-link" href="https://example.com/agreement">${en ? "Service agreement" : "服务协议"}</a></label><br/>
               <label><a class="mscom-link" href="https://example.com/report">${en ? "Report a weakness" : "报告安全漏洞"}</a></label><br/>
            </div></div></div>`;

function page(en, name, title, lead, body) {
  return `---
layout: CompanyPage
---
<div class="row-fluid">
   <div id="HeroWrapper" class="row-fluid wider hero grid-container">
      <ul class="slides"><li id="slide-1"><div class="heroitem light-foreground">
         <div class="media"><a href=""><div data-picture="" data-alt="${en ? "A room with many screens" : "有许多屏幕的房间"}"><div data-src="../../images/room.svg"></div></div></a></div>
         <div class="text"><div class="box"><ul class="headerCaption subpageHeaderCaption"><li class="box-title"><h3 class="box-title">${title}</h3></li></ul></div></div>
      </div></li></ul>
   </div>
   <div id="BreadcrumbWrapper" class="row-fluid breadcrumbs"><div class="span"><a href="../default.html">${en ? "Trust Center" : "信任中心"}</a> // ${title}</div></div>
   <div id="ContentWrapper" data-cols="2" class="row-fluid subpageBody">
            <div class="span bp0-col-1-1 bp2-col-2-1">
               <p style="font-size:28px;font-weight:500;">${title}</p>
               <p>${lead}</p>
${body}
            </div>${box(en)}
   </div>
</div>
<script>window.counted = true;</script>
`;
}

const answers = (en) => `               <p style="font-size:26px;font-weight:500;">${en ? "Questions" : "常见问题"}</p>
               <table><tr><th>${en ? "What" : "内容"}</th><th>${en ? "How often" : "频率"}</th></tr><tr><td>${en ? "Copies" : "副本"}</td><td>${en ? "Every night" : "每晚"}</td></tr><tr><td>${en ? "Read back" : "读回"}</td><td>${en ? "Every week" : "每周"}</td></tr></table>
               <p><a href=""></a><a href="access.html">${en ? "Who may read them" : "谁可以读取"}</a></p>`;

const seen = (en) => `               <p><img src="../../images/room.svg"></p>
               <iframe src="https://video.example.com/embed/1"></iframe>
               <p><a href="javascript:call()">${en ? "Call us" : "致电我们"}</a></p>`;

/** Writes the site into `folder`; `pages` more pages are made in each language. */
export async function existingSite(folder, { pages = 0 } = {}) {
  const files = {};
  for (const [locale, en] of [["en-us", true], ["zh-cn", false]]) {
    files[`${locale}/default.md`] = page(en, "default", en ? "Trust Center" : "信任中心", en ? "How we keep what you entrust to us." : "我们如何保管您托付给我们的内容。", `               <p><a href="security/design.html">${en ? "Design and operations" : "设计与运营"}</a></p>`).replace("../../images", "../images").replace("../default.html", "default.html");
    for (const [name, title, chinese, lead, said] of SUBJECTS) files[`${locale}/security/${name}.md`] = page(en, name, en ? title : chinese, en ? lead : said, name === "backups" ? answers(en) : name === "incidents" ? seen(en) : "");
    for (let i = 0; i < pages; i++) files[`${locale}/reports/report-${i}.md`] = page(en, `report-${i}`, en ? `Report ${i}` : `报告 ${i}`, en ? `What was found in report ${i}.` : `报告 ${i} 的结论。`, "");
  }
  // One language says more than the other, one picture is missing, one file is no page.
  files["en-us/security/access.md"] = files["en-us/security/access.md"].replace("for an hour.</p>", "for an hour.</p>\n               <p>Each is written down, and read by somebody else.</p>\n               <p><img src=\"../../images/badge.png\" alt=\"A badge\"></p>");
  files["images/room.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9" fill="#0a6c94"/></svg>\n';
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(folder, "en-us/security/broken.md"), Buffer.alloc(10 * 1024 * 1024 + 1, "a"));
}
