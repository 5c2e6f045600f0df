import type { ThemeConfig } from 'antd';
import { fontStack, tokens } from './tokens.ts';

const { color, radius } = tokens;
const px = (length: string) => Number.parseInt(length, 10);

/** The same tokens as our own components, for the console's antd. */
export const antdTheme: ThemeConfig = {
  token: {
    colorPrimary: color.teal,
    colorInfo: color.teal,
    colorLink: color.teal,
    colorLinkHover: color.tealDeep,
    colorSuccess: color.green,
    colorWarning: color.amber,
    colorError: color.red,
    colorText: color.ink,
    colorTextSecondary: color.inkSoft,
    colorTextTertiary: color.inkFaint,
    colorTextDescription: color.inkSoft,
    colorTextPlaceholder: color.inkFaint,
    colorBgLayout: color.paper,
    colorBgContainer: color.surface,
    colorBorder: color.lineStrong,
    colorBorderSecondary: color.line,
    borderRadius: px(radius.medium),
    borderRadiusLG: px(radius.large),
    borderRadiusSM: px(radius.small),
    fontFamily: fontStack,
    fontSize: 15,
    controlHeight: 38,
    boxShadow: tokens.shadow.low,
    boxShadowSecondary: tokens.shadow.high,
  },
  components: {
    Layout: { headerBg: color.surface, siderBg: color.surface, bodyBg: color.paper },
    Menu: { itemSelectedBg: color.tealFaint, itemSelectedColor: color.tealDeep },
    Table: { headerBg: color.sunk, headerColor: color.inkSoft, rowHoverBg: color.tealFaint },
  },
};
