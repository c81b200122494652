// The guide, in both languages: topics with short paragraphs; lines that begin with a dot are points of a list.
import type { Language } from "../lib/settings.svelte";

export interface Topic {
  title: string;
  text: string[];
}

const en: Topic[] = [
  {
    title: "Open a trust center",
    text: [
      "Choose Open a site and the folder that holds it, New site to start with a few pages, or Try the example to look around.",
      "On the left are the pages. The buttons above them choose the language. In the middle is the form. On the right is the page as visitors will see it.",
    ],
  },
  {
    title: "Bring in an existing site",
    text: [
      "Bring in an existing site, on the first screen, makes a new site from pages that you have: a folder, a zip file or a single page. Nothing in them is changed, and nothing is fetched from the network.",
      "· First look at what becomes what. Choose the language of each part; search the pages, and look at what was repaired, left out or not taken.",
      "· A line number beside a section shows its place in the existing page.",
      "· Then give the new site a name and a folder. The import report stays in the menu Settings until you close the program.",
      "· If the existing site changes later, Compare with the existing site again, in the same menu, lists what is different. You choose what is taken, and Undo takes it back.",
    ],
  },
  {
    title: "Change a text",
    text: [
      "Click the text in the preview. The field opens; type. The preview follows, and a moment later the bar at the top says Saved.",
      "There is no save button, and nothing is public until you export. Undo takes back text, moves and removals alike.",
    ],
  },
  {
    title: "Add, move and hide sections",
    text: [
      "A page is made of sections.",
      "· Add section is at the end of the form, and a plus stands between two cards. Choose what fits; it comes filled with an example.",
      "· Drag a card by its dots, or press Alt and the arrow keys while its title has the focus.",
      "· The menu with three dots moves, duplicates, hides and removes, or stands a section beside the text. What is hidden is kept, and not exported.",
    ],
  },
  {
    title: "Pictures and documents",
    text: [
      "In a picture field choose a file of the site, or Add a file. Say in the field below it what the picture shows, for people who do not see it.",
      "A certificate or document that many pages show is kept once, as a record. Change it there, and every page shows the change.",
    ],
  },
  {
    title: "Links",
    text: [
      "Type a few letters of a page's title, or paste an address. A link that leads nowhere is named under Problems; choose the problem to get to the field.",
      "Links to other sites, at the end of the problem list, asks the other sites whether what you link to is still there. Nobody is asked until you choose Check now, and nothing but the address is sent. Where something has moved, Replace everywhere writes the new address in every place at once.",
    ],
  },
  {
    title: "Look at the page",
    text: [
      "The buttons above the preview show the page as narrow as on a phone, or as wide as on a large screen, larger or smaller.",
      "· View chooses the language, light or dark colours, high contrast, and how the page prints.",
      "· As of shows what the page will say on another day, for example when a certificate has expired. Only the preview changes.",
      "· Open in browser shows the finished page outside Trustdesk.",
      "· A dashed outline marks a text that is still missing. Visitors never see it.",
    ],
  },
  {
    title: "When somebody else changes the files",
    text: ["Changes by other programs appear by themselves. If both of you changed the same text, both versions are shown: choose Keep yours or Take theirs."],
  },
  {
    title: "Export",
    text: [
      "Export asks for a folder and writes the finished pages there. Export to the same folder again, and only what changed is replaced.",
      "Problems do not stop an export; the card at the end says how many there are.",
    ],
  },
  {
    title: "Verify a bundle",
    text: [
      "Verify a bundle, on the first screen and among the actions, compares every file of a published trust center with what was signed, and names what was altered. A folder or a zip file will do; nothing in it runs.",
      "· Trust a key only after the publisher read you its fingerprint, by telephone or in person.",
      "· Look at it opens the bundle in a window of its own. The bar at the top is drawn by Trustdesk; below the line is what the bundle shows.",
    ],
  },
];

