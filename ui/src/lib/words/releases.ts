// What the screen of releases says, in both languages.
export const releasesEn = {
  releases: "Releases",
  releasesAbout: "What was published, when, and who approved it.",
};

export const releasesZhHans: typeof releasesEn = {
  releases: "发布",
  releasesAbout: "发布过的内容、时间与批准人。",
};
