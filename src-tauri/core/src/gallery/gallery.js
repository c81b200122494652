// Makes each frame as high as what it shows, and keeps links from leading out of it.
for (const frame of document.querySelectorAll("iframe")) {
  const fit = () => {
    const inside = frame.contentDocument;
    if (!inside?.body) return;
    const size = () => {
      // From nothing, so that it can also become less; margins that leave the body count.
      frame.style.height = "0";
      frame.style.height = `${inside.documentElement.scrollHeight}px`;
    };
    new ResizeObserver(size).observe(inside.body);
    inside.addEventListener("click", (event) => event.target.closest("a") && event.preventDefault());
    size();
  };
  frame.addEventListener("load", fit);
  if (frame.contentDocument?.readyState === "complete") fit();
}