const zh: Topic[] = [
  {
    title: "打开信任中心",
    text: [
      "选择“打开站点”并指定其文件夹；或选择“新建站点”，从几个页面开始；或选择“试用示例”，先随意看看。",
      "左侧是页面列表，上方的按钮用来选择语言。中间是表单。右侧是访客将看到的页面。",
    ],
  },
  {
    title: "导入现有网站",
    text: [
      "在起始界面选择“导入现有网站”，即可用现有的页面制作新站点：可以是文件夹、ZIP 文件或单个页面。不会更改其中的任何内容，也不会从网络获取任何内容。",
      "· 先查看各部分将变成什么。选择各部分的语言；搜索页面，查看修复、省略或未导入的内容。",
      "· 区块旁的行号会显示它在原页面中的位置。",
      "· 然后为新站点指定名称和文件夹。在关闭程序之前，可在“设置”菜单中查看导入报告。",
      "· 如果现有网站以后有变化，可在同一菜单中选择“再次与现有网站比较”，列出差异。由您选择采用哪些，“撤销”可以撤回。",
    ],
  },
  {
    title: "修改文字",
    text: [
      "在预览中点击文字，对应的栏目便会打开，直接输入即可。预览随之更新，片刻之后顶栏会显示“已保存”。",
      "这里没有保存按钮；在导出之前，任何内容都不会公开。“撤销”可以撤回文字、移动和移除。",
    ],
  },
  {
    title: "添加、移动和隐藏区块",
    text: [
      "页面由区块组成。",
      "· “添加区块”位于表单末尾，两张卡片之间也有加号。选择合适的类型，新区块会带有示例内容。",
      "· 按住卡片左侧的圆点拖动，或在标题获得焦点时按 Alt 加方向键。",
      "· 三个点的菜单可以移动、复制、隐藏、移除区块，或将其放到正文旁边。隐藏的内容会保留，但不会导出。",
    ],
  },
  {
    title: "图片和文件",
    text: [
      "在图片栏目中选择站点里的文件，或点击“添加文件”。请在其下方的栏目中说明图片内容，供看不到图片的人使用。",
      "多个页面共用的证书或文件只保存一份记录。在记录中修改，所有页面都会更新。",
    ],
  },
  {
    title: "链接",
    text: [
      "输入页面标题中的几个字，或粘贴网址。无法打开的链接会列在“问题”中；选择该问题即可跳到对应的栏目。",
      "问题列表末尾的“其他网站的链接”会向对方网站询问所链接的内容是否还在。在您选择“立即检查”之前不会联系任何网站，也只发送网址本身。内容已移动时，“替换所有位置”会一次改好各处的网址。",
    ],
  },
  {
    title: "查看页面",
    text: [
      "预览上方的按钮可以按手机宽度或大屏幕宽度显示页面，也可以放大或缩小。",
      "· “查看方式”用来选择语言、浅色或深色、高对比度以及打印效果。",
      "· “日期”显示页面在另一天的内容，例如证书到期之后。只影响预览。",
      "· “在浏览器中打开”会在 Trustdesk 之外显示成品页面。",
      "· 虚线框表示此处还缺少文字，访客不会看到它。",
    ],
  },
  {
    title: "其他人修改了文件",
    text: ["其他程序所做的更改会自动出现。如果双方修改了同一处文字，两个版本都会显示：请选择“保留您的”或“采用对方的”。"],
  },
  {
    title: "导出",
    text: ["“导出”会询问文件夹，并将成品页面写入其中。再次导出到同一文件夹时，只替换有变化的部分。", "有问题也可以导出；完成后的提示会说明问题的数量。"],
  },
  {
    title: "验证发布包",
    text: [
      "“验证发布包”位于首屏和操作列表中，它将已发布信任中心的每个文件与签名时的内容比对，并指出被改动的文件。文件夹或 zip 文件均可；其中的任何内容都不会运行。",
      "· 只有当发布者通过电话或当面向您念出密钥指纹之后，才信任该密钥。",
      "· “查看内容”会在单独的窗口中打开发布包。顶部的栏由 Trustdesk 绘制；线以下是发布包显示的内容。",
    ],
  },
];

export const guide: Record<Language, Topic[]> = { en, "zh-Hans": zh };
