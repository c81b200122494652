// What the screen of releases says, in both languages.
export const releasesEn = {
  releases: "Releases",
  releasesAbout: "What was published, when, and who approved it.",
  verb_release: "Bring back a release",
};

export const releasesZhHans: typeof releasesEn = {
  releases: "发布",
  releasesAbout: "发布过的内容、时间与批准人。",
  verb_release: "恢复以前的发布",
};
