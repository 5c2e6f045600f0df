export const words = { title: '我的项目' };
