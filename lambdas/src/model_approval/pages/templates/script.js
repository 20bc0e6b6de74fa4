// Comfort only; every page works without it. Its hash is in the Content-Security-Policy.
"use strict";
(() => {
  const language = navigator.languages.find((tag) => /^en\b/.test(tag)) || "en-GB";
  const absolute = new Intl.DateTimeFormat(language, {
    year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const distance = (seconds) => {
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) || units[2];
    return relative.format(Math.round(seconds / size), unit);
  };
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    time.title = time.textContent;
    time.textContent = absolute.format(moment);
    if (time.classList.contains("ago")) {
      time.textContent += ` (${distance((moment.getTime() - Date.now()) / 1000)})`;
    }
  }
  for (const note of document.querySelectorAll("[data-zone]")) {
    note.textContent = `Times are those of your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`;
  }
  for (const field of document.querySelectorAll("textarea[maxlength]")) {
    const count = document.getElementById(`${field.id}-count`);
    if (!count) continue;
    const tell = () => { count.textContent = ` ${field.maxLength - field.textLength} left.`; };
    field.addEventListener("input", tell);
    tell();
  }
})();
