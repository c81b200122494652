// What is said of bundles that are verified and looked at, in both languages.
export const bundleEn = {
  verify: "Verify a bundle…",
};

export const bundleZhHans: typeof bundleEn = {
  verify: "验证发布包…",
};
