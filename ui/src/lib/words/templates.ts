// What is said about templates that a site brings along, in English and Simplified Chinese.
export const templatesEn = {
  ownTemplates: "The site's own templates",
  ownTemplatesAsk: "This site brings its own templates. They decide what its pages look like and can put anything on them. Use them only if you trust whoever made this folder. Until then the sections that need them are kept as they are.",
  ownTemplatesAskAgain: "The site's own templates are not those that you trusted. Until you trust them again, the sections that need them are kept as they are.",
  ownTemplatesUsed: "The site's own templates are used. They decide what its pages look like.",
  ownTemplatesFile: "Show the file",
  ownTemplatesFiles: "Show the {n} files",
  ownTemplatesUse: "Use the site's templates",
  ownTemplatesLater: "Not now",
  ownTemplatesStop: "Stop using them",
  ownTemplatesFollow: "Do not ask again when they change",
  ownTemplatesFollowHelp: "For people who work on the templates on this computer. Others should be asked again.",
};

export const templatesZhHans: typeof templatesEn = {
  ownTemplates: "站点自带的模板",
  ownTemplatesAsk: "此站点带有自己的模板。模板决定页面的样子，并可在页面上放置任何内容。仅当您信任此文件夹的制作者时才使用。在此之前，需要这些模板的区块会原样保留。",
  ownTemplatesAskAgain: "站点自带的模板已不是您信任过的那些。在您再次信任之前，需要这些模板的区块会原样保留。",
  ownTemplatesUsed: "正在使用站点自带的模板。页面的样子由其决定。",
  ownTemplatesFile: "显示文件",
  ownTemplatesFiles: "显示 {n} 个文件",
  ownTemplatesUse: "使用站点的模板",
  ownTemplatesLater: "暂不使用",
  ownTemplatesStop: "停止使用",
  ownTemplatesFollow: "模板变化时不再询问",
  ownTemplatesFollowHelp: "适用于在这台电脑上制作模板的人。其他人应当再次确认。",
};
