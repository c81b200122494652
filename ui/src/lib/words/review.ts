// What the screen of changes and reviews says, in both languages.
export const reviewEn = {
  review: "Review",
  reviewAbout: "What visitors would find changed since the last release.",
};

export const reviewZhHans: typeof reviewEn = {
  review: "审阅",
  reviewAbout: "自上次发布以来，访客将看到的变化。",
};
