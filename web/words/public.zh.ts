/** Words of the public area. */
export const words = {
  area: '公开信息',
};
