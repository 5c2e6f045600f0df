// Plain JavaScript without new syntax, so that an old Node can still read the sentence.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Hubang needs Node 24, this is ${process.versions.node}. On Linux x64 "npm ci" brings it along: run "npm ci" again (without --omit=optional). On other systems install Node 24 or later from nodejs.org and run "npm ci" again.\n` +
      `沪帮需要 Node 24，当前为 ${process.versions.node}。Linux x64 请重新运行 "npm ci"（不要加 --omit=optional）；其他系统请先安装 Node 24 或更高版本。`,
  );
  process.exit(1);
}
